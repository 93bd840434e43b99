/// What a device achieves of its datasheet, and the costs that no datasheet states: ten numbers.
public enum DeviceParameter: String, LatencyParameter {
  /// Sustained share of the matrix unit's dense rate, in 16 bits and wider.
  case matrixShare
  /// Sustained share of the vector unit's rate in contractions.
  case vectorShare
  /// Sustained share of the rates in 8 bits and fewer.
  case narrowShare
  /// Energy of an operation of the vector unit in fp32: the power limit over it bounds the rate.
  case joulesPerFlop
  /// Sustained share of the main memory's bandwidth.
  case memoryShare
  /// Bytes a clock that a compute unit draws from the last-level cache.
  case cacheBytesPerClock
  /// Share of the last-level cache that data fill before they spill into the main memory.
  case cacheShare
  /// Rate of a product's tile of 64 columns, of that of one of 128.
  case smallTileShare
  /// How many times as long as elsewhere the host of the device needs for an operator.
  case hostFactor
  /// The shortest kernel, from its start to its end; of a graphics processor at a clock of 1.5 GHz.
  case kernelSeconds

  /// What it stands for.
  public var meaning: String { facts.meaning }
  /// Its unit; `1` for a share or a factor.
  public var unit: String { facts.unit }
  /// The values that are plausible.
  public var range: ClosedRange<Double> { facts.range }

  /// Its place among all.
  public var place: Int { facts.place }

  private var facts: (place: Int, unit: String, range: ClosedRange<Double>, meaning: String) {
    switch self {
    case .matrixShare:
      (
        0, "1", 0.02...1,
        "sustained share of the matrix unit's dense rate, in 16 bits and wider"
      )
    case .vectorShare:
      (
        1, "1", 0.02...1,
        "sustained share of the vector unit's rate in contractions"
      )
    case .narrowShare: (2, "1", 0.02...1, "sustained share of the rates in 8 bits and fewer")
    case .joulesPerFlop:
      (
        3, "J", 0...1e-9,
        "energy of an operation of the vector unit in fp32: the power limit over it bounds the rate"
      )
    case .memoryShare: (4, "1", 0.02...1, "sustained share of the main memory's bandwidth")
    case .cacheBytesPerClock:
      (
        5, "B", 0.5...4096,
        "bytes a clock that a compute unit draws from the last-level cache"
      )
    case .cacheShare:
      (
        6, "1", 0...1,
        "share of the last-level cache that data fill before they spill into the main memory"
      )
    case .smallTileShare:
      (7, "1", 0.1...1, "rate of a product's tile of 64 columns, of that of one of 128")
    case .hostFactor:
      (
        8, "1", 0.1...20,
        "how many times as long as elsewhere the host of the device needs for an operator"
      )
    case .kernelSeconds:
      (
        9, "s", 0...1e-3,
        "the shortest kernel, from its start to its end; of a graphics processor at 1.5 GHz"
      )
    }
  }
}
