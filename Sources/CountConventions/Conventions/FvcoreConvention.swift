import ModelGraph
import Operators

/// fvcore's FlopCountAnalysis: the operators of a trace, as far as it has handles for them.
struct FvcoreConvention: CountConvention {
  let description = ConventionDescription(
    name: "fvcore", tool: "fvcore 0.1.5.post20221221, FlopCountAnalysis.total()", unit: "FLOPs",
    meaning: "one for each multiply–accumulate, so these FLOPs are MACs",
    source: "fvcore/nn/flop_count.py, _DEFAULT_SUPPORTED_OPS; fvcore/nn/jit_handles.py",
    seesPyTorch: true)

  func tally(of layer: SeenLayer) -> Tally {
    switch layer.kind {
    case .convolution(let form): return convolution(layer, form)
    case .product(.fused), .attention: return layer.without(.fusedAttention)
    case .recurrence: return layer.without(.recurrence)
    case .deformableConvolution: return layer.without(.operatorNotKnown)
    case .normalization(let kind): return layer.with(normalization(layer, kind), .normalization)
    // adaptive_avg_pool2d alone has a handle.
    case .pooling(.adaptiveAverage): return layer.with(layer.inputElements(), .pooling)
    case .resize: return layer.with(resize(layer), .resampling)
    case .gridSample: return layer.with(4 * layer.outputElements(), .resampling)
    default: return layer.contraction
    }
  }

  private func convolution(_ layer: SeenLayer, _ form: SeenLayer.Convolution) -> Tally {
    var tally = layer.contraction
    layer.addNormalization(2 * layer.outputElements(), form, to: &tally)
    return tally
  }

  /// batchnorm_flop_jit and norm_flop_counter: 2 and 5 an element with weights, 1 and 4 without.
  private func normalization(_ layer: SeenLayer, _ kind: SeenLayer.Normalization) -> Count {
    switch kind {
    case .batch: 2 * layer.inputElements()
    case .layer, .group, .instance: 5 * layer.outputElements()
    case .other: 0
    }
  }

  /// elementwise_flop_counter(0, 1) for nearest and (0, 4) for bilinear, over pictures.
  private func resize(_ layer: SeenLayer) -> Count {
    guard layer.input(0)?.shape.count == 4 else { return 0 }
    switch layer.resizeMode {
    case "nearest": return layer.outputElements()
    case "linear", "bilinear": return 4 * layer.outputElements()
    default: return 0
    }
  }
}
