import ModelGraph

/// Products with weights of 4 or 8 bits in blocks with a scale each, whose sizes stand in the weights:
/// floating-point ones, those of MatMulFpQ4, and those with an adapter of a low rank beside them.
struct BlockScaledProduct: OperatorRule {
  var operators: [OperatorDescription] {
    let bytes = "of the weights their packed bits, with their scales"
    return [
      .contrib(
        "MatMulBlockQuantizedFp8Weight", macs: "rows·N·K",
        otherFlops:
          "2·N·K to dequantise the weights (convert, scale), 2·rows·K where a_scale quantises "
          + "the input, rows·N where there is a bias",
        bytes: bytes, paper: "Micikevicius et al., FP8 formats, arXiv:2209.05433"),
      .contrib(
        "MatMulBlockQuantizedFp4Weight", macs: "rows·N·K",
        otherFlops:
          "2·N·K to dequantise the weights (convert, scale) and 1 for each block's scale, "
          + "rows·N where there is a bias",
        bytes: bytes, paper: "OCP Microscaling Formats (MX) 1.0, section 5.3.3"),
      .contrib(
        "MatMulFpQ4", macs: "rows·N·K",
        otherFlops:
          "2·N·K to dequantise the weights (convert, scale), N·K where blocks have an offset",
        bytes: bytes),
      .contrib(
        "MatMulNBitsQLoRA", macs: "rows·N·K + rows·K·R + rows·R·N, for an adapter of rank R",
        otherFlops:
          "2 for each weight to dequantise it (convert, scale), rows·N to add the adapter's "
          + "result",
        bytes: bytes, paper: "Dettmers et al., QLoRA, arXiv:2305.14314, equation 5"),
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let input = try call.input(0, rankAtLeast: 1)
    let (columns, depth) = try sizes(call)
    guard input.shape.last == depth else {
      throw call.shapeError("\(input.shape.shapeText) times weights of \(depth) rows")
    }
    return [Operand(input.elementType, input.shape.dropLast() + [columns])]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let (columns, depth) = try sizes(call)
    let input = try call.input(0)
    let rows = input.shape.dropLast().elementCount
    let weights = Count(columns) * Count(depth)
    var cost = LayerCost(
      macs: rows * weights, otherFlops: 2 * weights, computeType: input.elementType)
    switch call.type {
    case "MatMulBlockQuantizedFp8Weight":
      if call.optionalInput(3) != nil { cost.otherFlops += 2 * rows * Count(depth) }
      if call.optionalInput(4) != nil { cost.otherFlops += rows * Count(columns) }
    case "MatMulBlockQuantizedFp4Weight":
      cost.otherFlops += try call.input(2).elementCount
      if call.optionalInput(5) != nil { cost.otherFlops += rows * Count(columns) }
      cost.packedElements = [1: weights]
    case "MatMulFpQ4":
      if try call.integer("blk_quant_type", default: 1) == 1 { cost.otherFlops += weights }
      cost.packedElements = [1: weights]
    default:
      cost.packedElements = [1: weights]
      try addAdapter(to: &cost, of: call, rows: rows, columns: Count(columns), depth: Count(depth))
    }
    return cost
  }

  /// The two products of a low rank, and their sum with the first; without its second half there is none.
  private func addAdapter(
    to cost: inout LayerCost, of call: OperatorCall, rows: Count, columns: Count, depth: Count
  ) throws(OperatorError) {
    let (down, up) = try (call.input(3, rankAtLeast: 1), call.input(5, rankAtLeast: 1))
    guard up.elementCount.value != 0 else { return }
    let isDownEmpty = down.elementCount.value == 0
    let places = isDownEmpty ? try call.input(4, rankAtLeast: 1).shape : down.shape
    let rank = Count(places[0])
    let weights = (down: isDownEmpty ? 0 : depth * rank, up: rank * columns)
    cost.macs += rows * (weights.down + weights.up)
    cost.otherFlops += 2 * (weights.down + weights.up) + rows * columns
    cost.packedElements[3] = weights.down
    cost.packedElements[5] = weights.up
  }

  private func sizes(
    _ call: OperatorCall
  ) throws(OperatorError) -> (columns: Int, depth: Int) {
    switch call.type {
    case "MatMulBlockQuantizedFp8Weight", "MatMulBlockQuantizedFp4Weight":
      let weights = try call.input(1, rankAtLeast: 2).shape
      let packed = call.type == "MatMulBlockQuantizedFp4Weight" ? 2 : 1
      return (weights[0], (Count(weights[1]) * Count(packed)).value ?? .max)
    case "MatMulFpQ4":
      let shape = try call.integers(ofInput: 2)
      guard shape.count == 2, shape.allSatisfy({ $0 >= 0 }) else {
        throw call.shapeError("weights of the shape \(shape.shapeText)")
      }
      return (shape[1], shape[0])
    default:
      let range = 1...OperatorCall.largestSetting
      return (
        try call.integer("N", default: 0, in: range), try call.integer("K", default: 0, in: range)
      )
    }
  }
}
