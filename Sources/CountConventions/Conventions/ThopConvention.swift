import ModelGraph
import Operators

/// THOP's profile: the modules that it has hooks for.
struct ThopConvention: CountConvention {
  let description = ConventionDescription(
    name: "thop", tool: "thop 0.1.1.post2209072238, profile()", unit: "MACs",
    meaning: "one for each multiply–accumulate, and for each other operation as well",
    source: "thop/profile.py, register_hooks; thop/vision/basic_hooks.py; "
      + "thop/vision/calc_func.py; thop/rnn_hooks.py",
    seesPyTorch: true)

  func tally(of layer: SeenLayer) -> Tally {
    switch layer.kind {
    case .convolution(let form): return convolution(layer, form)
    case .linear(let form):
      switch form.caller {
      case .linear: return layer.contraction
      case .multiheadAttention: return layer.without(.multiheadAttention)
      case .linearFunction, .addmm: return layer.without(.functionNotModule)
      }
    case .product, .attention:
      return layer.without(layer.isInMultiheadAttention ? .multiheadAttention : .functionNotModule)
    case .einsum: return layer.without(.functionNotModule)
    case .recurrence: return recurrence(layer)
    case .deformableConvolution, .other: return layer.without(.operatorNotKnown)
    case .normalization(.batch), .normalization(.layer), .normalization(.instance):
      return layer.with(4 * layer.outputElements(), .normalization)
    case .activation(.prelu): return layer.with(layer.inputElements(), .activation)
    case .softmax: return layer.with(softmax(layer), .softmax)
    case .pooling(let kind): return layer.with(pooling(layer, kind), .pooling)
    case .resize: return layer.with(resize(layer), .resampling)
    default: return layer.contraction
    }
  }

  /// calculate_conv2d_flops, also of transposed ones: the output, times the input's channels, times
  /// the window. count_normalization: 2 an element, doubled where there are weights.
  private func convolution(_ layer: SeenLayer, _ form: SeenLayer.Convolution) -> Tally {
    var tally = layer.contraction
    if layer.operatorName.type == "ConvTranspose", let weights = layer.input(1)?.shape {
      let channels = Count(weights[0]).divided(by: layer.integer("group") ?? 1)
      tally = layer.transposed(weightsPerOutput: channels * layer.positions(of: weights))
    }
    layer.addNormalization(4 * layer.outputElements(), form, to: &tally)
    return tally
  }

  /// calculate_softmax: an exponential, an addition and a division each, one addition less a row.
  private func softmax(_ layer: SeenLayer) -> Count {
    guard layer.isModule, let features = layer.sizeAlongAxis else { return 0 }
    return 3 * layer.inputElements() - layer.inputElements().divided(by: features)
  }

  /// calculate_avgpool and calculate_adaptive_avg: an element each, and a window and one each.
  private func pooling(_ layer: SeenLayer, _ kind: SeenLayer.Pooling) -> Count {
    guard layer.isModule else { return 0 }
    switch kind {
    case .max: return 0
    case .average: return layer.outputElements()
    case .adaptiveAverage: return layer.inputElements() + layer.outputElements()
    }
  }

  /// calculate_upsample.
  private func resize(_ layer: SeenLayer) -> Count {
    guard layer.isModule else { return 0 }
    let rank = layer.input(0)?.shape.count ?? 0
    switch (layer.resizeMode, rank) {
    case ("nearest", _): return layer.outputElements()
    case ("linear", 3): return 5 * layer.outputElements()
    case ("linear", 4): return 11 * layer.outputElements()
    case ("cubic", 4): return 259 * layer.outputElements()
    default: return 0
    }
  }

  /// _count_rnn_cell, _count_gru_cell and _count_lstm_cell: for each state feature and step, beside
  /// the products, one addition a gate and two of biases, and what joins the gates.
  private func recurrence(_ layer: SeenLayer) -> Tally {
    guard let sizes = layer.recurrence else { return layer.without(.recurrence) }
    let joining: Count = sizes.gates == 1 ? 0 : 4
    let each = sizes.gates * (sizes.hasBias ? 3 : 1) + joining
    return layer.with(sizes.steps * sizes.hidden * each, .recurrentGates)
  }
}
