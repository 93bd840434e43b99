import ModelGraph

/// Nodes as layers.
extension ONNXGraphBuilder {
  /// Adds a node: as a layer, as the constant that it is, or as the nodes of the function it calls.
  mutating func add(_ node: ONNXNode, place: Int) throws(FormatError) {
    guard !node.type.isEmpty else {
      throw failure(.value, "\(location(place)) has no operator")
    }
    let own = name(of: node, place: place)
    let name = scope.prefix.isEmpty ? own : scope.prefix + own
    let attributes = resolved(node.attributes)
    let domain = ONNXModel.canonicalDomain(node.domain)
    if !functions.isEmpty, let function = function(of: node, domain: domain) {
      let call = Call(node: node, attributes: attributes, name: name, location: location(place))
      return try unfold(function, call)
    }
    if node.type == "Constant", domain.isEmpty,
      try addConstant(node, attributes, name: name)
    {
      return
    }
    try addLayer(
      node, OperatorName(node.type, domain: domain), attributes, name: name,
      location: location(place))
  }

  private func function(of node: ONNXNode, domain: String) -> ONNXFunction? {
    functions[ONNXFunction.Name(domain: domain, type: node.type, overload: node.overload)]
  }

  private mutating func addLayer(
    _ node: ONNXNode, _ operatorName: OperatorName, _ settings: [ONNXAttribute], name: String,
    location: String
  ) throws(FormatError) {
    var layer = Layer(
      name: name, operatorName: operatorName, inputs: node.inputs.map { reference($0) },
      outputs: [], location: location)
    layer.attributes.reserveCapacity(settings.count)
    for setting in settings {
      if let bytes = setting.graph {
        layer.subgraphs[setting.name] = try subgraph(
          bytes, of: layer, setting: setting.name)
      } else {
        layer.attributes[setting.name] = try value(of: setting, owner: name)
      }
    }
    markWideWeights(of: layer)
    for output in node.outputs {
      layer.outputs.append(
        output.isEmpty ? nil : try make(output, by: "\(location) (\(node.type))"))
    }
    graph.layers.append(layer)
  }

  /// Weights and biases of quantised layers may be integers of 16 and 32 bits.
  private mutating func markWideWeights(of layer: Layer) {
    let place: Int
    switch layer.operatorName.type {
    case "DequantizeLinear": place = 0
    case "QLinearConv": place = 8
    case "QGemm": place = 6
    default: return
    }
    guard layer.inputs.indices.contains(place), let id = layer.inputs[place],
      wideInitializers.contains(id)
    else { return }
    graph.tensors[id].isParameter = true
  }

  /// Where a node stands, for messages.
  private func location(_ place: Int) -> String { scope.location + "node " + String(place) }

  /// The node's name; of one that has none, its operator and place, which no other node is called.
  private mutating func name(of node: ONNXNode, place: Int) -> String {
    guard node.name.isEmpty else { return node.name }
    var name = "\(node.type)_\(place)"
    while nodeNames.contains(name) { name += "_" }
    return name
  }

  // MARK: settings

  /// The settings with their values: in a function, one may take that of a setting of the call, and
  /// is left out where the call and the function give none.
  private func resolved(_ attributes: [ONNXAttribute]) -> [ONNXAttribute] {
    guard attributes.contains(where: { !$0.reference.isEmpty }) else { return attributes }
    return attributes.compactMap { attribute in
      guard !attribute.reference.isEmpty else { return attribute }
      var given = scope.attributes[attribute.reference]
      given?.name = attribute.name
      return given
    }
  }

  /// The value of a setting; a tensor in it becomes a stored one of the graph.
  private mutating func value(
    of attribute: ONNXAttribute, owner: String
  ) throws(FormatError) -> AttributeValue {
    guard let tensor = attribute.tensor else { return attribute.plainValue }
    let name = "\(owner).\(attribute.name)"
    return .tensor(addNameless(try stored(tensor, name: name, isInitializer: false)))
  }

  /// Takes a Constant for the stored tensor that it is; false where it holds what is not read.
  private mutating func addConstant(
    _ node: ONNXNode, _ attributes: [ONNXAttribute], name: String
  ) throws(FormatError) -> Bool {
    guard node.outputs.count == 1, let output = node.outputs.first, !output.isEmpty,
      let attribute = attributes.first(where: { Self.constantSettings.contains($0.name) }),
      let constant = try constant(attribute, name: output)
    else { return false }
    set(try make(output, by: "the constant \(name.quoted)"), to: constant)
    return true
  }

  /// The settings of which a Constant has one (ONNX operator specification, Constant).
  private static let constantSettings: Set<String> = [
    "sparse_value", "value", "value_float", "value_floats", "value_int", "value_ints",
    "value_string", "value_strings",
  ]
}
