import ModelGraph

/// Makes a graph of what an ONNX file says: names become places, constants become stored tensors.
struct ONNXGraphBuilder {
  let file: String
  var graph: Graph
  private var idByName: [String: TensorID] = [:]
  /// Whether each tensor has come from somewhere: an input, an initialiser, a node.
  private var isMade: [Bool] = []
  /// The names that nodes have in the file.
  private let nodeNames: Set<String>

  /// The graph of `model`, called `name`.
  static func graph(
    of model: ONNXModel, _ source: ONNXGraph, file: String, name: String
  ) throws(FormatError) -> Graph {
    var builder = ONNXGraphBuilder(file: file, model: model, source, name: name)
    for tensor in source.initializers { try builder.addInitializer(tensor) }
    for sparse in source.sparseInitializers { try builder.addSparse(sparse) }
    try builder.addInputs(source.inputs)
    for (place, node) in source.nodes.enumerated() { try builder.add(node, place: place) }
    try builder.state(source.values + source.outputs)
    try builder.addOutputs(source.outputs)
    try builder.checkReads()
    return try LayerOrder.sorted(builder.graph, file: file)
  }

  private init(file: String, model: ONNXModel, _ source: ONNXGraph, name: String) {
    self.file = file
    graph = Graph(name: name, format: "onnx", operatorSets: model.operatorSets)
    nodeNames = Set(source.nodes.lazy.map(\.name))
  }

  /// An error in this file; what an exporter writes is mended by exporting again.
  func failure(_ code: FormatError.Code, _ what: String) -> FormatError {
    FormatError(code, what, location: file, remedy: "export the model again")
  }

  // MARK: tensors by name

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
      throw failure(.reference, "\(maker) makes the tensor \(name.quoted), which is made twice")
    }
    isMade[id] = true
    return id
  }

  private mutating func addInitializer(_ tensor: ONNXTensor) throws(FormatError) {
    let id = try make(tensor.name, by: "an initialiser")
    graph.tensors[id] = try stored(tensor, name: tensor.name, isInitializer: true)
  }

  private mutating func addSparse(_ sparse: ONNXSparseTensor) throws(FormatError) {
    guard let values = sparse.values else {
      throw failure(.value, "a sparse initialiser has no values")
    }
    let id = try make(values.name, by: "a sparse initialiser")
    graph.tensors[id] = try stored(sparse, values, name: values.name, isInitializer: true)
  }

  // MARK: inputs and outputs

  /// What the user gives: the inputs that are not initialisers (before IR version 4 every
  /// initialiser was an input too).
  private mutating func addInputs(_ inputs: [ONNXValue]) throws(FormatError) {
    for input in inputs {
      if let known = idByName[input.name], graph.tensors[known].role == .stored { continue }
      let id = try make(input.name, by: "an input")
      let type = ElementType(onnx: input.dataType)
      guard type != nil || input.dataType == 0 else {
        throw failure(
          .value, "the input \(input.name.quoted) has the unknown data type \(input.dataType)")
      }
      for case .fixed(let size) in input.shape ?? [] {
        try check(size, of: "the input \(input.name.quoted)")
      }
      graph.tensors[id] = Tensor(
        name: input.name, role: .input, elementType: type, shape: input.shape)
      graph.inputs.append(id)
    }
  }

  private mutating func addOutputs(_ outputs: [ONNXValue]) throws(FormatError) {
    for output in outputs {
      guard let id = idByName[output.name], isMade[id] else {
        throw failure(.reference, "nothing makes the output \(output.name.quoted)")
      }
      graph.outputs.append(id)
    }
  }

  /// Puts in the shapes that the file states for activations. They only help where an operator has
  /// no rule, so a size that cannot be is an open one: some exporters write -1 for it.
  private mutating func state(_ values: [ONNXValue]) throws(FormatError) {
    for value in values {
      guard let id = idByName[value.name], graph.tensors[id].role == .activation else { continue }
      graph.tensors[id].elementType = ElementType(onnx: value.dataType)
      graph.tensors[id].shape = value.shape?.map { dimension in
        if case .fixed(let size) = dimension, !Self.possibleSizes.contains(size) {
          .unknown
        } else {
          dimension
        }
      }
    }
  }

  // MARK: nodes

  private mutating func add(_ node: ONNXNode, place: Int) throws(FormatError) {
    guard !node.type.isEmpty else { throw failure(.value, "node \(place) has no operator") }
    let name = name(of: node, place: place)
    let domain = ONNXModel.canonicalDomain(node.domain)
    if node.type == "Constant", domain.isEmpty, try addConstant(node, name: name) { return }
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
        name: name, operatorName: OperatorName(node.type, domain: domain), attributes: attributes,
        inputs: inputs, outputs: outputs, location: "node \(place)"))
  }

  /// The node's name; of one that has none, its operator and place, which no other node is called.
  private func name(of node: ONNXNode, place: Int) -> String {
    guard node.name.isEmpty else { return node.name }
    var name = "\(node.type)_\(place)"
    while nodeNames.contains(name) { name += "_" }
    return name
  }

  /// The value of a setting; a tensor in it becomes a stored one of the graph.
  private mutating func value(
    of attribute: ONNXAttribute, owner: String
  ) throws(FormatError) -> AttributeValue {
    guard let tensor = attribute.tensor else { return attribute.plainValue }
    let stored = try stored(tensor, name: "\(owner).\(attribute.name)", isInitializer: false)
    graph.tensors.append(stored)
    isMade.append(true)
    return .tensor(graph.tensors.count - 1)
  }

  /// Takes a Constant for the stored tensor that it is; false where it holds what is not read.
  private mutating func addConstant(
    _ node: ONNXNode, name: String
  ) throws(FormatError) -> Bool {
    guard node.outputs.count == 1, let output = node.outputs.first, !output.isEmpty,
      let attribute = node.attributes.first(where: { Self.constantSettings.contains($0.name) }),
      let constant = try constant(attribute, name: output)
    else { return false }
    graph.tensors[try make(output, by: "the constant \(name.quoted)")] = constant
    return true
  }

  /// The settings of which a Constant has one (ONNX operator specification, Constant).
  private static let constantSettings: Set<String> = [
    "sparse_value", "value", "value_float", "value_floats", "value_int", "value_ints",
    "value_string", "value_strings",
  ]

  private func checkReads() throws(FormatError) {
    for layer in graph.layers {
      for case let id? in layer.inputs where !isMade[id] {
        throw failure(
          .reference,
          "\(layer.location) (\(layer.operatorName)) reads the tensor "
            + "\(graph.tensors[id].name.quoted), which nothing makes")
      }
    }
  }
}
