import ModelGraph
import Operators

/// ptflops with its default back end: hooks on modules, and functions that it replaces while it counts.
///
/// What is both a module and a function it replaces (`nn.ReLU` calls `F.relu`) is counted twice.
struct PtflopsConvention: CountConvention {
  let description = ConventionDescription(
    name: "ptflops", tool: "ptflops 0.7.5, get_model_complexity_info(), back end pytorch",
    unit: "MACs", meaning: "one for each multiply–accumulate, and for each other operation as well",
    source: "ptflops/pytorch_ops.py, MODULES_MAPPING, FUNCTIONAL_MAPPING and TENSOR_OPS_MAPPING; "
      + "ptflops/pytorch_engine.py",
    seesPyTorch: true)

  func tally(of layer: SeenLayer) -> Tally {
    switch layer.kind {
    case .convolution(let form): return convolution(layer, form)
    case .deformableConvolution: return deformable(layer)
    case .linear(let form): return linear(layer, form)
    case .product(.fused) where !layer.isInMultiheadAttention:
      return layer.without(.fusedAttention)
    case .attention: return layer.without(.fusedAttention)
    case .softmax(.fused) where !layer.isInMultiheadAttention: return layer.contraction
    case .einsum: return layer.without(.functionNotModule)
    case .other: return layer.without(.operatorNotKnown)
    case .recurrence: return recurrence(layer)
    case .normalization(let kind): return layer.with(normalization(layer, kind), .normalization)
    case .activation(let kind): return layer.with(activation(layer, kind), .activation)
    case .softmax: return layer.with(layer.inputElements(), .softmax)
    case .pooling: return layer.with(twice(layer, layer.inputElements()), .pooling)
    case .resize: return layer.with(twice(layer, layer.outputElements()), .resampling)
    default: return layer.contraction
    }
  }

  /// A module's hook and the function that the module calls both count; a function alone does once.
  private func twice(_ layer: SeenLayer, _ amount: Count) -> Count {
    layer.isModule ? 2 * amount : amount
  }

  /// conv_flops_counter_hook and bn_flops_counter_hook.
  private func convolution(_ layer: SeenLayer, _ form: SeenLayer.Convolution) -> Tally {
    var tally = layer.contraction
    if form.hasBias { tally.add(layer.outputElements(), .bias) }
    layer.addNormalization(2 * layer.outputElements(), form, to: &tally)
    if let kind = form.activation {
      tally.add(activation(kind, isModule: true) * layer.outputElements(), .activation)
    }
    return tally
  }

  /// deformable_conv_flops_counter_hook: 24 a position of the window for the bilinear interpolation,
  /// 25 with a mask; its contraction is that of all groups.
  private func deformable(_ layer: SeenLayer) -> Tally {
    guard let weights = layer.input(1)?.shape, let made = layer.traced.outputs.first?.shape else {
      return layer.contraction
    }
    let each: Count = layer.input(4) == nil ? 24 : 25
    let positions = Count(made.first ?? 0) * layer.positions(of: made)
    var tally = layer.with(each * layer.positions(of: weights) * positions, .resampling)
    if layer.input(3) != nil { tally.add(layer.outputElements(), .bias) }
    return tally
  }

  /// linear_flops_counter_hook; within attention multihead_attention_counter_hook, which adds the
  /// scaling of the queries; of the function addmm _addmm_tensor_flops_hook, which adds one bias.
  private func linear(_ layer: SeenLayer, _ form: SeenLayer.Linear) -> Tally {
    switch form.caller {
    case .linearFunction: return layer.without(.functionNotModule)
    case .addmm: return layer.with(form.hasBias ? Count(form.features) : 0, .bias)
    case .linear: return layer.with(form.hasBias ? layer.outputElements() : 0, .bias)
    case .multiheadAttention:
      var tally = layer.with(form.hasBias ? layer.outputElements() : 0, .bias)
      // The output's projection is the square one; there are as many queries as outputs.
      if layer.input(0)?.shape.last == form.features {
        tally.add(layer.outputElements(), .elementwise)
      }
      return tally
    }
  }

  /// bn_flops_counter_hook: doubled where a module says `affine`, which nn.LayerNorm does not.
  private func normalization(_ layer: SeenLayer, _ kind: SeenLayer.Normalization) -> Count {
    switch kind {
    case .batch, .group, .instance: 2 * layer.outputElements()
    case .layer: layer.outputElements()
    case .other: 0
    }
  }

  private func activation(_ layer: SeenLayer, _ kind: SeenLayer.Activation) -> Count {
    activation(kind, isModule: layer.isModule) * layer.outputElements()
  }

  /// The hooks on modules, and the functions that are replaced: F.relu, F.elu, F.prelu, F.gelu, F.silu.
  /// nn.ReLU6 calls F.hardtanh and nn.LeakyReLU F.leaky_relu, which are not.
  private func activation(_ kind: SeenLayer.Activation, isModule: Bool) -> Count {
    switch kind {
    case .relu, .elu, .prelu, .gelu: isModule ? 2 : 1
    case .silu: 1
    case .relu6: 1
    case .leakyRelu: isModule ? 1 : 0
    case .other: 0
    }
  }

  /// rnn_flops: for each state feature and step 10 of an LSTM, 7 of a GRU, 1 of an RNN, and the biases.
  private func recurrence(_ layer: SeenLayer) -> Tally {
    guard let sizes = layer.recurrence else { return layer.without(.recurrence) }
    let joining: Count = sizes.gates == 4 ? 10 : sizes.gates == 3 ? 7 : 1
    let biases = sizes.hasBias ? 2 * sizes.gates : 0
    return layer.with(sizes.steps * sizes.hidden * (joining + biases), .recurrentGates)
  }

  func notes(on network: NetworkView) -> [String] {
    let hasWritten = network.layers.contains {
      $0.kind == .product(.written) && !$0.isInMultiheadAttention
    }
    return hasWritten
      ? [
        "ptflops: products of activations count as torch.matmul; the tool misses those that are written "
          + "with the operator @, which a file does not tell"
      ] : []
  }
}
