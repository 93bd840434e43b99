import ModelGraph

/// What a graph stores, is given, and gives.
extension ONNXGraphBuilder {
  /// The initialisers, dense and sparse.
  mutating func addStored(_ source: ONNXGraph) throws(FormatError) {
    for tensor in source.initializers {
      let id = try make(tensor.name, by: "an initialiser")
      let stored = try stored(tensor, name: tensor.name, isInitializer: true)
      if !stored.isParameter { wideInitializers.insert(id) }
      set(id, to: stored)
    }
    for sparse in source.sparseInitializers {
      guard let values = sparse.values else {
        throw failure(.value, "a sparse initialiser has no values")
      }
      let id = try make(values.name, by: "a sparse initialiser")
      set(id, to: try stored(sparse, values, name: values.name, isInitializer: true))
    }
  }

  /// What the user gives: the inputs that are not initialisers (before IR version 4 every
  /// initialiser was an input too).
  mutating func addInputs(_ inputs: [ONNXValue]) throws(FormatError) {
    graph.inputs = try makeInputs(inputs, role: .input)
  }

  /// The tensors that a graph or a sub-graph is given.
  mutating func makeInputs(
    _ inputs: [ONNXValue], role: Tensor.Role
  ) throws(FormatError) -> [TensorID] {
    var ids: [TensorID] = []
    for input in inputs {
      if let known = makes(input.name), graph.tensors[known].role == .stored { continue }
      let id = try make(input.name, by: "an input")
      let type = ElementType(onnxCode: input.dataType)
      guard type != nil || input.dataType == 0 else {
        throw failure(
          .value, "the input \(input.name.quoted) has the unknown data type \(input.dataType)")
      }
      for case .fixed(let size) in input.shape ?? [] where size >= 0 {
        try check(size, of: "the input \(input.name.quoted)")
      }
      let shape = role == .input ? input.shape.map { named($0, of: input.name) } : input.shape
      set(id, to: Tensor(name: "", role: role, kind: input.kind, elementType: type, shape: shape))
      ids.append(id)
    }
    return ids
  }

  /// The shape of an input with a name for each size that the file leaves open without one, so that the
  /// user can give it: the input's name and the axis, `x.1`. Some exporters write -1 for such a size.
  private func named(_ shape: [Dimension], of input: String) -> [Dimension] {
    shape.enumerated().map { axis, dimension in
      switch dimension {
      case .symbol, .fixed(0...): dimension
      case .unknown, .fixed: .symbol("\(SizeExpression.name(of: input)).\(axis)")
      }
    }
  }

  /// What the user gets.
  mutating func addOutputs(_ outputs: [ONNXValue]) throws(FormatError) {
    for output in outputs {
      guard let id = makes(output.name) else {
        throw failure(.reference, "nothing makes the output \(output.name.quoted)")
      }
      graph.outputs.append(id)
    }
  }

  /// Puts in the shapes that the file states for activations. They only help where an operator has
  /// no rule, so a size that cannot be is an open one: some exporters write -1 for it.
  mutating func state(_ values: [ONNXValue]) {
    for value in values {
      guard let id = makes(value.name), graph.tensors[id].role == .activation else { continue }
      graph.tensors[id].kind = value.kind
      graph.tensors[id].elementType = ElementType(onnxCode: value.dataType)
      graph.tensors[id].shape = value.shape?.map { dimension in
        if case .fixed(let size) = dimension, !Self.possibleSizes.contains(size) {
          .unknown
        } else {
          dimension
        }
      }
    }
  }
}
