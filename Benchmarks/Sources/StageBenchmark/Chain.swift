import ModelGraph

extension Graph {
  /// A network in memory: `length` convolutions of 3×3 with a bias over maps of 64×56×56, each with
  /// a ReLU behind it.
  static func chain(_ length: Int) -> Graph {
    var graph = Graph(name: "chain", format: "memory", operatorSets: ["": 17])
    var last = graph.add("input", .input, [1, 64, 56, 56])
    graph.inputs = [last]
    for place in 0..<length {
      let weights = graph.add("weights\(place)", .stored, [64, 64, 3, 3])
      let biases = graph.add("biases\(place)", .stored, [64])
      last = graph.append(
        "Conv", place, [last, weights, biases], ["pads": .integers([1, 1, 1, 1])])
      last = graph.append("Relu", place, [last])
    }
    graph.outputs = [last]
    return graph
  }

  private mutating func add(_ name: String, _ role: Tensor.Role, _ shape: [Int]) -> TensorID {
    tensors.append(
      Tensor(
        name: name, role: role, elementType: .float32, shape: shape.map(Dimension.fixed),
        isParameter: role == .stored))
    return tensors.count - 1
  }

  /// Adds a layer; returns its output, whose shape the count infers.
  private mutating func append(
    _ type: String, _ place: Int, _ inputs: [TensorID],
    _ attributes: [String: AttributeValue] = [:]
  ) -> TensorID {
    tensors.append(Tensor(name: "\(type)\(place)", role: .activation))
    layers.append(
      Layer(
        name: "\(type)\(place)", operatorName: OperatorName(type), attributes: attributes,
        inputs: inputs, outputs: [tensors.count - 1], location: "layer \(place)"))
    return tensors.count - 1
  }
}
