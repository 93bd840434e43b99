import ModelGraph

/// CumSum and CumProd: running sums and products along an axis.
struct Accumulating: OperatorRule {
  var operators: [OperatorDescription] {
    [
      .onnx("CumSum", 14, otherFlops: "n − rows additions, a row being one run along the axis"),
      .onnx(
        "CumProd", 26, otherFlops: "n − rows multiplications, a row being one run along the axis"),
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let input = try call.input(0, rankAtLeast: 1)
    return [Operand(input.elementType, input.shape)]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let input = try call.input(0, rankAtLeast: 1)
    let rank = input.shape.count
    guard let axis = try call.input(1).integers?.first else {
      return LayerCost(
        otherFlops: input.elementCount,
        notes: ["the axis is known only while the model runs: n steps are counted"])
    }
    var steps = input.shape
    let place = try call.axis(axis, rank: rank)
    steps[place] = max(steps[place] - 1, 0)
    return LayerCost(otherFlops: steps.elementCount)
  }
}
