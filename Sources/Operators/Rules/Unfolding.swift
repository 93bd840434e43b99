import ModelGraph

/// Col2Im and MaxUnpool: windows put back into a picture.
struct Unfolding: OperatorRule {
  var operators: [OperatorDescription] {
    [
      .onnx("Col2Im", 18, otherFlops: "one addition for each element of the input"),
      .onnx("MaxUnpool", 22, bytes: "the whole picture is written"),
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let input = try call.input(0, rankAtLeast: 3)
    guard call.type == "Col2Im" else {
      return [Operand(input.elementType, try unpooled(input.shape, call))]
    }
    let (picture, block) = try (call.integers(ofInput: 1), call.integers(ofInput: 2))
    guard let size = block.elementCount.value, size > 0, input.shape[1] % size == 0,
      picture.allSatisfy({ $0 >= 0 })
    else {
      throw call.shapeError("\(input.shape.shapeText) of blocks of \(block) in \(picture)")
    }
    return [Operand(input.elementType, [input.shape[0], input.shape[1] / size] + picture)]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    LayerCost(otherFlops: call.type == "Col2Im" ? try call.input(0).elementCount : 0)
  }

  /// stride·(in − 1) + k − pads, or the shape that is given.
  private func unpooled(_ shape: [Int], _ call: OperatorCall) throws(OperatorError) -> [Int] {
    if call.optionalInput(2) != nil {
      let given = try call.integers(ofInput: 2)
      guard given.count == shape.count, given.allSatisfy({ $0 >= 0 }) else {
        throw call.shapeError("the output shape \(given) for \(shape.shapeText)")
      }
      return given
    }
    let picture = shape.dropFirst(2)
    let window = try SlidingWindow(of: call, axes: picture.count)
    var sizes = Array(shape.prefix(2))
    for (axis, size) in picture.enumerated() {
      let pads = Count(window.pads[axis]) + Count(window.pads[axis + picture.count])
      let made =
        Count(window.strides[axis]) * (Count(size) - 1) + Count(window.kernel[axis]) - pads
      guard let made = made.value else {
        throw call.shapeError("pads larger than what an axis of \(size) unpools to")
      }
      sizes.append(made)
    }
    return sizes
  }
}
