import ModelGraph

/// `_ops` in torchvision's tables of weights: half of what PyTorch's FlopCounterMode counts.
struct TorchvisionConvention: CountConvention {
  let description = ConventionDescription(
    name: "torchvision",
    tool: "torchvision 0.28, `_ops` of its weights, by PyTorch's FlopCounterMode", unit: "FLOPS",
    meaning: "one for each multiply–accumulate, so these FLOPs are MACs",
    source: "torchvision/models, `_ops`; torch 2.13, torch/utils/flop_counter.py: mm_flop, "
      + "bmm_flop, addmm_flop, conv_flop, halved",
    seesPyTorch: true)

  func tally(of layer: SeenLayer) -> Tally {
    switch layer.kind {
    // The counter sees one call of a library for a whole recurrent layer.
    case .recurrence: layer.without(.recurrence)
    case .deformableConvolution: layer.without(.operatorNotKnown)
    default: layer.contraction
    }
  }

  func notes(on network: NetworkView) -> [String] {
    let hasAttention = network.layers.contains {
      $0.kind == .product(.fused) || $0.kind == .attention || $0.isInMultiheadAttention
    }
    guard hasAttention else { return [] }
    return [
      "torchvision: its documented figures hold attention's products. FlopCounterMode misses those of "
        + "the fused function on a CPU, and without gradients all of nn.MultiheadAttention"
    ]
  }
}
