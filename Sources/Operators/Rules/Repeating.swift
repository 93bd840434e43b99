import ModelGraph

/// Expand and Tile: the input is read once and written as often as it repeats.
struct Repeating: OperatorRule {
  var operators: [OperatorDescription] { [.onnx("Expand", 13), .onnx("Tile", 13)] }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let input = try call.input(0)
    let sizes = try call.integers(ofInput: 1)
    return [
      call.type == "Tile" ? try tiled(input, sizes, call) : try expanded(input, sizes, call)
    ]
  }

  private func expanded(
    _ input: Operand, _ sizes: [Int], _ call: OperatorCall
  ) throws(OperatorError) -> Operand {
    guard sizes.allSatisfy({ $0 >= 0 }) else {
      throw call.shapeError("the negative size in \(sizes)")
    }
    let shape = try Broadcast.shape([input.shape, sizes])
    return Operand(input.elementType, shape, contents: input.contents(broadcastTo: shape))
  }

  private func tiled(
    _ input: Operand, _ repeats: [Int], _ call: OperatorCall
  ) throws(OperatorError) -> Operand {
    guard repeats.count == input.shape.count, repeats.allSatisfy({ $0 >= 0 }) else {
      throw call.shapeError("the repeats \(repeats) of \(input.shape.shapeText)")
    }
    let shape = zip(input.shape, repeats).map { (Count($0) * Count($1)).value ?? Int.max }
    guard shape.isSmall, let contents = input.contents else {
      return Operand(input.elementType, shape)
    }
    // Each axis is walked as (repeat, element), the repeats with a stride of 0.
    let strides = Places.strides(of: input.shape).flatMap { [0, $0] }
    let places = Places.walk(
      zip(repeats, input.shape).flatMap { [$0, $1] }, strides: strides)
    return Operand(input.elementType, shape, contents: Values.picked(places, of: contents))
  }
}
