import ModelGraph

/// Activations whose cost depends on their settings: Gelu, Swish, SwiGLU.
struct GatedActivation: OperatorRule {
  var worksInPlace: Bool { true }

  var operators: [OperatorDescription] {
    [
      .onnx(
        "Gelu", 20,
        otherFlops: "4·n, y = x/2·(1 + erf(x/√2)); with approximate=tanh 8·n, "
          + "y = x/2·(1 + tanh(√(2/π)·(x + 0.044715·x³)))",
        transcendentals: "n",
        paper: "Hendrycks, Gimpel, Gaussian error linear units, arXiv:1606.08415"),
      .onnx(
        "Swish", 24, otherFlops: "3·n, y = x·1/(1 + exp(−α·x)); n more where α ≠ 1",
        transcendentals: "n",
        paper: "Ramachandran, Zoph, Le, Searching for activation functions, arXiv:1710.05941"),
      .onnx(
        "SwiGLU", 28, otherFlops: "4·n, y = a·1/(1 + exp(−α·a))·b; n more where α ≠ 1",
        transcendentals: "n",
        paper: "Shazeer, GLU variants improve transformer, arXiv:2002.05202, equation 6"),
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let input = try call.input(0)
    if call.type == "SwiGLU", try call.input(1).shape != input.shape {
      throw call.shapeError("a gate and a value of different shapes")
    }
    return [Operand(input.elementType, input.shape)]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let elements = outputs.first?.elementCount ?? 0
    let isScaled = try call.number("alpha", default: 1) != 1
    let each: Count =
      switch call.type {
      case "Gelu": try call.string("approximate", default: "none") == "tanh" ? 8 : 4
      case "Swish": isScaled ? 4 : 3
      default: isScaled ? 5 : 4
      }
    return LayerCost(otherFlops: each * elements, transcendentals: elements)
  }
}
