import ModelGraph

/// MatMulNBits and MatMulBnb4: products with weights of a few bits, packed into bytes, with a scale
/// for each block of them.
struct BlockQuantizedProduct: OperatorRule {
  var operators: [OperatorDescription] {
    let bytes = "of the weights their packed bits, with their scales and zero points"
    return [
      .contrib(
        "MatMulNBits", macs: "rows·N·K",
        otherFlops: "2·N·K to dequantise the weights (convert, scale), N·K where there are zero "
          + "points, rows·N where there is a bias",
        bytes: bytes, paper: "Frantar et al., GPTQ, arXiv:2210.17323"),
      .contrib(
        "MatMulBnb4", macs: "rows·N·K",
        otherFlops: "N·K to dequantise the weights (look up, scale)", bytes: bytes,
        paper: "Dettmers et al., QLoRA, arXiv:2305.14314"),
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let input = try call.input(0, rankAtLeast: 1)
    let (columns, depth) = try sizes(call)
    let transposes = try call.integer("transB", default: 1) != 0
    let isTurned = call.type == "MatMulBnb4" && !transposes
    let (length, made) = isTurned ? (columns, depth) : (depth, columns)
    guard input.shape.last == length else {
      throw call.shapeError("\(input.shape.shapeText) times weights of \(length) rows")
    }
    let bits = try bits(call)
    let packed = (Count(columns) * Count(depth)).bytes(ofBits: bits)
    guard let needed = packed.value, let held = try call.input(1).storedBytes, held >= needed else {
      throw call.shapeError("\(columns)x\(depth) weights of \(bits) bits in too few bytes")
    }
    return [Operand(input.elementType, input.shape.dropLast() + [made])]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let (columns, depth) = try sizes(call)
    let weights = Count(columns) * Count(depth)
    let input = try call.input(0)
    let made = outputs.first?.elementCount ?? 0
    let rows = input.shape.dropLast().elementCount
    var other = (call.type == "MatMulBnb4" ? 1 : 2) * weights
    if call.type == "MatMulNBits" {
      if call.optionalInput(3) != nil { other += weights }
      if call.optionalInput(5) != nil { other += made }
    }
    return LayerCost(
      macs: rows * weights, otherFlops: other, computeType: input.elementType,
      packedElements: [1: weights])
  }

  private func bits(_ call: OperatorCall) throws(OperatorError) -> Int {
    call.type == "MatMulBnb4" ? 4 : try call.integer("bits", default: 4, in: 1...8)
  }

  private func sizes(
    _ call: OperatorCall
  ) throws(OperatorError) -> (columns: Int, depth: Int) {
    let range = 1...OperatorCall.largestSetting
    return (
      try call.integer("N", default: 0, in: range), try call.integer("K", default: 0, in: range)
    )
  }
}

extension Operand {
  /// The bytes of all its elements, packed; nil where there are too many.
  var storedBytes: Int? { elementCount.bytes(ofBits: elementType.bits).value }
}
