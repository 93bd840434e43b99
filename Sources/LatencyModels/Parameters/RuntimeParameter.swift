/// What a runtime adds to a device: the cost of starting a kernel, and how good its kernels are
/// beside the best that the device allows.
public enum RuntimeParameter: String, LatencyParameter {
  case launchSeconds, hostSeconds, productShare, splitSeconds
  case elementwiseShare, rowsShare, gatherShare
  case prefillShare, decodeShare, attentionSeconds
  case convolutionShare, winogradShare, depthwiseShare
  case stepSeconds, recurrenceShare
  case networkShare, activationPasses

  /// What it stands for.
  public var meaning: String {
    switch self {
    case .launchSeconds: "time of a kernel that is not hidden behind the one before"
    case .hostSeconds: "time that the host needs for each operator, while the device may wait"
    case .productShare: "share of the device's sustained rate that matrix products reach"
    case .splitSeconds: "cost of adding up the parts of a product that is split along its sums"
    case .elementwiseShare: "share of the sustained bandwidth that functions of elements reach"
    case .rowsShare: "share of the sustained bandwidth that normalisations and softmax reach"
    case .gatherShare: "share of the sustained bandwidth that fetching rows reaches"
    case .prefillShare: "share of the sustained rate that attention over a prompt reaches"
    case .decodeShare: "share of the sustained bandwidth that attention over a cache reaches"
    case .attentionSeconds: "cost of an attention kernel beside its products"
    case .convolutionShare: "share of the sustained rate that implicit products reach"
    case .winogradShare: "share of the sustained rate that Winograd's algorithm reaches"
    case .depthwiseShare: "share of the sustained bandwidth that depthwise convolutions reach"
    case .stepSeconds: "cost of one step of a recurrent layer beside its products"
    case .recurrenceShare: "share of the sustained bandwidth at which recurrent weights are read"
    case .networkShare: "share of the sustained rate that a whole network reaches"
    case .activationPasses: "times that a network's activations pass the memory"
    }
  }

  /// Its unit.
  public var unit: String { rawValue.hasSuffix("Seconds") ? "s" : "1" }

  /// The values that are plausible.
  public var range: ClosedRange<Double> {
    switch self {
    case .launchSeconds, .hostSeconds, .splitSeconds, .attentionSeconds, .stepSeconds: 0...1e-2
    case .activationPasses: 0...100
    default: 0.01...1.5
    }
  }

  /// Its place among all.
  public var place: Int { Self.places[self] ?? 0 }

  private static let places = Dictionary(
    uniqueKeysWithValues: allCases.enumerated().map { ($1, $0) })
}
