import ModelGraph

/// Max, Min, Sum and Mean of any number of tensors that broadcast to one another.
struct ElementwiseVariadic: OperatorRule {
  var worksInPlace: Bool { true }

  var operators: [OperatorDescription] {
    [
      .onnx("Max", 13, otherFlops: "(k − 1)·n for k inputs"),
      .onnx("Min", 13, otherFlops: "(k − 1)·n for k inputs"),
      .onnx("Sum", 13, otherFlops: "(k − 1)·n for k inputs"),
      .onnx("Mean", 13, otherFlops: "k·n for k inputs: k − 1 additions and a division"),
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let first = try call.input(0)
    let operands = call.inputs.compactMap { $0 }
    let shape = try Broadcast.shape(operands.map(\.shape))
    var result = first
    result.isConstant = false
    for next in operands.dropFirst() {
      let joint = try Broadcast.shape([result.shape, next.shape])
      result.contents = contents(of: result, next, shape: joint, type: call.type)
      result.shape = joint
    }
    return [Operand(first.elementType, shape, contents: isMean(call) ? nil : result.contents)]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let operands = call.inputs.count { $0 != nil }
    let steps = Count(max(operands - 1, 0)) + (isMean(call) ? 1 : 0)
    return LayerCost(otherFlops: steps * (outputs.first?.elementCount ?? 0))
  }

  private func isMean(_ call: OperatorCall) -> Bool { call.type == "Mean" }

  private func contents(
    of left: Operand, _ right: Operand, shape: [Int], type: String
  ) -> TensorContents? {
    let element = left.elementType
    return switch type {
    case "Max":
      Broadcast.contents(
        left, right, shape: shape, type: element, integers: { max($0, $1) },
        reals: { max($0, $1) })
    case "Min":
      Broadcast.contents(
        left, right, shape: shape, type: element, integers: { min($0, $1) },
        reals: { min($0, $1) })
    case "Sum":
      Broadcast.contents(
        left, right, shape: shape, type: element, integers: IntegerArithmetic.sum,
        reals: { $0 + $1 })
    default: nil
    }
  }
}
