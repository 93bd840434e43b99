import ModelGraph

/// Attention and QAttention: queries, keys and values made of one input by one matrix, and attention
/// of them.
struct ProjectedAttention: OperatorRule {
  var operators: [OperatorDescription] {
    let macs = "B·L·C·(q + k + v) for the projections; \(AttentionSizes.macs)"
    let other = "B·L·(q + k + v) where there is a bias; \(AttentionSizes.otherFlops)"
    return [
      .contrib(
        "Attention", macs: macs, otherFlops: "\(other); 3·B·L·(q + k) with do_rotary",
        transcendentals: AttentionSizes.transcendentals, paper: AttentionSizes.paper),
      .contrib(
        "DecoderMaskedSelfAttention", macs: macs,
        otherFlops: "\(other); 3·B·L·(q + k) with do_rotary",
        transcendentals: AttentionSizes.transcendentals, paper: AttentionSizes.paper),
      .contrib(
        "QAttention", macs: macs,
        otherFlops: "\(other); 2·B·L·(q + k + v) to convert and scale the projections, and the "
          + "elements of the input and the weights where a zero point is subtracted from them",
        transcendentals: AttentionSizes.transcendentals, paper: AttentionSizes.paper),
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let layer = try Projection(call)
    let (sizes, past) = (layer.sizes, layer.past)
    let type = try call.input(isQuantized(call) ? 3 : 0).elementType
    let shares = try call.integer("past_present_share_buffer", default: 0) != 0
    let places = shares ? past?.shape[3] ?? sizes.keys : sizes.keys
    return [
      Operand(type, [sizes.batch, sizes.queries, layer.widths[2]]),
      Operand(
        past?.elementType ?? type, [2, sizes.batch, sizes.heads, places, sizes.depth]),
    ]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let layer = try Projection(call)
    let places = Count(layer.sizes.batch) * Count(layer.sizes.queries)
    let width = layer.widths.reduce(Count(0)) { $0 + Count($1) }
    let isMasked = call.optionalInput(isQuantized(call) ? 5 : 3) != nil
    let isBiased = !isQuantized(call) && call.optionalInput(5) != nil
    var cost = layer.sizes.cost(extras: (isMasked ? 1 : 0) + (isBiased ? 1 : 0))
    cost.macs += places * Count(layer.inputWidth) * width
    if call.optionalInput(2) != nil { cost.otherFlops += places * width }
    if try call.integer("do_rotary", default: 0) != 0 {
      cost.otherFlops += 3 * places * (Count(layer.widths[0]) + Count(layer.widths[1]))
    }
    if isQuantized(call) { try addQuantization(to: &cost, call, made: places * width) }
    if try call.integer("unidirectional", default: 0) != 0 {
      cost.notes.append(AttentionSizes.causalNote)
    }
    return cost
  }

  private func isQuantized(_ call: OperatorCall) -> Bool { call.type == "QAttention" }

  private func addQuantization(
    to cost: inout LayerCost, _ call: OperatorCall, made: Count
  ) throws(OperatorError) {
    cost.otherFlops += 2 * made
    if call.optionalInput(6) != nil { cost.otherFlops += try call.input(0).elementCount }
    if call.optionalInput(7) != nil { cost.otherFlops += try call.input(1).elementCount }
    cost.computeType = try call.input(1).elementType
    cost.notes.append(
      "the scores are floating-point numbers, and counted at the rate of the integer projection")
  }

  /// The sizes of the projections.
  private struct Projection {
    var inputWidth: Int
    /// Channels of queries, keys and values.
    var widths: [Int]
    var past: Operand?
    var sizes: AttentionSizes

    init(_ call: OperatorCall) throws(OperatorError) {
      let shape = try call.input(0, rankAtLeast: 3).shape
      let weights = try call.input(1, rankAtLeast: 2).shape
      let range = 1...OperatorCall.largestSetting
      widths =
        try call.integers("qkv_hidden_sizes", in: range)
        ?? Array(repeating: weights[1] / 3, count: 3)
      let sum = widths.reduce(Count(0)) { $0 + Count($1) }
      guard shape.count == 3, weights.count == 2, shape[2] == weights[0], widths.count == 3,
        sum.value == weights[1], widths[0] == widths[1]
      else {
        throw call.shapeError("\(shape.shapeText) projected by \(weights.shapeText)")
      }
      inputWidth = shape[2]
      let heads = try call.heads()
      past = call.optionalInput(call.type == "QAttention" ? 8 : 4)
      sizes = AttentionSizes(
        batch: shape[0], heads: heads, sharedHeads: heads, queries: shape[1], keys: shape[1],
        depth: try call.channels(of: widths[0], inHeads: heads),
        valueDepth: try call.channels(of: widths[2], inHeads: heads))
      guard let past else { return }
      guard past.shape.count == 5 else { throw call.shapeError("past \(past.shape.shapeText)") }
      sizes.keys = try keys(call, after: past.shape[3])
    }

    /// The cached places, as far as the buffer is filled, and the new ones.
    private func keys(_ call: OperatorCall, after cached: Int) throws(OperatorError) -> Int {
      if try call.integer("past_present_share_buffer", default: 0) != 0 {
        guard let filled = call.optionalInput(6)?.integers?.first, filled >= 0 else {
          return cached
        }
        return min((Count(filled) + Count(sizes.queries)).value ?? cached, cached)
      }
      return (Count(cached) + Count(sizes.queries)).value ?? .max
    }
  }
}
