import ModelGraph

/// DecoderAttention: attention of a decoder with its projections, over its own places or over those of an
/// encoder, with a cache of keys and values or without.
struct DecoderAttention: OperatorRule {
  var operators: [OperatorDescription] {
    [
      .contrib(
        "DecoderAttention",
        macs: "B·L·C² for the queries and B·P·C·2·C for the P places whose keys and values are not "
          + "cached; \(AttentionSizes.macs)",
        otherFlops: "as many biases as projected elements; \(AttentionSizes.otherFlops)",
        transcendentals: AttentionSizes.transcendentals, paper: AttentionSizes.paper)
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let query = try call.input(0, rankAtLeast: 3)
    let sizes = try Sizes(call).scores
    let cache = Operand(
      query.elementType, [sizes.batch, sizes.heads, sizes.keys, sizes.depth])
    return [Operand(query.elementType, query.shape), cache, cache]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let layer = try Sizes(call)
    let width = Count(layer.width)
    let places = Count(layer.scores.batch)
    let asking = places * Count(layer.scores.queries)
    let asked = places * Count(layer.projected)
    var cost = layer.scores.cost(extras: try call.flag(11, "has_key_padding_mask") ? 1 : 0)
    cost.macs += asking * width * width + 2 * asked * width * width
    cost.otherFlops += asking * width + 2 * asked * width
    // What is cached is not projected again, nor is what would be read for that.
    if layer.projected == 0 {
      cost.traffic.elementsRead[1] = 0
      cost.traffic.elementsRead[3] = 0
    }
    return cost
  }

  /// The sizes of the scores, and how many places are projected.
  private struct Sizes {
    var scores: AttentionSizes
    var width: Int
    var projected: Int

    init(_ call: OperatorCall) throws(OperatorError) {
      let query = try call.input(0, rankAtLeast: 3).shape
      let key = try call.input(1, rankAtLeast: 3).shape
      guard query.count == 3, key.count == 3, key[1] == query[1], key[2] == query[2] else {
        throw call.shapeError("\(query.shapeText) and \(key.shapeText)")
      }
      let (queries, batch) = (query[0], query[1])
      width = query[2]
      let heads = try call.heads()
      let isCross = try call.flag(8, "static_kv")
      let usesPast = try call.flag(9, "use_past")
      let hasState = try call.flag(10, "has_layer_state")
      let isCached = usesPast && hasState
      let cached = isCached ? try call.input(6, rankAtLeast: 4).shape[2] : 0
      let own = isCross ? key[0] : queries
      projected = isCross && isCached ? 0 : own
      scores = AttentionSizes(
        batch: batch, heads: heads, sharedHeads: heads, queries: queries,
        keys: (Count(cached) + Count(projected)).value ?? .max,
        depth: try call.channels(of: width, inHeads: heads),
        valueDepth: try call.channels(of: width, inHeads: heads))
    }
  }
}

extension OperatorCall {
  /// A truth value that the layer is given as an input, and that must be known.
  fileprivate func flag(_ place: Int, _ name: String) throws(OperatorError) -> Bool {
    guard let value = try input(place).integers?.first else {
      throw OperatorError(.unknownValue, "its \(name) is known only while the model runs")
    }
    return value != 0
  }
}
