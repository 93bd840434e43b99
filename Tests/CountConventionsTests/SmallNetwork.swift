import CountConventions
import ModelGraph

/// Builds small ONNX graphs as PyTorch's exporter names them.
struct SmallNetwork {
  var graph = Graph(name: "small", format: "onnx", operatorSets: ["": 17])

  /// The input of the graph.
  mutating func input(_ shape: [Int]) -> TensorID {
    graph.inputs.append(graph.tensors.count)
    return add(
      Tensor(
        name: "input", role: .input, elementType: .float32, shape: shape.map(Dimension.fixed)))
  }

  /// A stored weight.
  mutating func stored(
    _ name: String, _ shape: [Int], contents: TensorContents? = nil,
    type: ElementType = .float32
  ) -> TensorID {
    add(
      Tensor(
        name: name, role: .stored, elementType: type, shape: shape.map(Dimension.fixed),
        contents: contents, isParameter: contents == nil))
  }

  /// A number written into the graph.
  mutating func number(_ value: Double) -> TensorID {
    stored("n\(graph.tensors.count)", [], contents: .floats([value]))
  }

  /// A layer with some outputs, of which the first is handed on.
  mutating func layer(
    _ type: String, _ name: String, _ inputs: [TensorID?],
    _ attributes: [String: AttributeValue] = [:], outputs count: Int = 1, domain: String = ""
  ) -> TensorID {
    let outputs = (0..<count).map { add(Tensor(name: "\(name)_\($0)", role: .activation)) }
    graph.layers.append(
      Layer(
        name: name, operatorName: OperatorName(type, domain: domain), attributes: attributes,
        inputs: inputs, outputs: outputs, location: "node \(graph.layers.count)"))
    return outputs[0]
  }

  private mutating func add(_ tensor: Tensor) -> TensorID {
    graph.tensors.append(tensor)
    return graph.tensors.count - 1
  }

  /// What each tool would print.
  func figures() throws -> [String: Int] {
    let counts = try CountComparison(of: graph).counts
    return Dictionary(
      uniqueKeysWithValues: counts.map { ($0.convention.name, $0.figure ?? -1) })
  }

  /// The steps to the figure of one tool.
  func terms(_ name: String) throws -> [CountReason: Int] {
    let counts = try CountComparison(of: graph).counts
    return Dictionary(
      counts.first { $0.convention.name == name }?.terms.map { ($0.reason, $0.amount) } ?? [],
      uniquingKeysWith: +)
  }
}
