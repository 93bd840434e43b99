import ModelGraph

/// Gelu in its forms, with the bias that stands before it.
struct FusedGelu: OperatorRule {
  var worksInPlace: Bool { true }

  var operators: [OperatorDescription] {
    let paper = "Hendrycks, Gimpel, Gaussian error linear units, arXiv:1606.08415"
    return [
      .contrib(
        "Gelu", otherFlops: "4·n, y = x/2·(1 + erf(x/√2))", transcendentals: "n", paper: paper),
      .contrib(
        "BiasGelu", otherFlops: "5·n, y = x/2·(1 + erf(x/√2)) of x = a + b", transcendentals: "n",
        paper: paper),
      .contrib(
        "FastGelu",
        otherFlops: "8·n, y = x/2·(1 + tanh(√(2/π)·(x + 0.044715·x³))); n more where there is a "
          + "bias",
        transcendentals: "n", paper: paper),
      .contrib(
        "QuickGelu", otherFlops: "4·n, y = x·1/(1 + exp(−α·x)); 3·n where α = 1",
        transcendentals: "n", paper: paper),
      .contrib(
        "BiasSplitGelu",
        otherFlops: "n for the bias, 5·n/2: the first half times the Gelu of the second",
        transcendentals: "n/2", paper: paper),
      .contrib("BiasAdd", otherFlops: "2·n, y = x + b + skip"),
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let input = try call.input(0)
    if let bias = call.optionalInput(1),
      try Broadcast.shape([input.shape, bias.shape]) != input.shape
    {
      throw call.shapeError("a bias of \(bias.shape.shapeText) for \(input.shape.shapeText)")
    }
    var shape = input.shape
    if call.type == "BiasSplitGelu", let width = shape.last {
      shape[shape.count - 1] = width / 2
    }
    return [Operand(input.elementType, shape)]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let elements = try call.input(0).elementCount
    let made = outputs.first?.elementCount ?? 0
    if call.type == "BiasSplitGelu" {
      return LayerCost(otherFlops: elements + 5 * made, transcendentals: made)
    }
    let each: Count =
      switch call.type {
      case "Gelu": 4
      case "BiasGelu": 5
      case "FastGelu": call.optionalInput(1) == nil ? 8 : 9
      case "QuickGelu": try call.number("alpha", default: 1.702) == 1 ? 3 : 4
      default: 2
      }
    return LayerCost(
      otherFlops: each * elements, transcendentals: call.type == "BiasAdd" ? 0 : elements)
  }
}
