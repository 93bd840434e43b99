/// How fast a runtime goes through whole networks on a processor, where only the times of whole networks
/// are known: eleven numbers, the seconds of a unit of each ``NetworkTerms/Term``, and a factor.
public enum NetworkParameter: String, LatencyParameter {
  case pointwiseSeconds, winogradSeconds, otherConvolutionSeconds, depthwiseSeconds
  case productSeconds, weightSeconds, activationSeconds, convolutionActivationSeconds
  case convolutionSeconds, layerSeconds, integerFactor

  /// What it stands for.
  public var meaning: String {
    switch self {
    case .pointwiseSeconds: "time of a multiply-accumulate of convolutions of 1 x 1"
    case .winogradSeconds: "time of a multiply-accumulate of convolutions of 3 x 3 without a stride"
    case .otherConvolutionSeconds: "time of a multiply-accumulate of other convolutions"
    case .depthwiseSeconds:
      "time of a multiply-accumulate of depthwise and grouped convolutions"
    case .productSeconds:
      "time of a byte of the weights, or of a multiply-accumulate where there are more, of matrix "
        + "products, attention and recurrences"
    case .weightSeconds: "time of a byte of the weights of convolutions"
    case .activationSeconds: "time of a byte that layers but plain convolutions read and write"
    case .convolutionActivationSeconds: "time of a byte that plain convolutions read and write"
    case .convolutionSeconds: "time of a plain convolution beside its work"
    case .layerSeconds: "time of a layer beside its work"
    case .integerFactor: "how many times as long convolutions of 8-bit integers take"
    }
  }

  /// Its unit; `1` for a factor.
  public var unit: String { self == .integerFactor ? "1" : "s" }

  /// The values that are plausible: from nothing to a megahertz processor's.
  public var range: ClosedRange<Double> { self == .integerFactor ? 0.01...100 : 0...1 }

  /// Its place among all, which is that of the logarithm in ``NetworkRates/logs``.
  public var place: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
