import ModelGraph

extension Evaluation {
  /// Whether `layer` has graphs within it that are to be walked.
  static func hasFlow(_ layer: Layer) -> Bool {
    guard !layer.subgraphs.isEmpty else { return false }
    if layer.operatorName.domain == OperatorName.contribDomain {
      return TokenSearch.types.contains(layer.operatorName.type)
    }
    return layer.operatorName.domain.isEmpty
      && ["If", "Loop", "Scan", "SequenceMap"].contains(layer.operatorName.type)
  }

  /// Counts the graphs within a layer.
  mutating func visitFlow(_ layer: Layer) throws(OperatorError) {
    let start = (layers: layers.count, tape: tape.count)
    switch layer.operatorName.type {
    case "If": try visitBranches(of: layer)
    case "Loop": try visitLoop(layer)
    case "SequenceMap": try visitSequenceMap(layer)
    case "Scan": try visitScan(layer)
    default: try visitSearch(layer)
    }
    memory.release(storages(readBy: layer), outputs: layer.outputs)
    if !["If", "Loop", "Scan"].contains(layer.operatorName.type), layers.count > start.layers,
      tape.count > start.tape
    {
      tape.removeLast(tape.count - start.tape)
      flowNotes.append("the gradients of the layers within \(layer.name) are not counted")
    }
  }

  /// The branch that is taken where the condition is known, else the dearer one.
  private mutating func visitBranches(of layer: Layer) throws(OperatorError) {
    guard let first = layer.subgraphs["then_branch"], let second = layer.subgraphs["else_branch"]
    else { throw OperatorError(.attribute, "an If needs a then_branch and an else_branch") }
    let condition = layer.inputs.first.flatMap { $0 }.flatMap { known[$0]?.operand.integers?.first }
    if let condition {
      let (taken, left) = condition != 0 ? (first, second) : (second, first)
      try visit(taken, handing: layer.outputs)
      return leave(left)
    }
    var start = mark()
    try visit(second, handing: layer.outputs)
    leave(first)
    let ofSecond = layer.outputs.map { $0.flatMap { known[$0]?.operand } }
    let other = undo(to: start)
    start = mark()
    try visit(first, handing: layer.outputs)
    leave(second)
    let ofFirst = layer.outputs.map { $0.flatMap { known[$0]?.operand } }
    let isSecondDearer = Self.isDearer(other.layers[...], than: layers[start.layers...])
    if isSecondDearer {
      _ = undo(to: start)
      redo(other)
    } else {
      keep()
    }
    widen(layer.outputs, by: isSecondDearer ? ofFirst : ofSecond)
    flowNotes.append(
      "of \(layer.name) the dearer branch is counted, \(isSecondDearer ? "else" : "then")_branch")
  }

  /// Which branch runs is not known, so an output is what holds the results of both.
  private mutating func widen(_ outputs: [TensorID?], by other: [Operand?]) {
    for case (let id?, let theirs?) in zip(outputs, other) {
      guard var either = known[id] else { continue }
      either.operand = either.operand.holding(theirs)
      known[id] = either
    }
  }

  private static func isDearer(
    _ left: ArraySlice<LayerWork>, than right: ArraySlice<LayerWork>
  ) -> Bool {
    func sums(_ layers: ArraySlice<LayerWork>) -> (Double, Double) {
      layers.reduce((0, 0)) { ($0.0 + Double($1.work.flops), $0.1 + Double($1.work.bytes)) }
    }
    return sums(left) > sums(right)
  }

  /// Counts the layers of a graph and gives its results to `outputs`.
  private mutating func visit(
    _ subgraph: Subgraph, handing outputs: [TensorID?]
  ) throws(OperatorError) {
    for layer in subgraph.layers { try visit(layer) }
    for (inner, outer) in zip(subgraph.outputs, outputs) { handOut(inner, to: outer) }
    finish(subgraph)
  }

  /// A tensor of a graph within is known by another name outside.
  mutating func handOut(_ inner: TensorID, to outer: TensorID?) {
    guard let outer, let found = known[inner] else { return }
    known[outer] = found
    tapeNames.call(outer, tapeNames.id(inner))
    memory.share(outer, storage: found.storage)
  }

  /// The results of a graph within have been handed out.
  mutating func finish(_ subgraph: Subgraph) {
    memory.release(subgraph.outputs.compactMap { known[$0]?.storage }, outputs: [])
  }

  /// What a branch that is not taken would have read is not read.
  private mutating func leave(_ subgraph: Subgraph) {
    for layer in subgraph.layers {
      memory.release(layer.reads.compactMap { known[$0]?.storage }, outputs: [])
    }
    finish(subgraph)
  }

  /// Whether graphs within `layer` change what it computes on the way.
  static func hasModifiers(_ layer: Layer) -> Bool {
    !layer.subgraphs.isEmpty
      && layer.operatorName == OperatorName("FlexAttention", domain: OperatorName.previewDomain)
  }

  /// The graphs that change the scores and the shares of an attention.
  mutating func visitModifiers(of layer: Layer, _ call: OperatorCall) throws(OperatorError) {
    let scores = try FlexibleAttention.scores(of: call)
    let query = try call.input(0).elementType
    let type = try call.elementType(
      "softmax_precision", default: query == .float64 ? .float64 : .float32)
    for (_, modifier) in layer.subgraphs.sorted(by: { $0.key > $1.key }) {
      for id in modifier.inputs {
        known[id] = Known(operand: Operand(type, scores), storage: id, origins: [])
        memory.allocate(id, bytes: bytes(of: Operand(type, scores)))
      }
      for inner in modifier.layers { try visit(inner) }
      finish(modifier)
    }
  }
}
