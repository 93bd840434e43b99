public import ModelGraph

extension ModelWork {
  /// Counts the work of every layer of `graph`.
  ///
  /// Shapes are inferred layer by layer, and so are the values of the small integer tensors that
  /// shapes depend on. A layer that depends on nothing the user gives is folded: it is computed once
  /// at loading, and its outputs count as stored. Where the graph fixes its batch, a larger one is
  /// that many times the samples, through the same weights.
  ///
  /// - Throws: ``OperatorError`` where a shape cannot be, a size is open, or a count passes 2⁶³ − 1.
  public static func counting(
    _ graph: Graph, options: AnalysisOptions = AnalysisOptions()
  ) throws(OperatorError) -> ModelWork {
    var evaluation = try Evaluation(graph, options: options)
    for layer in graph.layers { try evaluation.visit(layer) }
    return try evaluation.result()
  }
}
