import ModelGraph

/// Attention: scores, softmax and weighted values in one operator, with grouped heads and a cache.
struct ScaledDotProductAttention: OperatorRule {
  var operators: [OperatorDescription] {
    [
      .onnx(
        "Attention", 25,
        macs: "B·H·L·S·(d + e), for H heads, L queries of d, S keys (cached ones too) with values "
          + "of e; masked places are counted",
        otherFlops: "B·H·L·S times: 1 (scale), 1 where there is a mask, 2 with softcap, "
          + "4 (softmax)",
        transcendentals: "B·H·L·S times 1 (exp), 1 more with softcap (tanh)",
        paper: "Vaswani et al., Attention is all you need, arXiv:1706.03762, equation 1")
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let sizes = try Sizes(call)
    let type = try call.input(0).elementType
    let isPacked = try call.input(0).shape.count == 3
    let values =
      isPacked
      ? [sizes.batch, sizes.queries, (Count(sizes.heads) * Count(sizes.valueDepth)).value ?? .max]
      : [sizes.batch, sizes.heads, sizes.queries, sizes.valueDepth]
    let cache = [sizes.batch, sizes.sharedHeads, sizes.keys]
    return [
      Operand(type, values), Operand(type, cache + [sizes.depth]),
      Operand(type, cache + [sizes.valueDepth]),
      Operand(type, [sizes.batch, sizes.heads, sizes.queries, sizes.keys]),
    ]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let sizes = try Sizes(call)
    let scores = [sizes.batch, sizes.heads, sizes.queries, sizes.keys].elementCount
    let isCapped = try call.number("softcap", default: 0) != 0
    let isMasked = call.optionalInput(3) != nil
    return LayerCost(
      macs: scores * (Count(sizes.depth) + Count(sizes.valueDepth)),
      otherFlops: scores * (5 + (isMasked ? 1 : 0) + (isCapped ? 2 : 0)),
      transcendentals: scores * (isCapped ? 2 : 1),
      notes: try call.integer("is_causal", default: 0) != 0
        ? ["the masked half of the scores is counted"] : [],
      kernel: .attention(
        Kernel.Attention(
          batch: sizes.batch, heads: sizes.heads, sharedHeads: sizes.sharedHeads,
          queries: sizes.queries, keys: sizes.keys, depth: sizes.depth,
          valueDepth: sizes.valueDepth,
          isCausal: try call.integer("is_causal", default: 0) != 0)))
  }

  /// The sizes of an attention layer.
  private struct Sizes {
    var batch: Int
    var heads: Int
    var sharedHeads: Int
    var queries: Int
    var keys: Int
    var depth: Int
    var valueDepth: Int

    init(_ call: OperatorCall) throws(OperatorError) {
      let query = try Self.unpacked(call, 0, heads: "q_num_heads")
      let key = try Self.unpacked(call, 1, heads: "kv_num_heads")
      let value = try Self.unpacked(call, 2, heads: "kv_num_heads")
      (batch, heads, queries, depth) = (query[0], query[1], query[2], query[3])
      (sharedHeads, valueDepth) = (key[1], value[3])
      let past = call.optionalInput(4)?.shape ?? [batch, sharedHeads, 0, depth]
      guard key[0] == batch, value[0] == batch, key[3] == depth, value[1] == sharedHeads,
        value[2] == key[2], sharedHeads > 0, heads % sharedHeads == 0, past.count == 4
      else {
        throw call.shapeError(
          "queries \(query.shapeText), keys \(key.shapeText) and values \(value.shapeText)")
      }
      keys = (Count(key[2]) + Count(past[2])).value ?? .max
    }

    /// The shape of an operand as batch, heads, places, channels.
    private static func unpacked(
      _ call: OperatorCall, _ index: Int, heads setting: String
    ) throws(OperatorError) -> [Int] {
      let shape = try call.input(index, rankAtLeast: 3).shape
      if shape.count == 4 { return shape }
      let heads = try call.integer(setting, default: 0, in: 1...OperatorCall.largestSetting)
      guard shape.count == 3, shape[2] % heads == 0 else {
        throw call.shapeError("\(shape.shapeText) in \(heads) heads")
      }
      return [shape[0], heads, shape[1], shape[2] / heads]
    }
  }
}
