import ModelGraph

/// OneHot and EyeLike: tensors of two values, told by place.
struct Encoding: OperatorRule {
  var operators: [OperatorDescription] {
    [.onnx("OneHot", 28), .onnx("EyeLike", 22, bytes: "the output is written")]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let input = try call.input(0)
    guard call.type == "OneHot" else {
      let type = try call.elementType("dtype", default: input.elementType)
      return [Operand(type, input.shape)]
    }
    let values = try call.numbers(ofInput: 1)
    guard let depth = values.first.flatMap(IntegerArithmetic.truncated), depth >= 0 else {
      throw call.shapeError("the depth \(values)")
    }
    var shape = input.shape
    shape.insert(depth, at: try call.axis("axis", default: -1, rank: shape.count + 1))
    return [Operand(try call.input(2).elementType, shape)]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    LayerCost(traffic: Traffic(elementsRead: call.type == "EyeLike" ? [0: 0] : [:]))
  }
}
