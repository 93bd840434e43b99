import ModelGraph

/// LinearAttention and CausalConvWithState: what state-space and linear attention models are made of.
struct RecurrentAttention: OperatorRule {
  var operators: [OperatorDescription] {
    [
      .onnx(
        "LinearAttention", 27,
        macs: "B·T·d·e·(H + K), for H query and K key heads of d, values of e; B·T·d·e·K more with "
          + "a delta rule",
        otherFlops:
          "B·T·H·e (scale); gated B·T·K·d·e more (decay); with a delta rule 2·B·T·K·e more",
        transcendentals: "the elements of the decay (exp), where it is gated",
        paper: "Katharopoulos et al., Transformers are RNNs, arXiv:2006.16236, equations 16 to 20; "
          + "Yang et al., Gated delta networks, arXiv:2412.06464, equation 10"),
      .onnx(
        "CausalConvWithState", 27, macs: "B·C·L·k",
        otherFlops: "n where there is a bias, 3·n more with silu", transcendentals: "n with silu"),
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let input = try call.input(0, rankAtLeast: 3)
    guard call.type == "LinearAttention" else {
      let weights = try call.input(1, rankAtLeast: 3).shape
      guard input.shape.count == 3, weights[0] == input.shape[1], weights[2] > 0 else {
        throw call.shapeError(
          "\(input.shape.shapeText) with weights of \(weights.shapeText)")
      }
      let state = [input.shape[0], input.shape[1], weights[2] - 1]
      return [Operand(input.elementType, input.shape), Operand(input.elementType, state)]
    }
    let sizes = try Sizes(call)
    let width = (Count(sizes.heads) * Count(sizes.valueDepth)).value ?? .max
    return [
      Operand(input.elementType, [input.shape[0], input.shape[1], width]),
      Operand(
        input.elementType, [input.shape[0], sizes.sharedHeads, sizes.depth, sizes.valueDepth]),
    ]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let made = outputs.first?.elementCount ?? 0
    guard call.type == "LinearAttention" else {
      let isActive = try call.string("activation", default: "none") != "none"
      let bias = call.optionalInput(2) == nil ? 0 : made
      return LayerCost(
        macs: made * Count(try call.input(1, rankAtLeast: 3).shape[2]),
        otherFlops: bias + (isActive ? 3 * made : 0), transcendentals: isActive ? made : 0)
    }
    let sizes = try Sizes(call)
    let rule = try call.string("update_rule", default: "gated_delta")
    let isGated = rule.hasPrefix("gated")
    let isDelta = rule.hasSuffix("delta")
    let state = sizes.tokens * Count(sizes.depth) * Count(sizes.valueDepth)
    let shared = Count(sizes.sharedHeads)
    return LayerCost(
      macs: state * (Count(sizes.heads) + shared * (isDelta ? 2 : 1)),
      otherFlops: made + (isGated ? state * shared : 0)
        + (isDelta ? 2 * sizes.tokens * shared * Count(sizes.valueDepth) : 0),
      transcendentals: isGated ? call.optionalInput(4)?.elementCount ?? 0 : 0,
      notes: ["counted step by step; a runtime that works by chunks does more"])
  }

  /// The sizes of a linear attention layer.
  private struct Sizes {
    var tokens: Count
    var heads: Int
    var sharedHeads: Int
    var depth: Int
    var valueDepth: Int

    init(_ call: OperatorCall) throws(OperatorError) {
      let (query, value) = try (
        call.input(0, rankAtLeast: 3).shape, call.input(2, rankAtLeast: 3).shape
      )
      let range = 1...OperatorCall.largestSetting
      heads = try call.integer("q_num_heads", default: 0, in: range)
      sharedHeads = try call.integer("kv_num_heads", default: 0, in: range)
      guard query[2] % heads == 0, value[2] % sharedHeads == 0, heads % sharedHeads == 0 else {
        throw call.shapeError(
          "queries \(query.shapeText) in \(heads) heads, values \(value.shapeText) "
            + "in \(sharedHeads)")
      }
      tokens = Count(query[0]) * Count(query[1])
      depth = query[2] / heads
      valueDepth = value[2] / sharedHeads
    }
  }
}
