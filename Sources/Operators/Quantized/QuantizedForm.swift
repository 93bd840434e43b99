import ModelGraph

/// A graph with its quantise–dequantise pairs taken for what they mean.
///
/// An exporter writes an integer convolution as a DequantizeLinear of each operand, the convolution in
/// floating point, and a QuantizeLinear of the result; a runtime runs one integer operator instead.
/// This puts the operators in that ONNX Runtime puts in.
///
/// Source: ONNX Runtime, "Quantize ONNX models", Tensor-oriented (QDQ) representation, and the
/// operators that its QDQ transformer selects.
struct QuantizedForm {
  /// The graph as it runs.
  private(set) var graph: Graph
  /// How many layers became integer ones.
  private(set) var rewritten = 0
  /// The layer that makes each tensor, and those that read it.
  private var makers: [TensorID: Int] = [:]
  private var readers: [TensorID: [Int]] = [:]
  /// Layers that are part of another now.
  private var absorbed: Set<Int> = []

  init(_ graph: Graph) {
    self.graph = graph
    guard graph.layers.contains(where: { Self.isDequantization($0) }) else { return }
    index()
    for place in graph.layers.indices { rewrite(place) }
    guard rewritten > 0 else { return }
    removeAbsorbed()
  }

  static func isDequantization(_ layer: Layer) -> Bool {
    layer.operatorName.type == "DequantizeLinear"
  }

  static func isQuantization(_ layer: Layer) -> Bool {
    layer.operatorName.type == "QuantizeLinear"
  }

  private mutating func index() {
    for (place, layer) in graph.layers.enumerated() {
      for case let id? in layer.outputs { makers[id] = place }
      for id in layer.reads { readers[id, default: []].append(place) }
    }
    // What the user gets is read by nobody here, and is to stay as it is.
    for id in graph.outputs { readers[id, default: []].append(graph.layers.count) }
  }

  /// Makes an integer layer of the one at `place`, where its neighbours make it one.
  private mutating func rewrite(_ place: Int) {
    let layer = graph.layers[place]
    guard layer.operatorName.domain.isEmpty, layer.subgraphs.isEmpty,
      let form = IntegerForm.byType[layer.operatorName.type]
    else { return }
    let operands = layer.inputs.map { $0.flatMap(dequantized) }
    let result = quantized(place, throughActivation: form.absorbsActivation)
    guard let integer = form.layer(layer, operands, result?.quantization, graph) else { return }
    graph.layers[place] = integer
    rewritten += 1
    if let result { absorbed.formUnion(result.absorbed) }
  }

  /// The integers that a tensor is a DequantizeLinear of.
  private func dequantized(_ id: TensorID) -> QuantizedOperand? {
    guard let maker = makers[id], Self.isDequantization(graph.layers[maker]) else { return nil }
    return QuantizedOperand(graph.layers[maker].inputs)
  }

  /// The QuantizeLinear that alone reads the result of the layer at `place`, and what stands between.
  private func quantized(
    _ place: Int, throughActivation: Bool
  ) -> (quantization: QuantizedOperand, absorbed: [Int])? {
    guard let id = graph.layers[place].outputs.first.flatMap({ $0 }),
      graph.layers[place].outputs.count == 1, let next = onlyReader(of: id)
    else { return nil }
    let layer = graph.layers[next]
    if Self.isQuantization(layer) {
      var quantization = QuantizedOperand(layer.inputs)
      quantization?.integers = layer.outputs.first.flatMap { $0 }
      return quantization.map { ($0, [next]) }
    }
    guard throughActivation, ["Relu", "Clip"].contains(layer.operatorName.type),
      let further = quantized(next, throughActivation: false)
    else { return nil }
    return (further.quantization, [next] + further.absorbed)
  }

  private func onlyReader(of id: TensorID) -> Int? {
    guard let all = readers[id], all.count == 1, let one = all.first,
      graph.layers.indices.contains(one)
    else { return nil }
    return one
  }

  /// Takes out the layers that are part of others, and each DequantizeLinear that nobody reads now.
  private mutating func removeAbsorbed() {
    var isRead: Set<TensorID> = Set(graph.outputs)
    for (place, layer) in graph.layers.enumerated() where !absorbed.contains(place) {
      isRead.formUnion(layer.reads)
    }
    graph.layers = graph.layers.enumerated().filter { place, layer in
      guard !absorbed.contains(place) else { return false }
      guard Self.isDequantization(layer) else { return true }
      return layer.outputs.contains { $0.map(isRead.contains) ?? false }
    }.map(\.element)
  }

  /// What a reader should know.
  var note: String? {
    guard rewritten > 0 else { return nil }
    let counted =
      rewritten == 1
      ? "is counted as the integer layer that it runs as; --keep-qdq counts it"
      : "are counted as the integer layers that they run as; --keep-qdq counts them"
    return
      "\(rewritten.counted("layer")) between quantise–dequantise pairs \(counted) as written"
  }
}

/// Integers, and what they mean.
struct QuantizedOperand {
  /// The integers; nil where they are still to be made.
  var integers: TensorID?
  /// Their scale and their zero point.
  var scale: TensorID?
  var point: TensorID?

  /// What a DequantizeLinear or a QuantizeLinear with these inputs says.
  init?(_ inputs: [TensorID?]) {
    guard inputs.count >= 2 else { return nil }
    integers = inputs[0]
    scale = inputs[1]
    point = inputs.count > 2 ? inputs[2] : nil
  }

  /// As the integer operators take them.
  var operands: [TensorID?] { [integers, scale, point] }
}
