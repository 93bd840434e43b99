import ModelGraph
import Operators

/// onnx-tool: every node of the file, each operator at its own price, also those that a runtime
/// computes once at loading.
struct OnnxToolConvention: CountConvention {
  let description = ConventionDescription(
    name: "onnx-tool", tool: "onnx-tool 1.0.1, Graph.profile()", unit: "MACs",
    meaning: "one for each multiply–accumulate, addition, multiplication or comparison; 4 for a "
      + "division, 32 for an exponential, 24 for a square root",
    source: "onnx_tool/node.py: the constants at its head and profile() of each node's class",
    seesPyTorch: false)

  func tally(of layer: SeenLayer) -> Tally {
    guard layer.operatorName.domain.isEmpty else { return layer.without(.operatorNotKnown) }
    let tally = priced(layer)
    guard layer.traced.isFolded else { return tally }
    var folded = Tally()
    // A scalar has no elements there.
    let isScalar = layer.traced.outputs.first?.shape.isEmpty ?? true
    folded.add(isScalar ? 0 : tally.figure + layer.traced.macs, .shapeArithmetic)
    return folded
  }

  private func priced(_ layer: SeenLayer) -> Tally {
    let type = layer.operatorName.type
    if let price = OnnxToolPrices.perOutput[type] {
      return layer.with(Count(price.amount) * layer.outputElements(), price.reason)
    }
    if let price = OnnxToolPrices.perInput[type] {
      return layer.with(Count(price.amount) * layer.inputElements(), price.reason)
    }
    switch type {
    case "Conv", "Gemm", "MatMul", "MatMulInteger":
      return layer.with(layer.inputCount > 2 ? layer.outputElements() : 0, .bias)
    case "QLinearConv":
      return layer.with(layer.inputCount > 8 ? layer.outputElements() : 0, .bias)
    case "ConvInteger", "QLinearMatMul", "Einsum": return layer.contraction
    case "ConvTranspose": return transposed(layer)
    case "Sum":
      return layer.with(Count(layer.inputCount - 1) * layer.outputElements(), .elementwise)
    case "LRN": return layer.with(localNormalization(layer), .normalization)
    case "LayerNormalization": return layer.with(layerNormalization(layer), .normalization)
    case "AveragePool", "MaxPool": return layer.with(pooling(layer), .pooling)
    case "GlobalAveragePool":
      return layer.with(layer.inputElements() + 4 * layer.outputElements(), .pooling)
    case "Resize", "Upsample": return layer.with(resize(layer), .resampling)
    case "LSTM", "GRU": return recurrence(layer)
    default: return layer.without(.operatorNotKnown)
    }
  }

  /// The output's positions times the weights of one input channel.
  private func transposed(_ layer: SeenLayer) -> Tally {
    guard let weights = layer.input(1)?.shape else { return layer.contraction }
    var tally = layer.transposed(weightsPerOutput: weights.dropFirst().elementCount)
    if layer.inputCount > 2 { tally.add(layer.outputElements(), .bias) }
    return tally
  }

  /// A division, a power and an addition, and a multiplication for each of the neighbours.
  private func localNormalization(_ layer: SeenLayer) -> Count {
    (37 + Count(layer.integer("size") ?? 0)) * layer.outputElements()
  }

  /// 7 an element, and 29 for each row along the axis alone, whatever follows it.
  private func layerNormalization(_ layer: SeenLayer) -> Count {
    guard let features = layer.sizeAlongAxis else { return 0 }
    return 7 * layer.inputElements() + 29 * layer.inputElements().divided(by: features)
  }

  /// The window's first two axes; a third is left out.
  private func pooling(_ layer: SeenLayer) -> Count {
    guard case .integers(let sizes) = layer.traced.layer.attributes["kernel_shape"] else {
      return 0
    }
    let window = sizes.count == 2 ? sizes.elementCount : Count(sizes.first ?? 0)
    return window * layer.outputElements()
  }

  private func resize(_ layer: SeenLayer) -> Count {
    switch layer.resizeMode {
    case "linear": 4 * layer.outputElements()
    case "cubic": 8 * layer.outputElements()
    default: 0
    }
  }

  /// Products and biases of all directions, the gates of one: exponentials at 32, tangents at 38.
  private func recurrence(_ layer: SeenLayer) -> Tally {
    guard let sizes = layer.recurrence else { return layer.without(.recurrence) }
    let isLSTM = sizes.gates == 4
    let gates: Count = isLSTM ? 4 + 3 * 32 + 2 * 38 + 4 : 3 + 2 * 32 + 38 + 5
    let biases = layer.input(3)?.elementCount ?? 0
    return layer.with(
      (gates * sizes.hidden + biases) * sizes.stepsOfOneDirection, .recurrentGates)
  }

  func notes(on network: NetworkView) -> [String] {
    let unknown = Set(
      network.layers.map(\.operatorName).filter {
        !$0.domain.isEmpty || !OnnxToolPrices.knows($0.type)
      })
    guard !unknown.isEmpty else { return [] }
    let names = unknown.sorted().map(\.description).joined(separator: ", ")
    return ["onnx-tool: it stops at operators that it does not know, here taken as free: \(names)"]
  }
}
