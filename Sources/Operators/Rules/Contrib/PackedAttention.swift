import ModelGraph

/// PackedAttention and PackedMultiHeadAttention: attention within sequences that lie one after another,
/// without the padding between them.
struct PackedAttention: OperatorRule {
  var operators: [OperatorDescription] {
    let scores =
      "H·T·L·(d + e), for H heads, T tokens of d in all, L the longest sequence, values of e: sequences "
      + "that are shorter count as long as that"
    let other = "H·T·L times: 1 (scale), 4 (softmax), 1 for a bias of the scores"
    return [
      .contrib(
        "PackedAttention", macs: "T·C·(q + k + v) for the projections; \(scores)",
        otherFlops: "T·(q + k + v); \(other)", transcendentals: "H·T·L (exp)",
        paper: AttentionSizes.paper),
      .contrib(
        "PackedMultiHeadAttention", macs: scores,
        otherFlops: "the elements of the queries, keys and values where there is a bias of them; "
          + other, transcendentals: "H·T·L (exp)", paper: AttentionSizes.paper),
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let layer = try Tokens(call)
    return [Operand(try call.input(0).elementType, [layer.count, layer.widths[2]])]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let layer = try Tokens(call)
    var cost = layer.scores.cost(extras: call.optionalInput(layer.bias) == nil ? 0 : 1)
    let made = Count(layer.count) * layer.widths.reduce(Count(0)) { $0 + Count($1) }
    if let channels = layer.projected { cost.macs += made * Count(channels) }
    if call.optionalInput(layer.projected == nil ? 3 : 2) != nil { cost.otherFlops += made }
    if layer.scores.batch > 1 {
      cost.notes.append("each sequence is counted as long as the longest may be")
    }
    return cost
  }

  /// The tokens, and the scores that they have.
  private struct Tokens {
    var count: Int
    /// Channels of queries, keys and values.
    var widths: [Int]
    /// Channels before the projection; nil where there is none.
    var projected: Int?
    /// The place of the bias of the scores.
    var bias: Int
    var scores: AttentionSizes

    init(_ call: OperatorCall) throws(OperatorError) {
      let shape = try call.input(0, rankAtLeast: 2).shape
      let heads = try call.heads()
      let isProjected = call.type == "PackedAttention"
      let offsets = try call.input(isProjected ? 3 : 4, rankAtLeast: 2).shape
      (count, bias) = (shape[0], isProjected ? 5 : 6)
      projected = isProjected ? shape[1] : nil
      widths = try isProjected ? Self.projections(call) : Self.widths(call, heads: heads)
      // T queries of sequences of L: as one sample of T queries that ask L places.
      scores = AttentionSizes(
        batch: 1, heads: heads, sharedHeads: heads, queries: count, keys: offsets[1],
        depth: try call.channels(of: widths[0], inHeads: heads),
        valueDepth: try call.channels(of: widths[2], inHeads: heads))
      if count == (Count(offsets[0]) * Count(offsets[1])).value {
        (scores.batch, scores.queries) = (offsets[0], offsets[1])
      }
    }

    private static func projections(_ call: OperatorCall) throws(OperatorError) -> [Int] {
      let input = try call.input(0, rankAtLeast: 2).shape
      let weights = try call.input(1, rankAtLeast: 2).shape
      let widths =
        try call.integers("qkv_hidden_sizes", in: 1...OperatorCall.largestSetting)
        ?? Array(repeating: weights[1] / 3, count: 3)
      let sum = widths.reduce(Count(0)) { $0 + Count($1) }
      guard input.count == 2, weights.count == 2, input[1] == weights[0], widths.count == 3,
        sum.value == weights[1], widths[0] == widths[1]
      else { throw call.shapeError("\(input.shapeText) projected by \(weights.shapeText)") }
      return widths
    }

    private static func widths(_ call: OperatorCall, heads: Int) throws(OperatorError) -> [Int] {
      let query = try call.input(0, rankAtLeast: 2).shape
      if query.count == 4 {
        let width = (Count(heads) * Count(query[3])).value ?? .max
        guard query[1] == heads, query[2] == 3 else {
          throw call.shapeError("packed queries of the shape \(query.shapeText)")
        }
        return [width, width, width]
      }
      let key = try call.input(1, rankAtLeast: 2).shape
      let value = try call.input(2, rankAtLeast: 2).shape
      guard query.count == 2, key == query, value.count == 2, value[0] == query[0] else {
        throw call.shapeError("queries of \(query.shapeText), keys of \(key.shapeText)")
      }
      return [query[1], key[1], value[1]]
    }
  }
}

/// RemovePadding and RestorePadding: tokens moved together, and apart again.
struct PaddingRemoval: OperatorRule {
  var operators: [OperatorDescription] {
    [
      .contrib("RemovePadding", bytes: "as if no place were padding: how many are is open"),
      .contrib("RestorePadding"),
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let input = try call.input(0)
    guard call.type == "RemovePadding" else {
      let offsets = try call.input(1, rankAtLeast: 2).shape
      return [Operand(input.elementType, offsets + input.shape.suffix(1))]
    }
    guard input.shape.count == 3 else {
      throw call.shapeError("an input of the shape \(input.shape.shapeText)")
    }
    let (batch, length) = (input.shape[0], input.shape[1])
    let counts = try call.input(1).integers
    let all = counts.map { $0.reduce(Count(0)) { $0 + Count($1) } } ?? Count(batch) * Count(length)
    var tokens = Operand(input.elementType, [all.value ?? .max, input.shape[2]])
    tokens.isBound = counts == nil
    return [
      tokens, Operand(.int32, [batch, length]), Operand(.int32, [(Count(batch) + 1).value ?? .max]),
      Operand(.int32, [1]),
    ]
  }
}
