import ModelGraph

/// Makes a graph of what an ONNX file says: names become places, constants become stored tensors.
struct ONNXGraphBuilder {
  let file: String
  private var graph: Graph
  private var idByName: [String: TensorID] = [:]
  /// Whether each tensor has come from somewhere: an input, an initialiser, a node.
  private var isMade: [Bool] = []

  /// The graph of `model`, called `name` where the file has no better one.
  static func graph(
    of model: ONNXModel, _ source: ONNXGraph, file: String, name: String
  ) throws(FormatError) -> Graph {
    var builder = ONNXGraphBuilder(file: file, model: model, name: name)
    for tensor in source.initializers { try builder.addInitializer(tensor) }
    for sparse in source.sparseInitializers { try builder.addSparse(sparse) }
    try builder.addInputs(source.inputs)
    for (place, node) in source.nodes.enumerated() { try builder.add(node, place: place) }
    try builder.state(source.values + source.outputs)
    try builder.addOutputs(source.outputs)
    try builder.checkReads()
    return try LayerOrder.sorted(builder.graph, file: file)
  }

  private init(file: String, model: ONNXModel, name: String) {
    self.file = file
    graph = Graph(name: name, format: "onnx", operatorSets: model.operatorSets)
  }

  // MARK: tensors

  /// The tensor called `name`; one that nothing has made yet is an activation to come.
  private mutating func id(of name: String) -> TensorID {
    if let id = idByName[name] { return id }
    idByName[name] = graph.tensors.count
    graph.tensors.append(Tensor(name: name, role: .activation))
    isMade.append(false)
    return graph.tensors.count - 1
  }

  /// The tensor called `name`, which comes from here and from nowhere else.
  private mutating func make(_ name: String, by maker: String) throws(FormatError) -> TensorID {
    let id = id(of: name)
    guard !isMade[id] else {
      throw FormatError(
        .reference, "\(maker) makes the tensor \(name.quoted), which is made twice",
        location: file, remedy: "export the model again")
    }
    isMade[id] = true
    return id
  }

  private mutating func addInitializer(_ tensor: ONNXTensor) throws(FormatError) {
    let id = try make(tensor.name, by: "an initialiser")
    graph.tensors[id] = try stored(tensor, name: tensor.name, isInitializer: true)
  }

  private mutating func addSparse(_ sparse: ONNXSparseTensor) throws(FormatError) {
    guard let values = sparse.values else { return }
    let id = try make(values.name, by: "a sparse initialiser")
    var tensor = try stored(values, name: values.name, isInitializer: true)
    tensor.shape = try dimensions(sparse.dimensions, of: values.name)
    tensor.contents = nil
    graph.tensors[id] = tensor
  }

  /// A tensor that the file stores; its bytes, where they are in this file, must be as many as its
  /// type and dimensions ask for.
  private func stored(
    _ tensor: ONNXTensor, name: String, isInitializer: Bool
  ) throws(FormatError) -> Tensor {
    guard let type = tensor.elementType else {
      throw FormatError(
        .value, "the tensor \(name.quoted) has the unknown data type \(tensor.dataType)",
        location: file, remedy: "export the model again")
    }
    let shape = try dimensions(tensor.dimensions, of: name)
    let elements = tensor.dimensions.elementCount
    guard let count = elements.value, let bytes = elements.bytes(ofBits: type.bits).value else {
      throw FormatError(
        .value, "the tensor \(name.quoted) has more elements than can exist", location: file,
        remedy: "export the model again")
    }
    if let raw = tensor.raw, !tensor.isExternal, type != .string, raw.count != bytes {
      throw FormatError(
        .value, "the tensor \(name.quoted) has \(raw.count) bytes and needs \(bytes)",
        location: file, remedy: "export the model again")
    }
    do throws(WireReader.Malformed) {
      return Tensor(
        name: name, role: .stored, elementType: type, shape: shape,
        contents: try tensor.contents(elementCount: count),
        isParameter: isInitializer && Self.isParameterType(type))
    } catch {
      throw FormatError(
        .syntax, "the tensor \(name.quoted) is malformed: \(error.what)", location: file,
        remedy: "export the model again")
    }
  }

  /// Whether an initialiser of `type` is a weight: floating-point numbers, or integers of eight bits
  /// or fewer, which are quantised ones. Wider integers and truth values are indices, shapes and
  /// masks.
  static func isParameterType(_ type: ElementType) -> Bool {
    type.isFloatingPoint || (type.isInteger && type.bits <= 8 && type != .bool)
  }

