import ModelGraph

/// PagedAttention: grouped queries of sequences that lie one after another, over a cache in blocks.
struct PagedAttention: OperatorRule {
  var operators: [OperatorDescription] {
    [
      .contrib(
        "PagedAttention",
        macs:
          "H·T·S·(d + e), for H heads, T tokens of d in all, and the S places that a row of the block "
          + "table holds; S at most local_window_size where that is set",
        otherFlops: "H·T·S times 5 (scale, softmax), 2 more with softcap; 3 for each element that "
          + "do_rotary turns",
        transcendentals: "H·T·S (exp), as many more with softcap (tanh)",
        bytes: "of the cache the blocks of the table; of the tables of angles a row a token",
        paper: "Kwon et al., PagedAttention, arXiv:2309.06180")
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let sizes = try sizes(call)
    let query = try call.input(0)
    let width = (Count(sizes.heads) * Count(sizes.valueDepth)).value ?? .max
    var outputs = [Operand(query.elementType, [sizes.queries, width])]
    for place in [3, 4] {
      guard let cache = call.optionalInput(place) else { continue }
      outputs.append(Operand(cache.elementType, cache.shape))
    }
    return outputs
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let sizes = try sizes(call)
    let isCapped = try call.number("softcap", default: 0) != 0
    var cost = sizes.cost(extras: 0, isCapped: isCapped, isCausal: true)
    let table = try call.input(7, rankAtLeast: 2).shape
    for place in [3, 4] {
      guard let cache = call.optionalInput(place)?.shape, let blocks = cache.first else { continue }
      let used = min((Count(table[0]) * Count(table[1])).value ?? blocks, blocks)
      cost.traffic.elementsRead[place] = Count(used) * cache.dropFirst().elementCount
      // The new places are written into the cache.
      cost.traffic.elementsWritten[place - 2] =
        Count(sizes.queries) * cache.dropFirst(2).elementCount
    }
    try cost.addTurning(of: sizes, cosines: 8, rows: Count(sizes.queries), in: call)
    cost.notes.append("each token is counted against all places that the block table holds")
    return cost
  }

  private func sizes(_ call: OperatorCall) throws(OperatorError) -> AttentionSizes {
    let (heads, shared, depth) = try call.groupedHeads(rank: 2)
    let tokens = try call.input(0, rankAtLeast: 2).shape[0]
    let cache = try call.input(3, rankAtLeast: 4).shape
    let table = try call.input(7, rankAtLeast: 2).shape
    let places = (Count(table[1]) * Count(cache[1])).value ?? .max
    let window = try call.integer("local_window_size", default: -1)
    return AttentionSizes(
      batch: 1, heads: heads, sharedHeads: shared, queries: tokens,
      keys: window > 0 ? min(window, places) : places, depth: depth,
      valueDepth: try call.integer("v_head_size", default: depth))
  }
}
