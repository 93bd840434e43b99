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
    try Evaluation.walking(graph, options: options).result()
  }

  /// The same at one of several batches of a graph, all else being the same.
  ///
  /// - Parameter growing: which folded tensors grow with the batch, as an earlier count of the graph
  ///   found; nil before the first. To find them takes as long as to count.
  package static func counting(
    _ graph: Graph, options: AnalysisOptions, growing: inout Set<TensorID>?
  ) throws(OperatorError) -> ModelWork {
    let evaluation = try Evaluation.walking(graph, options: options, growing: growing)
    growing = evaluation.growing
    return try evaluation.result()
  }
}

extension Evaluation {
  /// The evaluation of `graph` after every layer has been visited.
  static func walking(
    _ graph: Graph, options: AnalysisOptions, keepsTrace: Bool = false,
    growing known: Set<TensorID>? = nil
  ) throws(OperatorError) -> Evaluation {
    try graph.checkPlaces()
    let form = options.keepsQuantizationPairs ? nil : QuantizedForm(graph)
    let graph = form?.graph ?? graph
    var evaluation = try Evaluation(graph, options: options, keepsTrace: keepsTrace)
    evaluation.growing = known ?? []
    for layer in graph.layers { try evaluation.visit(layer) }
    let growing = known == nil ? evaluation.constantsThatGrowWithTheBatch() : []
    if !growing.isEmpty {
      evaluation = try Evaluation(graph, options: options, keepsTrace: keepsTrace)
      evaluation.growing = growing
      for layer in graph.layers { try evaluation.visit(layer) }
    }
    evaluation.flowNotes +=
      [graph.versionNote, form?.note].compactMap { $0 } + options.operators.remarks(on: graph)
    return evaluation
  }

  /// The folded tensors whose shape is another at twice the batch: an expanded row of positions, for
  /// instance. Shapes carry no symbols here, so the graph is walked once more to see.
  fileprivate func constantsThatGrowWithTheBatch() -> Set<TensorID> {
    guard hasValuesOfShapes, !inputShapes.batchSymbols.isEmpty else { return [] }
    var doubled = options
    doubled.batch = (Count(inputShapes.batch) * 2).value
    for symbol in inputShapes.batchSymbols {
      guard let size = options.dimensions[symbol] else { continue }
      doubled.dimensions[symbol] = (Count(size) * 2).value
      doubled.batch = nil
    }
    guard var other = try? Evaluation(graph, options: doubled) else { return [] }
    for layer in graph.layers {
      guard (try? other.visit(layer)) != nil else { return [] }
    }
    return Set(
      known.indices.filter { id in
        guard let one = known[id]?.operand, let two = other.known[id]?.operand else { return false }
        return one.isConstant && one.shape != two.shape
      })
  }
}

extension Graph {
  /// What a reader should know where an ONNX file means operators of no version that is known.
  fileprivate var versionNote: String? {
    let newest = OperatorTable.newestVersion
    guard format == "onnx", layers.contains(where: \.operatorName.domain.isEmpty) else {
      return nil
    }
    guard let version = operatorSets[""], version > 0 else {
      return
        "the model does not say which version of ONNX's operators it means: they are counted as "
        + "those of version \(newest)"
    }
    guard version > newest else { return nil }
    return
      "the model means version \(version) of ONNX's operators: they are counted as those of version "
      + "\(newest), the newest that is known"
  }

  /// Whether every tensor that is named exists; a reader that names others is mistaken.
  func checkPlaces() throws(OperatorError) {
    let places = tensors.indices
    let isComplete = { (ids: [TensorID?]) in ids.allSatisfy { $0.map(places.contains) ?? true } }
    guard isComplete(inputs), isComplete(outputs),
      layers.allSatisfy({
        isComplete($0.inputs) && isComplete($0.outputs) && isComplete($0.subgraphTensors)
      })
    else {
      throw OperatorError(
        .shape, "a layer of \(name) names a tensor that the graph does not have",
        remedy: "report the file: its reader is mistaken")
    }
  }
}
