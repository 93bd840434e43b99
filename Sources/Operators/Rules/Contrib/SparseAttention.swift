import ModelGraph

/// SparseAttention: grouped queries that see some blocks of the places before them.
struct SparseAttention: OperatorRule {
  var operators: [OperatorDescription] {
    [
      .contrib(
        "SparseAttention",
        macs:
          "N·2·d, for N scores: those of the blocks that the mask has in the rows of the queries; "
          + "B·H·L·S where the mask is not known",
        otherFlops: "5·N (scale, softmax); 3 for each element that do_rotary turns",
        transcendentals: "N (exp)",
        bytes: "of the cache what is filled; of the tables of angles the rows of the positions",
        paper: "Abdin et al., Phi-3 technical report, arXiv:2404.14219")
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let sizes = try sizes(call)
    let (query, cache) = try (call.input(0), call.input(3, rankAtLeast: 4))
    let width = (Count(sizes.heads) * Count(sizes.depth)).value ?? .max
    return [
      Operand(query.elementType, [sizes.batch, sizes.queries, width]),
      Operand(cache.elementType, cache.shape), Operand(cache.elementType, cache.shape),
    ]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let sizes = try sizes(call)
    var cost = sizes.cost(extras: 0, isCausal: true)
    if let scores = try scores(call, sizes) {
      cost.macs = scores * 2 * Count(sizes.depth)
      (cost.otherFlops, cost.transcendentals) = (5 * scores, scores)
    } else {
      cost.notes.append("the blocks of its mask are not known: all places are counted")
    }
    let cached = max(sizes.keys - sizes.queries, 0)
    let read = [sizes.batch, sizes.sharedHeads, cached, sizes.depth].elementCount
    (cost.traffic.elementsRead[3], cost.traffic.elementsRead[4]) = (read, read)
    try cost.addTurning(of: sizes, cosines: 9, rows: Count(sizes.queries), in: call)
    return cost
  }

  private func sizes(_ call: OperatorCall) throws(OperatorError) -> AttentionSizes {
    let query = try call.input(0, rankAtLeast: 3).shape
    let (heads, shared, depth) = try call.groupedHeads(rank: 3)
    let room = try call.input(3, rankAtLeast: 4).shape[2]
    let stated = call.optionalInput(7)?.integers?.first.flatMap { $0 > 0 ? $0 : nil }
    return AttentionSizes(
      batch: query[0], heads: heads, sharedHeads: shared, queries: query[1],
      keys: stated ?? room, depth: depth, valueDepth: depth)
  }

  /// The scores of the blocks that the mask has, of which each row of blocks states where it ends; nil
  /// where its values are not known.
  private func scores(
    _ call: OperatorCall, _ sizes: AttentionSizes
  ) throws(OperatorError) -> Count? {
    let rows = try call.input(5, rankAtLeast: 2)
    let range = 1...OperatorCall.largestSetting
    let size = try call.integer("sparse_block_size", default: 0, in: range)
    guard let ends = rows.integers, let width = rows.shape.last, width > 1 else { return nil }
    let layouts = ends.count / width
    guard layouts > 0, sizes.heads % layouts == 0 else {
      throw call.shapeError("\(layouts) layouts for \(sizes.heads) heads")
    }
    let first = max(sizes.keys - sizes.queries, 0)
    var scores = Count(0)
    for layout in 0..<layouts {
      for row in 0..<(width - 1) {
        let place = layout * width + row
        let queries = min(sizes.keys, (row + 1) * size) - max(first, row * size)
        guard queries > 0 else { continue }
        // Ends of a hostile file may fall, or be of any size.
        let blocks = Count(ends[place + 1]) - Count(ends[place])
        scores += blocks * Count(size) * Count(queries)
      }
    }
    return scores * Count(sizes.batch) * Count(sizes.heads / layouts)
  }
}
