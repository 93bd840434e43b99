import ModelGraph

/// Makes a graph of what an ONNX file says: names become places, constants become stored tensors,
/// calls of the model's functions become what they stand for.
struct ONNXGraphBuilder {
  let file: String
  var graph: Graph
  /// Whether each tensor has come from somewhere: an input, an initialiser, a node.
  private var isMade: [Bool] = []
  /// What the names mean where nodes are being read, from the whole graph inwards; never empty.
  var scopes = [Scope()]
  /// The operators that the model defines itself.
  let functions: [ONNXFunction.Name: ONNXFunction]
  /// How many nodes and initialisers functions and sub-graphs have been unfolded to.
  var unfolded = 0
  /// The names that nodes have in the file, where any has none: it gets one that no other has.
  let nodeNames: Set<String>

  /// What the names mean in the graph, in one call of a function, or in a graph within a node.
  struct Scope {
    /// Each name's tensor; nil where a call leaves an input out.
    var ids: [String: TensorID?] = [:]
    /// Whether a name that is not known here may be one of the scope around this one.
    var seesOuter = false
    /// What stands before the names of layers and tensors, so that each is called as no other is.
    var prefix = ""
    /// What stands before the place of a node in a message.
    var location = ""
    /// The function that is called, and the values of its settings.
    var function: ONNXFunction.Name?
    var attributes: [String: ONNXAttribute] = [:]
  }

  /// The graph of `model`, called `name`.
  static func graph(
    of model: ONNXModel, _ source: ONNXGraph, file: String, name: String
  ) throws(FormatError) -> Graph {
    var builder = ONNXGraphBuilder(file: file, model: model, source, name: name)
    try builder.addStored(source)
    try builder.addInputs(source.inputs)
    for (place, node) in source.nodes.enumerated() { try builder.add(node, place: place) }
    builder.state(source.values + source.outputs)
    try builder.addOutputs(source.outputs)
    try builder.checkReads(of: builder.graph.layers)
    builder.graph.layers = try LayerOrder.sorted(builder.graph.layers, file: file)
    return builder.graph
  }

  private init(file: String, model: ONNXModel, _ source: ONNXGraph, name: String) {
    self.file = file
    graph = Graph(name: name, format: "onnx", operatorSets: model.operatorSets)
    functions = Dictionary(model.functions.map { ($0.name, $0) }) { first, _ in first }
    let hasNameless = source.nodes.contains { $0.name.isEmpty } || !functions.isEmpty
    nodeNames = hasNameless ? Set(source.nodes.lazy.map(\.name)) : []
    scopes[0].ids.reserveCapacity(source.nodes.count + source.initializers.count)
    graph.layers.reserveCapacity(source.nodes.count)
    graph.tensors.reserveCapacity(source.nodes.count + source.initializers.count)
    isMade.reserveCapacity(source.nodes.count + source.initializers.count)
    // A function's operators are those of the model, and of domains that only functions use.
    for function in model.functions {
      graph.operatorSets.merge(function.operatorSets) { model, _ in model }
    }
  }

  /// An error in this file; what an exporter writes is mended by exporting again.
  func failure(_ code: FormatError.Code, _ what: String) -> FormatError {
    FormatError(code, what, location: file, remedy: "export the model again")
  }

  // MARK: tensors by name

  /// Where nodes are being read: the innermost scope.
  var scope: Scope {
    get { scopes[scopes.count - 1] }
    _modify { yield &scopes[scopes.count - 1] }
  }

  /// The tensor that `name` means here; nil for an empty name, and for an input that a call leaves
  /// out. One that nothing has made yet is an activation to come.
  mutating func reference(_ name: String) -> TensorID? {
    guard !name.isEmpty else { return nil }
    var level = scopes.count - 1
    while level > 0, scopes[level].seesOuter, scopes[level].ids[name] == nil { level -= 1 }
    return scopes[level].ids[name] ?? newTensor(name, level: level)
  }

  /// The tensor called `name` in this very scope.
  mutating func declare(_ name: String) -> TensorID {
    if case let id?? = scope.ids[name] { return id }
    return newTensor(name, level: scopes.count - 1)
  }

  private mutating func newTensor(_ name: String, level: Int) -> TensorID {
    let id = graph.tensors.count
    scopes[level].ids[name] = id
    graph.tensors.append(Tensor(name: scopes[level].prefix + name, role: .activation))
    isMade.append(false)
    return id
  }

  /// The tensor called `name`, which comes from here and from nowhere else.
  mutating func make(_ name: String, by maker: @autoclosure () -> String) throws(FormatError)
    -> TensorID
  {
    let id = declare(name)
    guard !isMade[id] else {
      throw failure(.reference, "\(maker()) makes the tensor \(name.quoted), which is made twice")
    }
    isMade[id] = true
    return id
  }

  /// Puts what a tensor is where it was only a name.
  mutating func set(_ id: TensorID, to tensor: Tensor) {
    let name = graph.tensors[id].name
    graph.tensors[id] = tensor
    graph.tensors[id].name = name
  }

  /// A stored tensor that no name means: the value of a setting.
  mutating func addNameless(_ tensor: Tensor) -> TensorID {
    graph.tensors.append(tensor)
    isMade.append(true)
    return graph.tensors.count - 1
  }

  // MARK: what must hold

  /// Whether everything that is read has been made somewhere, in sub-graphs too.
  private func checkReads(of layers: [Layer]) throws(FormatError) {
    for layer in layers {
      for id in layer.inputs {
        if let id { try check(id, readBy: layer) }
      }
      for (_, subgraph) in layer.subgraphs.sorted(by: { $0.key < $1.key }) {
        try checkReads(of: subgraph.layers)
        for id in subgraph.outputs { try check(id, readBy: layer) }
      }
    }
  }

  private func check(_ id: TensorID, readBy layer: Layer) throws(FormatError) {
    guard !isMade[id] else { return }
    throw failure(
      .reference,
      "\(layer.location) (\(layer.operatorName)) reads the tensor "
        + "\(graph.tensors[id].name.quoted), which nothing makes")
  }

  /// Whether something has made the tensor called `name` in this scope.
  func makes(_ name: String) -> TensorID? {
    guard case let id?? = scope.ids[name], isMade[id] else { return nil }
    return id
  }
}
