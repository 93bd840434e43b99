import ModelGraph

/// GroupQueryAttention: several heads of queries share one head of keys and values; the cache, the
/// rotation of queries and keys, and a window are part of it.
struct GroupQueryAttention: OperatorRule {
  var operators: [OperatorDescription] {
    [
      .contrib(
        "GroupQueryAttention",
        macs: AttentionSizes.macs + "; S at most local_window_size where that is set",
        otherFlops: "\(AttentionSizes.otherFlops), 2 with softcap; 3 for each element that "
          + "do_rotary turns",
        transcendentals: "B·H·L·S (exp), as many more with softcap (tanh)",
        bytes:
          "of the tables of angles only the rows of the positions; of the cache what is filled",
        paper: "Ainslie et al., GQA, arXiv:2305.13245")
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let layer = try Sizes(call)
    let sizes = layer.scores
    let type = try call.input(0).elementType
    let past = call.optionalInput(3)
    let width = (Count(sizes.heads) * Count(sizes.depth)).value ?? .max
    let packed = past?.shape.last ?? sizes.depth
    let cache = [sizes.batch, sizes.sharedHeads, layer.buffer, packed]
    return [
      Operand(type, [sizes.batch, sizes.queries, width]),
      Operand(past?.elementType ?? type, cache), Operand(past?.elementType ?? type, cache),
      Operand(type, [sizes.batch, sizes.heads, sizes.queries, layer.total]),
    ]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let layer = try Sizes(call)
    let sizes = layer.scores
    let isCapped = try call.number("softcap", default: 0) != 0
    var cost = sizes.cost(
      extras: call.optionalInput(10) == nil ? 0 : 1, isCapped: isCapped, isCausal: true)
    if let past = call.optionalInput(3), let channels = past.shape.last {
      let cached = min(max(layer.total - sizes.queries, 0), past.shape[2])
      let read = [sizes.batch, sizes.sharedHeads, cached, channels].elementCount
      cost.traffic.elementsRead[3] = read
      cost.traffic.elementsRead[4] = read
    }
    let positions = call.optionalInput(9) == nil ? 1 : Count(sizes.batch)
    try cost.addTurning(
      of: sizes, cosines: 7, rows: positions * Count(sizes.queries), in: call)
    if sizes.queries > 1 { cost.notes.append(AttentionSizes.causalNote) }
    return cost
  }

  /// The sizes of the scores, and of the cache.
  private struct Sizes {
    var scores: AttentionSizes
    /// All places so far.
    var total: Int
    /// Places that the cache has room for.
    var buffer: Int

    init(_ call: OperatorCall) throws(OperatorError) {
      let query = try call.input(0, rankAtLeast: 3).shape
      let (heads, shared, depth) = try call.groupedHeads(rank: 3)
      if let key = call.optionalInput(1)?.shape {
        guard key.count == 3 || key.count == 4, key[0] == query[0] else {
          throw call.shapeError("keys of the shape \(key.shapeText)")
        }
      }
      let past = call.optionalInput(3)?.shape ?? [query[0], shared, 0, depth]
      guard past.count == 4 else { throw call.shapeError("a cache of \(past.shapeText)") }
      let stated = call.optionalInput(6)?.integers?.first.flatMap { $0 > 0 ? $0 : nil }
      total = stated ?? (Count(past[2]) + Count(query[1])).value ?? .max
      buffer = max(past[2], total)
      let window = try call.integer("local_window_size", default: -1)
      scores = AttentionSizes(
        batch: query[0], heads: heads, sharedHeads: shared, queries: query[1],
        keys: window > 0 ? min(window, total) : total, depth: depth, valueDepth: depth)
    }
  }
}