  private func dimensions(_ sizes: [Int], of name: String) throws(FormatError) -> [Dimension] {
    if let negative = sizes.first(where: { $0 < 0 }) {
      throw FormatError(
        .value, "the tensor \(name.quoted) has a dimension of \(negative)", location: file,
        remedy: "export the model again")
    }
    return sizes.map(Dimension.fixed)
  }

  // MARK: inputs and outputs

  /// What the user gives: the inputs that are not initialisers (before IR version 4 every
  /// initialiser was an input too).
  private mutating func addInputs(_ inputs: [ONNXValue]) throws(FormatError) {
    for input in inputs {
      if let known = idByName[input.name], isMade[known] { continue }
      let id = try make(input.name, by: "an input")
      for case .fixed(let size) in input.shape ?? [] where size < 0 {
        throw FormatError(
          .value, "the input \(input.name.quoted) has a dimension of \(size)", location: file,
          remedy: "export the model again")
      }
      graph.tensors[id] = Tensor(
        name: input.name, role: .input, elementType: input.elementType, shape: input.shape)
      graph.inputs.append(id)
    }
  }

  private mutating func addOutputs(_ outputs: [ONNXValue]) throws(FormatError) {
    for output in outputs {
      guard let id = idByName[output.name], isMade[id] else {
        throw FormatError(
          .reference, "nothing makes the output \(output.name.quoted)", location: file,
          remedy: "export the model again")
      }
      graph.outputs.append(id)
    }
  }

  /// Puts in the shapes that the file states for activations.
  private mutating func state(_ values: [ONNXValue]) throws(FormatError) {
    for value in values {
      guard let id = idByName[value.name], graph.tensors[id].role == .activation else { continue }
      graph.tensors[id].elementType = value.elementType
      graph.tensors[id].shape = value.shape
    }
  }

  // MARK: nodes

  private mutating func add(_ node: ONNXNode, place: Int) throws(FormatError) {
    let name = node.name.isEmpty ? "\(node.type)_\(place)" : node.name
    guard !node.type.isEmpty else {
      throw FormatError(
        .value, "node \(place) has no operator", location: file, remedy: "export the model again")
    }
    if node.type == "Constant", ONNXModel.canonicalDomain(node.domain).isEmpty,
      try addConstant(node, name: name)
    {
      return
    }
    var attributes: [String: AttributeValue] = [:]
    for attribute in node.attributes {
      attributes[attribute.name] = try value(of: attribute, owner: name)
    }
    let inputs = node.inputs.map { $0.isEmpty ? nil : id(of: $0) }
    var outputs: [TensorID?] = []
    for output in node.outputs {
      outputs.append(output.isEmpty ? nil : try make(output, by: "node \(place) (\(node.type))"))
    }
    graph.layers.append(
      Layer(
        name: name,
        operatorName: OperatorName(node.type, domain: ONNXModel.canonicalDomain(node.domain)),
        attributes: attributes, inputs: inputs, outputs: outputs, location: "node \(place)"))
  }

  /// The value of a setting; a tensor in it becomes a stored one of the graph.
  private mutating func value(
    of attribute: ONNXAttribute, owner: String
  ) throws(FormatError) -> AttributeValue {
    if let tensor = attribute.tensor {
      let stored = try stored(tensor, name: "\(owner).\(attribute.name)", isInitializer: false)
      graph.tensors.append(stored)
      isMade.append(true)
      return .tensor(graph.tensors.count - 1)
    }
    return attribute.plainValue
  }

  /// Takes a Constant for the stored tensor that it is; false where it holds what is not read.
  private mutating func addConstant(
    _ node: ONNXNode, name: String
  ) throws(FormatError) -> Bool {
    guard node.outputs.count == 1, let output = node.outputs.first, !output.isEmpty,
      let attribute = node.attributes.first
    else { return false }
    let constant: Tensor
    if let tensor = attribute.tensor {
      constant = try stored(tensor, name: output, isInitializer: false)
    } else if let sparse = attribute.sparseTensor, let values = sparse.values {
      var dense = try stored(values, name: output, isInitializer: false)
      dense.shape = try dimensions(sparse.dimensions, of: output)
      dense.contents = nil
      constant = dense
    } else if let made = Tensor(constant: attribute.plainValue, name: output) {
      constant = made
    } else {
      return false
    }
    graph.tensors[try make(output, by: name)] = constant
    return true
  }

  private func checkReads() throws(FormatError) {
    for layer in graph.layers {
      for case let id? in layer.inputs where !isMade[id] {
        throw FormatError(
          .reference,
          "\(layer.location) (\(layer.operatorName)) reads the tensor "
            + "\(graph.tensors[id].name.quoted), which nothing makes",
          location: file, remedy: "export the model again")
      }
    }
  }
}
