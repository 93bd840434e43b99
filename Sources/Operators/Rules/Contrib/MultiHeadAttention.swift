import ModelGraph

/// MultiHeadAttention: attention of queries, keys and values that are already projected.
struct MultiHeadAttention: OperatorRule {
  var operators: [OperatorDescription] {
    ["MultiHeadAttention", "DecoderMaskedMultiHeadAttention"].map {
      .contrib(
        $0, macs: AttentionSizes.macs,
        otherFlops: "\(AttentionSizes.otherFlops); the elements of the queries, keys and values "
          + "where there is a bias of them",
        transcendentals: AttentionSizes.transcendentals, paper: AttentionSizes.paper)
    }
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let sizes = try sizes(call)
    let type = try call.input(0).elementType
    let width = (Count(sizes.heads) * Count(sizes.valueDepth)).value ?? .max
    let shares = try call.integer("past_present_share_buffer", default: 0) != 0
    let places = shares ? past(call)?.shape[2] ?? sizes.keys : sizes.keys
    let cache = [sizes.batch, sizes.heads, places]
    return [
      Operand(type, [sizes.batch, sizes.queries, width]),
      Operand(type, cache + [sizes.depth]), Operand(type, cache + [sizes.valueDepth]),
      Operand(type, [sizes.batch, sizes.heads, sizes.queries, sizes.keys]),
    ]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let sizes = try sizes(call)
    let isDecoder = isDecoder(call)
    let extras = [isDecoder ? 3 : 4, isDecoder ? 4 : 5].filter { call.optionalInput($0) != nil }
    var cost = sizes.cost(extras: extras.count)
    if call.optionalInput(isDecoder ? 10 : 3) != nil {
      // Keys and values of four dimensions come from a cache, where the bias is in them already.
      for case let operand? in call.inputs.prefix(3) where operand.shape.count != 4 {
        cost.otherFlops += operand.elementCount
      }
    }
    if try call.integer("unidirectional", default: 0) != 0 {
      cost.notes.append(AttentionSizes.causalNote)
    }
    return cost
  }

  private func isDecoder(_ call: OperatorCall) -> Bool { call.type.hasPrefix("Decoder") }

  private func past(_ call: OperatorCall) -> Operand? {
    let past = call.optionalInput(isDecoder(call) ? 5 : 6)
    return past?.shape.count == 4 ? past : nil
  }

  /// Queries of three dimensions, or of five where keys and values are packed with them; keys of
  /// three (B·S·C), of four (B·H·S·d), or of five where values are packed with them.
  private func sizes(_ call: OperatorCall) throws(OperatorError) -> AttentionSizes {
    let query = try call.input(0, rankAtLeast: 3).shape
    let heads = try call.heads()
    var sizes = AttentionSizes(
      batch: query[0], heads: heads, sharedHeads: heads, queries: query[1], keys: query[1],
      depth: 0, valueDepth: 0)
    if query.count == 5 {
      guard query[2] == heads, query[3] == 3 else { throw unreadable(query, call) }
      (sizes.depth, sizes.valueDepth) = (query[4], query[4])
    } else if isDecoder(call), query.count == 3, call.optionalInput(1) == nil {
      // Queries, keys and values of the new place, side by side.
      sizes.depth = try call.channels(of: query[2], inHeads: 3 * heads)
      sizes.valueDepth = sizes.depth
    } else {
      guard query.count == 3 else { throw unreadable(query, call) }
      sizes.depth = try call.channels(of: query[2], inHeads: heads)
      sizes.valueDepth = sizes.depth
      try addKeys(to: &sizes, call)
    }
    if let past = past(call) { sizes.keys = try keys(call, sizes.keys, after: past.shape[2]) }
    return sizes
  }

  private func addKeys(to sizes: inout AttentionSizes, _ call: OperatorCall) throws(OperatorError) {
    let key = try call.input(1, rankAtLeast: 3).shape
    switch key.count {
    case 5:
      guard key[2] == sizes.heads, key[3] == 2 else { throw unreadable(key, call) }
      (sizes.keys, sizes.valueDepth) = (key[1], key[4])
      return
    case 4: sizes.keys = key[2]
    case 3: sizes.keys = key[1]
    default: throw unreadable(key, call)
    }
    let value = try call.input(2, rankAtLeast: 3).shape
    sizes.valueDepth =
      value.count == 4 ? value[3] : try call.channels(of: value[2], inHeads: sizes.heads)
    let width = key.count == 4 ? key[3] : try call.channels(of: key[2], inHeads: sizes.heads)
    guard key[0] == sizes.batch, width == sizes.depth, value[value.count - 2] == sizes.keys
    else { throw unreadable(key, call) }
  }

  /// The new places and the cached ones, as far as the buffer is filled.
  private func keys(
    _ call: OperatorCall, _ new: Int, after cached: Int
  ) throws(OperatorError) -> Int {
    if try call.integer("past_present_share_buffer", default: 0) != 0 {
      guard let filled = call.optionalInput(7)?.integers?.first, filled >= 0 else { return cached }
      return min((Count(filled) + Count(new)).value ?? cached, cached)
    }
    return (Count(cached) + Count(new)).value ?? .max
  }

  private func unreadable(_ shape: [Int], _ call: OperatorCall) -> OperatorError {
    call.shapeError("queries or keys of the shape \(shape.shapeText)")
  }
}
