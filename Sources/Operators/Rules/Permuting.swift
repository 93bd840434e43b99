import ModelGraph

/// Transpose: the axes in another order; every element is moved.
struct Permuting: OperatorRule {
  var operators: [OperatorDescription] { [.onnx("Transpose", 25)] }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let input = try call.input(0)
    let order = try call.integers("perm") ?? input.shape.indices.reversed()
    guard order.sorted() == Array(input.shape.indices) else {
      throw call.shapeError("perm=\(order) is no order of the axes of \(input.shape.shapeText)")
    }
    let strides = Places.strides(of: input.shape)
    let shape = order.map { input.shape[$0] }
    let contents = input.contents(walking: shape, strides: order.map { strides[$0] })
    return [Operand(input.elementType, shape, contents: contents)]
  }
}
