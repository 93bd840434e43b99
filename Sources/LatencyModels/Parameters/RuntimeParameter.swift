/// What a runtime adds to a device, and how good its kernels are beside the best that the device
/// sustains: twenty numbers.
public enum RuntimeParameter: String, LatencyParameter {
  /// Time that the host needs for each operator: none is shorter.
  case hostSeconds
  /// Time of an operator that neither arithmetic nor traffic explains.
  case launchSeconds
  /// Rate that matrix products reach, of what the device sustains.
  case productShare
  /// Bandwidth that matrix products reach, of what the device sustains.
  case productTrafficShare
  /// Elements a clock of a compute unit that a gather fetches.
  case gatherRate
  /// Time of a convolution on the vector unit beside that of a function of elements.
  case convolutionSeconds
  /// Elements a clock of a compute unit that functions of elements load and store.
  case elementRate
  /// Elements a clock of a compute unit that normalisations and softmax load and store.
  case rowsRate
  /// Time of a normalisation or reduction beside that of a function of elements.
  case rowsSeconds
  /// Time of a product in 8 bits or fewer beside that of others: its operands are quantised first.
  case narrowSeconds
  /// Rate that attention over a prompt reaches, of what the device sustains.
  case prefillShare
  /// Share of the scores that a causal mask hides and that are computed all the same.
  case maskedShare
  /// Bandwidth that attention over a cache reaches, of what the device sustains.
  case decodeShare
  /// Time of an attention over a prompt beside that of a function of elements, and of each round of
  /// its tiles; on a graphics processor at a clock of 1.5 GHz.
  case attentionSeconds
  /// Time of an attention over a cache beside that of a function of elements, and of each round of
  /// its parts; on a graphics processor at a clock of 1.5 GHz.
  case decodeSeconds
  /// Rate that a convolution as an implicit product reaches, of what the device sustains.
  case convolutionShare
  /// Rate that Winograd's products reach, of what the device sustains.
  case winogradShare
  /// Cost of a step of a recurrent layer beside its products.
  case stepSeconds
  /// Rate that a whole network's products reach, of what the device sustains.
  case networkShare
  /// Times that a network's activations pass the memory.
  case activationPasses

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
    case .hostSeconds:
      (
        0, "s", 0...1e-2,
        "time that the host needs for each operator: none is shorter"
      )
    case .launchSeconds:
      (
        1, "s", 0...1e-2,
        "time of an operator that neither arithmetic nor traffic explains"
      )
    case .productShare:
      (
        2, "1", 0.01...1.5,
        "rate that matrix products reach, of what the device sustains"
      )
    case .productTrafficShare:
      (
        3, "1", 0.01...1.5,
        "bandwidth that matrix products reach, of what the device sustains"
      )
    case .gatherRate:
      (
        4, "1", 0.01...1000,
        "elements a clock of a compute unit that a gather fetches"
      )
    case .convolutionSeconds:
      (
        5, "s", 0...1e-2,
        "time of a convolution on the vector unit beside that of a function of elements"
      )
    case .elementRate:
      (
        6, "1", 0.01...1000,
        "elements a clock of a compute unit that functions of elements load and store"
      )
    case .rowsRate:
      (
        7, "1", 0.01...1000,
        "elements a clock of a compute unit that normalisations and softmax load and store"
      )
    case .rowsSeconds:
      (
        8, "s", 0...1e-2,
        "time of a normalisation or reduction beside that of a function of elements"
      )
    case .narrowSeconds:
      (
        9, "s", 0...1e-2,
        "time of a product in 8 bits or fewer beside that of others: its "
          + "operands are quantised first"
      )
    case .prefillShare:
      (
        10, "1", 0.01...1.5,
        "rate that attention over a prompt reaches, of what the device sustains"
      )
    case .maskedShare:
      (
        11, "1", 0...1,
        "share of the scores that a causal mask hides and that are computed all the same"
      )
    case .decodeShare:
      (
        12, "1", 0.01...2,
        "bandwidth that attention over a cache reaches, of what the device sustains"
      )
    case .attentionSeconds:
      (
        13, "s", 0...1e-2,
        "time of an attention over a prompt beside that of a function of elements, and of each "
          + "round of its tiles; on a graphics processor at 1.5 GHz"
      )
    case .decodeSeconds:
      (
        14, "s", 0...1e-2,
        "time of an attention over a cache beside that of a function of elements, and of each "
          + "round of its parts; on a graphics processor at 1.5 GHz"
      )
    case .convolutionShare:
      (
        15, "1", 0.01...1.5,
        "rate that a convolution as an implicit product reaches, of what the device sustains"
      )
    case .winogradShare:
      (
        16, "1", 0.01...1.5,
        "rate that Winograd's products reach, of what the device sustains"
      )
    case .stepSeconds:
      (
        17, "s", 0...1e-2,
        "cost of a step of a recurrent layer beside its products"
      )
    case .networkShare:
      (
        18, "1", 0.01...1.5,
        "rate that a whole network's products reach, of what the device sustains"
      )
    case .activationPasses: (19, "1", 0...100, "times that a network's activations pass the memory")
    }
  }
}
