import ModelGraph

/// The QOrdered operators but attention: integers of 8 bits around zero, in the orders of cuBLASLt.
struct OrderedQuantization: OperatorRule {
  var operators: [OperatorDescription] {
    [
      .contrib("QuantizeWithOrder", otherFlops: "4·n: divide, round, two bounds"),
      .contrib("DequantizeWithOrder", otherFlops: "2·n: convert, multiply"),
      .contrib(
        "QOrderedGelu",
        otherFlops: "10·n: 2 to convert and scale, 4 of Gelu, 4 to divide, round and bound",
        transcendentals: "n (erf)",
        paper: "Hendrycks, Gimpel, Gaussian error linear units, arXiv:1606.08415"),
      .contrib(
        "QOrderedLayerNormalization",
        otherFlops: "6·n for the integers, and those of LayerNormalization",
        transcendentals: "rows (a square root)",
        paper: "Ba, Kiros, Hinton, Layer normalization, arXiv:1607.06450, equation 3"),
      .contrib(
        "QOrderedMatMul", macs: "B·M·N·K, B being the product of the broadcast leading axes",
        otherFlops:
          "4·B·M·N (scale, round, two bounds), B·M·N where there is a bias, 2·B·M·N where "
          + "there is a C (scale, add)"),
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let input = try call.input(0)
    switch call.type {
    case "QuantizeWithOrder": return [Operand(.int8, input.shape)]
    case "DequantizeWithOrder":
      return [Operand(try call.elementType("to", default: .float32), input.shape)]
    case "QOrderedMatMul":
      return [Operand(.int8, try MatrixProduct().outputs(of: product(call))[0].shape)]
    case "QOrderedLayerNormalization":
      return [Operand(.int8, try RowNormalization().outputs(of: normalization(call))[0].shape)]
    default: return [Operand(.int8, input.shape)]
    }
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let made = outputs.first?.elementCount ?? 0
    switch call.type {
    case "QuantizeWithOrder": return LayerCost(otherFlops: 4 * made)
    case "DequantizeWithOrder": return LayerCost(otherFlops: 2 * made)
    case "QOrderedMatMul":
      let each = 4 + (call.optionalInput(5) == nil ? 0 : 1) + (call.optionalInput(6) == nil ? 0 : 2)
      return try MatrixProduct().cost(of: product(call), outputs: outputs)
        .adding(LayerCost(otherFlops: Count(each) * made))
    case "QOrderedLayerNormalization":
      return try RowNormalization().cost(of: normalization(call), outputs: outputs)
        .adding(LayerCost(otherFlops: 6 * made))
    default: return LayerCost(otherFlops: 10 * made, transcendentals: made)
    }
  }

  /// Both factors, without their scales.
  private func product(_ call: OperatorCall) throws(OperatorError) -> OperatorCall {
    call.standing(for: "MatMul", inputs: [try call.input(0), try call.input(2)])
  }

  private func normalization(_ call: OperatorCall) throws(OperatorError) -> OperatorCall {
    call.standing(
      for: "LayerNormalization",
      inputs: [try call.input(0), try call.input(2), call.optionalInput(3)])
  }
}

/// QOrderedAttention: as Attention, of integers, with a matrix each for queries, keys and values.
struct OrderedAttention: OperatorRule {
  var operators: [OperatorDescription] {
    [
      .contrib(
        "QOrderedAttention",
        macs: "B·L·C·(q + k + v) for the projections; \(AttentionSizes.macs)",
        otherFlops:
          "5·B·L·(q + k + v) (scale, bias, round, two bounds); \(AttentionSizes.otherFlops); 4 for "
          + "each score and each element of the result (scale, round, two bounds)",
        transcendentals: AttentionSizes.transcendentals, paper: AttentionSizes.paper)
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let (input, widths) = (try call.input(0, rankAtLeast: 3), try widths(call))
    return [Operand(.int8, input.shape.prefix(2) + [widths[2]])]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let (shape, widths) = (try call.input(0, rankAtLeast: 3).shape, try widths(call))
    let heads = try call.heads()
    let sizes = AttentionSizes(
      batch: shape[0], heads: heads, sharedHeads: heads, queries: shape[1], keys: shape[1],
      depth: try call.channels(of: widths[0], inHeads: heads),
      valueDepth: try call.channels(of: widths[2], inHeads: heads))
    let projected = shape.prefix(2).elementCount * widths.reduce(Count(0)) { $0 + Count($1) }
    let extras = [17, 19].count { call.optionalInput($0) != nil }
    var cost = sizes.cost(extras: extras)
    cost.macs += projected * Count(shape[2])
    cost.otherFlops +=
      5 * projected + 4 * sizes.scores + 4 * (outputs.first?.elementCount ?? 0)
    if try call.integer("unidirectional", default: 0) != 0 {
      cost.notes.append(AttentionSizes.causalNote)
    }
    return cost
  }

  /// Channels of queries, keys and values.
  private func widths(_ call: OperatorCall) throws(OperatorError) -> [Int] {
    let input = try call.input(0, rankAtLeast: 3).shape
    var widths: [Int] = []
    for place in 5...7 {
      let weights = try call.input(place, rankAtLeast: 2).shape
      guard input.count == 3, weights.count == 2, weights[0] == input[2] else {
        throw call.shapeError("\(input.shapeText) projected by \(weights.shapeText)")
      }
      widths.append(weights[1])
    }
    guard widths[0] == widths[1] else {
      throw call.shapeError("queries of \(widths[0]) channels, keys of \(widths[1])")
    }
    return widths
  }
}
