package import ModelGraph

/// One application of a layer as the walk over a graph saw it, for those who count by other rules.
package struct TracedLayer: Sendable {
  /// The layer.
  package var layer: Layer
  /// The version of its domain's operators that the model imports.
  package var operatorSet: Int
  /// What it read, in the order of its inputs; nil where an optional one is left out.
  package var inputs: [Operand?]
  /// What it made; empty where it could not be counted.
  package var outputs: [Operand]
  /// The multiply–accumulates of one application.
  package var macs: Count
  /// All arithmetic of one application.
  package var flops: Count
  /// How often it is applied: the samples that a fixed batch is counted for, and the trips of a loop.
  package var repetitions: Count
  /// Whether it depends on nothing that the user gives, and is computed once at loading.
  package var isFolded: Bool

  /// A traced layer; the evaluation makes it, and tests make their own.
  package init(
    layer: Layer, operatorSet: Int = 0, inputs: [Operand?], outputs: [Operand], macs: Count = 0,
    flops: Count = 0, repetitions: Count = 1, isFolded: Bool = false
  ) {
    self.layer = layer
    self.operatorSet = operatorSet
    self.inputs = inputs
    self.outputs = outputs
    self.macs = macs
    self.flops = flops
    self.repetitions = repetitions
    self.isFolded = isFolded
  }
}

extension TracedLayer {
  /// Makes of each application so many.
  fileprivate mutating func `repeat`(_ times: Count) {
    repetitions = repetitions * times
  }
}

/// Every layer of a network with the tensors that it is applied to, folded ones too.
package struct LayerTrace: Sendable {
  /// What the layers come to.
  package var work: ModelWork
  /// The layers in the order in which they were visited; one of a loop stands there for each trip
  /// that was walked.
  package var layers: [TracedLayer]
  /// The shapes of the model's inputs, in their order.
  package var inputShapes: [[Int]]

  /// Walks over `graph` as ``ModelWork/counting(_:options:)`` does, and keeps what it sees. Layers
  /// between quantise–dequantise pairs are traced as written.
  ///
  /// - Throws: ``OperatorError`` as the counting does.
  package static func tracing(
    _ graph: Graph, options: AnalysisOptions = AnalysisOptions()
  ) throws(OperatorError) -> LayerTrace {
    var asWritten = options
    asWritten.keepsQuantizationPairs = true
    asWritten.training = nil
    let evaluation = try Evaluation.walking(graph, options: asWritten, keepsTrace: true)
    let inputs = graph.inputs.compactMap { evaluation.inputShapes.shapes[$0] }
    return try LayerTrace(
      work: evaluation.result(), layers: evaluation.trace ?? [],
      inputShapes: inputs)
  }
}

extension Evaluation {
  /// Keeps a layer, where a trace is asked for.
  mutating func keep(
    _ layer: Layer, call: OperatorCall, outputs: [Operand], cost: LayerCost, isFolded: Bool
  ) {
    trace?.append(
      TracedLayer(
        layer: layer, operatorSet: call.operatorSet, inputs: call.inputs, outputs: outputs,
        macs: cost.macs, flops: cost.flops,
        repetitions: isFolded ? 1 : Count(inputShapes.factor), isFolded: isFolded))
  }

  /// The layers from `start` on are those of a loop's body, which goes round `times`.
  mutating func repeatTrace(from start: Int, times: Count) {
    guard let count = trace?.count else { return }
    for place in start..<count { trace?[place].repeat(times) }
  }
}
