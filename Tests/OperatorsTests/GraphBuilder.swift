import ModelGraph

/// Builds small graphs for tests.
struct GraphBuilder {
  var graph = Graph(name: "small", format: "test", operatorSets: ["": 17])

  /// An input of the graph.
  mutating func input(
    _ name: String, _ shape: [Dimension], _ type: ElementType = .float32
  ) -> TensorID {
    graph.inputs.append(graph.tensors.count)
    return add(Tensor(name: name, role: .input, elementType: type, shape: shape))
  }

  /// A stored weight, or a constant of the graph where it is no parameter.
  mutating func stored(
    _ name: String, _ shape: [Int], _ type: ElementType = .float32,
    contents: TensorContents? = nil, isParameter: Bool = true
  ) -> TensorID {
    add(
      Tensor(
        name: name, role: .stored, elementType: type, shape: shape.map(Dimension.fixed),
        contents: contents, isParameter: isParameter))
  }

  /// A tensor that a graph within a layer is given.
  mutating func inner(_ name: String) -> TensorID {
    add(Tensor(name: name, role: .activation))
  }

  /// A vector of integers written into the graph.
  mutating func constant(_ values: [Int]) -> TensorID {
    stored(
      "c\(graph.tensors.count)", [values.count], .int64, contents: .integers(values),
      isParameter: false)
  }

  /// A layer with one output.
  mutating func layer(
    _ type: String, _ inputs: [TensorID?], _ attributes: [String: AttributeValue] = [:],
    domain: String = "", name: String? = nil
  ) -> TensorID {
    layer(type, inputs, attributes, domain: domain, name: name, outputs: 1)[0]
  }

  /// A layer with some outputs.
  mutating func layer(
    _ type: String, _ inputs: [TensorID?], _ attributes: [String: AttributeValue] = [:],
    domain: String = "", name: String? = nil, outputs count: Int
  ) -> [TensorID] {
    let place = graph.layers.count
    let outputs = (0..<count).map { index in
      add(Tensor(name: "t\(place).\(index)", role: .activation))
    }
    graph.layers.append(
      Layer(
        name: name ?? "\(type)\(place)", operatorName: OperatorName(type, domain: domain),
        attributes: attributes, inputs: inputs, outputs: outputs, location: "node \(place)"))
    return outputs
  }

  private mutating func add(_ tensor: Tensor) -> TensorID {
    graph.tensors.append(tensor)
    return graph.tensors.count - 1
  }
}

extension [Dimension] {
  /// A shape of known sizes.
  static func sizes(_ sizes: Int...) -> [Dimension] { sizes.map(Dimension.fixed) }
}
