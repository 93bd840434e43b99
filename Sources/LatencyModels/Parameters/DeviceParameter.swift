/// What a device achieves of its datasheet, and the costs that no datasheet states.
public enum DeviceParameter: String, LatencyParameter {
  case matrixShare, vectorShare, narrowShare, joulesPerFlop
  case memoryShare, memoryRampSeconds, cacheBytesPerClock, cacheShare
  case tileSeconds, kernelSeconds, barrierSeconds

  /// What it stands for.
  public var meaning: String {
    switch self {
    case .matrixShare: "sustained share of the matrix unit's dense 16- and 32-bit rate"
    case .vectorShare: "sustained share of the vector unit's rate in contractions"
    case .narrowShare: "sustained share of the 8-bit rate"
    case .joulesPerFlop:
      "energy of one fp32 operation on the vector unit, with which the power limit holds the clock"
    case .memoryShare: "sustained share of the main memory's bandwidth"
    case .memoryRampSeconds: "time in which a stream comes up to the sustained bandwidth"
    case .cacheBytesPerClock: "bytes a clock that a compute unit draws from the last-level cache"
    case .cacheShare: "share of the last-level cache that a working set fills before it spills"
    case .tileSeconds: "start and end of one tile, while its unit computes nothing"
    case .kernelSeconds: "the shortest kernel, from start to end"
    case .barrierSeconds: "one meeting of all compute units"
    }
  }

  /// Its unit.
  public var unit: String {
    switch self {
    case .matrixShare, .vectorShare, .narrowShare, .memoryShare, .cacheShare: "1"
    case .joulesPerFlop: "J"
    case .cacheBytesPerClock: "B"
    case .memoryRampSeconds, .tileSeconds, .kernelSeconds, .barrierSeconds: "s"
    }
  }

  /// The values that are plausible.
  public var range: ClosedRange<Double> {
    switch self {
    case .matrixShare, .vectorShare, .narrowShare, .memoryShare: 0.02...1
    case .joulesPerFlop: 0...1e-9
    case .cacheShare: 0.05...1
    case .cacheBytesPerClock: 1...4096
    case .memoryRampSeconds, .tileSeconds, .kernelSeconds, .barrierSeconds: 0...1e-3
    }
  }

  /// Its place among all.
  public var place: Int {
    switch self {
    case .matrixShare: 0
    case .vectorShare: 1
    case .narrowShare: 2
    case .joulesPerFlop: 3
    case .memoryShare: 4
    case .memoryRampSeconds: 5
    case .cacheBytesPerClock: 6
    case .cacheShare: 7
    case .tileSeconds: 8
    case .kernelSeconds: 9
    case .barrierSeconds: 10
    }
  }
}
