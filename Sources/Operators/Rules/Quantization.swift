import ModelGraph

/// Between floating-point numbers and scaled integers.
struct Quantization: OperatorRule {
  var operators: [OperatorDescription] {
    [
      .onnx(
        "QuantizeLinear", 28,
        otherFlops: "4·n: divide, round, two bounds; n more where there is a zero point",
        paper: "Jacob et al., Quantization and training of neural networks, arXiv:1712.05877, "
          + "equation 1"),
      .onnx(
        "DequantizeLinear", 28,
        otherFlops: "2·n: convert, multiply; n more where there is a zero point",
        paper: "Jacob et al., arXiv:1712.05877, equation 1"),
      .onnx(
        "DynamicQuantizeLinear", 11,
        otherFlops: "7·n: smallest, largest, divide, round, add the zero point, two bounds"),
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let input = try call.input(0)
    switch call.type {
    case "QuantizeLinear":
      let stated = try call.elementType("output_dtype", default: .uint8)
      let type = call.optionalInput(2)?.elementType ?? stated
      return [Operand(type, input.shape)]
    case "DequantizeLinear":
      let type = try call.elementType("output_dtype", default: call.input(1).elementType)
      return [Operand(type, input.shape)]
    default:
      return [Operand(.uint8, input.shape), Operand(.float32, []), Operand(.uint8, [])]
    }
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let hasZeroPoint = call.optionalInput(2) != nil
    let each: Count =
      switch call.type {
      case "QuantizeLinear": hasZeroPoint ? 5 : 4
      case "DequantizeLinear": hasZeroPoint ? 3 : 2
      default: 7
      }
    return LayerCost(otherFlops: each * (outputs.first?.elementCount ?? 0))
  }
}
