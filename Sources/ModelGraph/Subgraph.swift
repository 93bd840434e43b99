/// A graph within a layer: a branch of an If, the body of a Loop or a Scan.
///
/// Its tensors stand in ``Graph/tensors`` beside all others, so that its layers name those of the
/// graphs around it as they name their own.
public struct Subgraph: Sendable {
  /// What the layer hands in on each run, in its order.
  public var inputs: [TensorID]
  /// What the layer gets back; it may be a tensor of a graph around this one.
  public var outputs: [TensorID]
  /// The layers, in an order of execution.
  public var layers: [Layer]

  /// A graph within a layer; readers fill it.
  public init(inputs: [TensorID], outputs: [TensorID], layers: [Layer]) {
    self.inputs = inputs
    self.outputs = outputs
    self.layers = layers
  }
}

extension Layer {
  /// Every tensor that the layer reads, one for each reading: its inputs, and what its sub-graphs'
  /// layers read and hand back, which may have been made in there.
  public var reads: [TensorID] {
    var reads: [TensorID] = []
    forEachRead { reads.append($0) }
    return reads
  }

  /// Calls `body` with every tensor that the layer reads, as ``reads`` has them.
  public func forEachRead(_ body: (TensorID) -> Void) {
    for case let id? in inputs { body(id) }
    guard !subgraphs.isEmpty else { return }
    for subgraph in subgraphs.values {
      for layer in subgraph.layers { layer.forEachRead(body) }
      for id in subgraph.outputs { body(id) }
    }
  }

  /// Every tensor that its sub-graphs name.
  public var subgraphTensors: [TensorID?] {
    guard !subgraphs.isEmpty else { return [] }
    return subgraphs.values.flatMap { subgraph in
      subgraph.inputs + subgraph.outputs
        + subgraph.layers.flatMap { $0.inputs + $0.outputs + $0.subgraphTensors }
    }
  }
}
