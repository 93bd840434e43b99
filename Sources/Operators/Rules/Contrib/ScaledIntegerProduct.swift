import ModelGraph

/// Integer matrix products that end in floating-point numbers, and QGemm.
struct ScaledIntegerProduct: OperatorRule {
  var operators: [OperatorDescription] {
    let macs = "B·M·N·K, B being the product of the broadcast leading axes"
    return [
      .contrib(
        "MatMulIntegerToFloat", macs: macs,
        otherFlops: "2·B·M·N (convert, scale), B·M·N where there is a bias, and the elements of A "
          + "and of B where a zero point is subtracted from them"),
      .contrib(
        "DynamicQuantizeMatMul", macs: macs,
        otherFlops: "8 for each element of A (as DynamicQuantizeLinear, and its zero point), "
          + "2·B·M·N (convert, scale), B·M·N where there is a bias, and the elements of B where a "
          + "zero point is subtracted from them"),
      .contrib("MatMulInteger16", macs: macs),
      .contrib(
        "QGemm", macs: "M·N·K",
        otherFlops: "M·N where there is a C; 5·M·N (scale, round, add the zero point, two bounds), "
          + "or 2·M·N (convert, scale) for floating-point results; the elements of A and of B"),
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    var made = try product(call)
    let type: ElementType =
      switch call.type {
      case "MatMulIntegerToFloat": try call.input(2).elementType
      case "DynamicQuantizeMatMul": try call.input(0).elementType
      case "MatMulInteger16":
        try call.input(0).elementType == .uint16 ? .uint32 : .int32
      default: call.optionalInput(8)?.elementType ?? .float32
      }
    made.elementType = type
    return [made]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let made = outputs.first?.elementCount ?? 0
    let left = try call.input(0)
    let right = try call.input(call.type == "QGemm" ? 3 : 1)
    let other: Count =
      switch call.type {
      case "MatMulIntegerToFloat":
        2 * made + (call.optionalInput(6) == nil ? 0 : made)
          + (call.optionalInput(4) == nil ? 0 : left.elementCount)
          + (call.optionalInput(5) == nil ? 0 : right.elementCount)
      case "DynamicQuantizeMatMul":
        8 * left.elementCount + 2 * made + (call.optionalInput(4) == nil ? 0 : made)
          + (call.optionalInput(3) == nil ? 0 : right.elementCount)
      case "QGemm":
        (call.optionalInput(8) == nil ? 2 : 5) * made + (call.optionalInput(6) == nil ? 0 : made)
          + left.elementCount + right.elementCount
      default: 0
      }
    return LayerCost(
      macs: made * Count(try depth(call)), otherFlops: other, computeType: right.elementType)
  }

  private func product(_ call: OperatorCall) throws(OperatorError) -> Operand {
    let isGemm = call.type == "QGemm"
    let inputs = [try call.input(0), try call.input(isGemm ? 3 : 1)]
    let outputs =
      isGemm
      ? try GeneralMatrixProduct().outputs(of: call.standing(for: "Gemm", inputs: inputs))
      : try MatrixProduct().outputs(of: call.standing(for: "MatMul", inputs: inputs))
    guard let first = outputs.first else { throw call.shapeError("no product") }
    return first
  }

  /// The length of the sums, K.
  private func depth(_ call: OperatorCall) throws(OperatorError) -> Int {
    let shape = try call.input(0, rankAtLeast: 1).shape
    let transposes = try call.integer("transA", default: 0) != 0
    return (call.type == "QGemm" && transposes ? shape.first : shape.last) ?? 0
  }
}
