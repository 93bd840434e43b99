import ModelGraph

/// The sizes of an attention layer, and what its scores cost.
struct AttentionSizes {
  /// Samples.
  var batch: Int
  /// Heads of the queries, and of the keys and values.
  var heads: Int
  var sharedHeads: Int
  /// Places that ask.
  var queries: Int
  /// Places that are asked, those of the cache among them.
  var keys: Int
  /// Channels of a head, of queries and keys and of values.
  var depth: Int
  var valueDepth: Int

  /// Elements of the scores.
  var scores: Count { [batch, heads, queries, keys].elementCount }

  /// Both products, the scale and the softmax, and `extras` FLOPs more for each score.
  ///
  /// Source: Vaswani et al., Attention is all you need, arXiv:1706.03762, equation 1.
  func cost(extras: Int, isCapped: Bool = false, isCausal: Bool = false) -> LayerCost {
    LayerCost(
      macs: scores * (Count(depth) + Count(valueDepth)),
      otherFlops: scores * Count(5 + extras + (isCapped ? 2 : 0)),
      transcendentals: scores * (isCapped ? 2 : 1),
      kernel: .attention(
        Kernel.Attention(
          batch: batch, heads: heads, sharedHeads: sharedHeads, queries: queries, keys: keys,
          depth: depth, valueDepth: valueDepth, isCausal: isCausal)))
  }

  /// What is said of the halves that a causal mask hides.
  static let causalNote = "the masked half of the scores is counted"

  /// The formulas, for `ridgeline operators`.
  static let macs =
    "B·H·L·S·(d + e), for H heads, L queries of d, S keys (cached ones too) with values of e; "
    + "masked places are counted"
  static let otherFlops =
    "B·H·L·S times: 1 (scale), 4 (softmax), 1 for each of a mask and a bias of the scores"
  static let transcendentals = "B·H·L·S (exp)"
  static let paper =
    "Vaswani et al., Attention is all you need, arXiv:1706.03762, equation 1"
}

extension OperatorCall {
  /// How many channels each of `heads` heads has of `width`.
  func channels(of width: Int, inHeads heads: Int) throws(OperatorError) -> Int {
    guard heads > 0, width % heads == 0 else {
      throw shapeError("\(width) channels in \(heads) heads")
    }
    return width / heads
  }

  /// The number of heads that the setting `name` states.
  func heads(_ name: String = "num_heads") throws(OperatorError) -> Int {
    try integer(name, default: 0, in: 1...OperatorCall.largestSetting)
  }
  /// The heads of queries of so many dimensions and of the keys that groups of them share, and the channels
  /// of each; where there are no keys by themselves, they and the values lie beside the queries.
  func groupedHeads(
    rank: Int
  ) throws(OperatorError) -> (heads: Int, shared: Int, depth: Int) {
    let query = try input(0, rankAtLeast: rank).shape
    let (heads, shared) = try (heads(), heads("kv_num_heads"))
    guard query.count == rank, heads % shared == 0 else {
      throw shapeError("\(query.shapeText) in \(heads) heads, keys in \(shared)")
    }
    let isPacked = optionalInput(1) == nil
    let depth = try channels(
      of: query[rank - 1], inHeads: isPacked ? heads + 2 * shared : heads)
    return (heads, shared, depth)
  }
}

extension LayerCost {
  /// Adds turning the queries and keys by the angles of their places, where the setting `do_rotary` asks for
  /// it: 3 FLOPs an element, and so many rows of each of two tables, the inputs `cosines` and the next.
  mutating func addTurning(
    of sizes: AttentionSizes, cosines: Int, rows: Count, in call: OperatorCall
  ) throws(OperatorError) {
    guard try call.integer("do_rotary", default: 0) != 0 else { return }
    let half = Count(try call.input(cosines, rankAtLeast: 2).shape.last ?? 0)
    let places = Count(sizes.batch) * Count(sizes.queries)
    otherFlops += 6 * places * (Count(sizes.heads) + Count(sizes.sharedHeads)) * half
    for place in [cosines, cosines + 1] {
      traffic.elementsRead[place] = rows * half
      traffic.gathered.insert(place)
    }
  }
}
