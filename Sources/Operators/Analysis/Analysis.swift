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
    try graph.checkPlaces()
    var evaluation = try Evaluation(graph, options: options)
    for layer in graph.layers { try evaluation.visit(layer) }
    return try evaluation.result()
  }
}

extension Graph {
  /// Whether every tensor that is named exists; a reader that names others is mistaken.
  fileprivate func checkPlaces() throws(OperatorError) {
    let places = tensors.indices
    let isComplete = { (ids: [TensorID?]) in ids.allSatisfy { $0.map(places.contains) ?? true } }
    guard isComplete(inputs), isComplete(outputs),
      layers.allSatisfy({ isComplete($0.inputs) && isComplete($0.outputs) })
    else {
      throw OperatorError(
        .shape, "a layer of \(name) names a tensor that the graph does not have",
        remedy: "report the file: its reader is mistaken")
    }
  }
}
