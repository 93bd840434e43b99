import ModelGraph
import Operators

/// Ridgeline's own FLOPs, broken down by the reasons that the tools differ for.
struct RidgelineConvention: CountConvention {
  let description = ConventionDescription(
    name: "ridgeline", tool: "ridgeline, FLOPs", unit: "FLOPs",
    meaning: "two for each multiply–accumulate, one for each other operation; exponentials and "
      + "their like are counted apart",
    source: "docs/Counting.md; `ridgeline operators`", seesPyTorch: false)

  func tally(of layer: SeenLayer) -> Tally {
    var tally = layer.contraction
    guard !layer.traced.isFolded else { return tally }
    tally.add(tally.macs, .twoPerMultiplyAccumulate)
    tally.add(layer.traced.flops - 2 * layer.traced.macs, Self.reason(of: layer.kind))
    return tally
  }

  /// What a layer's arithmetic beside its multiply–accumulates is.
  private static func reason(of kind: SeenLayer.Kind) -> CountReason {
    switch kind {
    case .convolution(let form): form.normalization == .within ? .normalization : .bias
    case .deformableConvolution, .linear: .bias
    case .product, .attention, .einsum, .part, .other: .elementwise
    case .normalization: .normalization
    case .activation: .activation
    case .softmax: .softmax
    case .pooling: .pooling
    case .recurrence: .recurrentGates
    case .resize, .gridSample: .resampling
    }
  }
}
