import ModelGraph

/// FlexAttention: attention whose scores and shares graphs of the model's may change. The layers of these
/// graphs are counted by the walk over the graph.
struct FlexibleAttention: OperatorRule {
  var operators: [OperatorDescription] {
    [
      .preview(
        "FlexAttention", in: OperatorName.previewDomain,
        macs: "B·H·L·S·(d + e), for H heads, L queries of d, S keys with values of e; and those of "
          + "score_mod and prob_mod",
        otherFlops: "B·H·L·S times 1 (scale) and 4 (softmax); and that of score_mod and prob_mod",
        transcendentals: "B·H·L·S (exp); and those of score_mod and prob_mod",
        paper: "Dong et al., FlexAttention, arXiv:2412.05496")
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let scores = try Self.scores(of: call)
    let (query, value) = try (call.input(0), call.input(2, rankAtLeast: 4))
    return [Operand(query.elementType, scores.dropLast() + [value.shape[3]])]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let scores = try Self.scores(of: call).elementCount
    let depths = try Count(call.input(0).shape[3]) + Count(call.input(2).shape[3])
    return LayerCost(macs: scores * depths, otherFlops: 5 * scores, transcendentals: scores)
  }

  /// The shape of the scores: samples, heads, queries, keys.
  static func scores(of call: OperatorCall) throws(OperatorError) -> [Int] {
    let query = try call.input(0, rankAtLeast: 4).shape
    let key = try call.input(1, rankAtLeast: 4).shape
    let value = try call.input(2, rankAtLeast: 4).shape
    guard query.count == 4, key.count == 4, value.count == 4, query[0] == key[0],
      query[3] == key[3], key.prefix(3) == value.prefix(3), key[1] > 0, query[1] % key[1] == 0
    else {
      throw call.shapeError(
        "queries \(query.shapeText), keys \(key.shapeText) and values \(value.shapeText)")
    }
    return [query[0], query[1], query[2], key[2]]
  }
}

extension OperatorName {
  /// The domain of operators that ONNX may still change.
  static let previewDomain = "ai.onnx.preview"
}
