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
  /// Initialisers of integers that are wider than quantised weights mostly are: they are weights where a
  /// layer reads them as such.
  var wideInitializers: Set<TensorID> = []
  /// How many nodes and initialisers functions and sub-graphs have been unfolded to.
  var unfolded = 0
  /// The names that nodes have in the file, once one has none: it gets one that no other has.
  lazy var nodeNames = names(ofNodes: nodes)
  /// Whether anything was read before it was made: else the layers are in an order of execution.
  private var hasForwardReads = false
  /// The bytes of the graph's nodes, and of the whole file.
  private let nodes: [UnsafeRawBufferPointer]
  private let bytes: UnsafeRawBufferPointer

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
    of model: ONNXModel, _ source: ONNXGraph, in bytes: UnsafeRawBufferPointer, file: String,
    name: String
  ) throws(FormatError) -> Graph {
    var builder = ONNXGraphBuilder(file: file, bytes: bytes, model: model, source, name: name)
    try builder.addStored(source)
    try builder.addInputs(source.inputs)
    for (place, node) in source.nodes.enumerated() {
      try builder.add(builder.node(node), place: place)
    }
    builder.state(source.values + source.outputs)
    try builder.addOutputs(source.outputs)
    if builder.hasForwardReads { try builder.checkReads(of: builder.graph.layers) }
    builder.graph.layers = try builder.sorted(builder.graph.layers)
    return builder.graph
  }

  private init(
    file: String, bytes: UnsafeRawBufferPointer, model: ONNXModel, _ source: ONNXGraph,
    name: String
  ) {
    self.file = file
    self.bytes = bytes
    nodes = source.nodes
    graph = Graph(name: name, format: "onnx", operatorSets: model.operatorSets)
    functions = Dictionary(model.functions.map { ($0.name, $0) }) { first, _ in first }
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

  /// A node of the graph.
  private func node(_ message: UnsafeRawBufferPointer) throws(FormatError) -> ONNXNode {
    do throws(WireReader.Malformed) {
      return try ONNXNode(message)
    } catch {
      throw ONNXFormat.failure(error, in: bytes, path: file)
    }
  }

  private func names(ofNodes nodes: [UnsafeRawBufferPointer]) -> Set<String> {
    nodes.reduce(into: []) { names, node in
      if let node = try? self.node(node) { names.insert(node.name) }
    }
  }

  /// Layers in an order of execution.
  func sorted(_ layers: [Layer]) throws(FormatError) -> [Layer] {
    hasForwardReads ? try LayerOrder.sorted(layers, file: file) : layers
  }

  // MARK: tensors by name

  /// Where nodes are being read: the innermost scope.
  var scope: Scope {
    _read { yield scopes[scopes.count - 1] }
    _modify { yield &scopes[scopes.count - 1] }
  }

  /// The tensor that `name` means here; nil for an empty name, and for an input that a call leaves
  /// out. One that nothing has made yet is an activation to come.
  mutating func reference(_ name: String) -> TensorID? {
    guard !name.isEmpty else { return nil }
    var level = scopes.count - 1
    while level > 0, scopes[level].seesOuter, scopes[level].ids[name] == nil { level -= 1 }
    guard let id = find(name, level: level) else { return nil }
    if !isMade[id] { hasForwardReads = true }
    return id
  }

  /// The tensor called `name` in this very scope.
  mutating func declare(_ name: String) -> TensorID {
    find(name, level: scopes.count - 1) ?? newTensor(name, level: scopes.count - 1)
  }

  /// The tensor called `name` in a scope, a new one where there is none; nil where a call leaves it out.
  private mutating func find(_ name: String, level: Int) -> TensorID? {
    let next = graph.tensors.count
    // One search for what is there and for the place of what is not.
    let id = { (id: inout TensorID?) in id }(&scopes[level].ids[name, default: next])
    if id == next { addTensor(name, level: level) }
    return id
  }

  private mutating func newTensor(_ name: String, level: Int) -> TensorID {
    let id = graph.tensors.count
    scopes[level].ids[name] = id
    addTensor(name, level: level)
    return id
  }

  private mutating func addTensor(_ name: String, level: Int) {
    let prefix = scopes[level].prefix
    let full = prefix.isEmpty ? name : prefix + name
    graph.tensors.append(Tensor(name: full, role: .activation))
    isMade.append(false)
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
