import ModelGraph

/// What one node stands for: the nodes of a function, the graphs within its settings.
extension ONNXGraphBuilder {
  /// A node that calls a function.
  struct Call {
    var node: ONNXNode
    /// Its settings, with their values.
    var attributes: [ONNXAttribute]
    /// The name of the layer that it would be.
    var name: String
    var location: String
  }

  /// Functions and sub-graphs may stand this deep within one another. A guess: Protocol Buffers'
  /// readers stop at messages 100 deep, and a sub-graph is three.
  private static let deepest = 32
  /// All functions and sub-graphs may unfold to this many nodes and initialisers. A guess, which
  /// keeps a function of functions from growing without end.
  private static let mostUnfolded = 1 << 18

  /// Adds the nodes of a function in the place of the node that calls it.
  mutating func unfold(_ function: ONNXFunction, _ call: Call) throws(FormatError) {
    if scopes.contains(where: { $0.function == function.name }) {
      throw failure(
        .reference,
        "the function \(function.name.description.quoted) calls itself (\(call.location))")
    }
    try checkSize(function.nodes.count, in: call.location)
    let scope = try bind(function, call)
    scopes.append(scope)
    defer { scopes.removeLast() }
    for (place, node) in function.nodes.enumerated() { try add(node, place: place) }
  }

  /// What the names of a function's inputs, outputs and settings mean in a call.
  private mutating func bind(
    _ function: ONNXFunction, _ call: Call
  ) throws(FormatError) -> Scope {
    let node = call.node
    guard node.inputs.count <= function.inputs.count, node.outputs.count <= function.outputs.count
    else {
      throw failure(
        .reference,
        "\(call.location) has more inputs or outputs than the function "
          + "\(function.name.description.quoted) that it calls")
    }
    var inner = Scope(
      prefix: "\(call.name)/", location: "\(call.location), ", function: function.name)
    for attribute in function.defaults + call.attributes {
      inner.attributes[attribute.name] = attribute
    }
    for (place, name) in function.inputs.enumerated() {
      let given = place < node.inputs.count ? reference(node.inputs[place]) : nil
      inner.ids.updateValue(given, forKey: name)
    }
    for (formal, actual) in zip(function.outputs, node.outputs) where !actual.isEmpty {
      if let passed = inner.ids[formal] {
        // The function hands on what it was given.
        let id = try make(actual, by: call.location)
        graph.layers.append(
          Layer(
            name: "\(call.name)/\(formal)", operatorName: OperatorName("Identity"),
            inputs: [passed], outputs: [id], location: call.location))
      } else {
        inner.ids[formal] = declare(actual)
      }
    }
    return inner
  }

  /// The graph within a setting of `layer`; its names may be those of the graphs around it.
  mutating func subgraph(
    _ bytes: UnsafeRawBufferPointer, of layer: Layer, setting: String
  ) throws(FormatError) -> Subgraph {
    let place = "\(layer.location), \(setting)"
    var source = ONNXGraph()
    var nodes: [ONNXNode] = []
    do throws(WireReader.Malformed) {
      try source.read(bytes)
      for node in source.nodes { nodes.append(try ONNXNode(node)) }
    } catch {
      throw failure(.syntax, "the graph of \(place) is malformed: \(error.what)")
    }
    try checkSize(source.nodes.count + source.initializers.count, in: place)
    scopes.append(
      Scope(
        seesOuter: true, prefix: "\(layer.name)/\(setting)/", location: "\(place), ",
        attributes: scope.attributes))
    defer { scopes.removeLast() }
    return try contents(of: source, nodes)
  }

  private mutating func contents(
    of source: ONNXGraph, _ nodes: [ONNXNode]
  ) throws(FormatError) -> Subgraph {
    var outer: [Layer] = []
    swap(&outer, &graph.layers)
    try addStored(source)
    let inputs = try makeInputs(source.inputs, role: .activation)
    // What is made in here is known before anything is read: a name that is not is an outer one.
    for node in nodes {
      for output in node.outputs where !output.isEmpty { _ = declare(output) }
    }
    for (place, node) in nodes.enumerated() { try add(node, place: place) }
    state(source.values + source.outputs)
    let outputs = source.outputs.compactMap { reference($0.name) }
    swap(&outer, &graph.layers)
    return Subgraph(
      inputs: inputs, outputs: outputs, layers: try sorted(outer))
  }

  private mutating func checkSize(_ nodes: Int, in place: String) throws(FormatError) {
    unfolded += nodes
    guard scopes.count <= Self.deepest, unfolded <= Self.mostUnfolded else {
      throw failure(
        .unsupported,
        unfolded > Self.mostUnfolded
          ? "its functions and sub-graphs unfold to more than \(Self.mostUnfolded) nodes"
          : "functions or sub-graphs stand more than \(Self.deepest) deep (\(place))")
    }
  }
}
