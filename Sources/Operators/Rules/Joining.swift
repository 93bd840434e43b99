import ModelGraph

/// Concat: tensors set one after another along an axis.
struct Joining: OperatorRule {
  var operators: [OperatorDescription] { [.onnx("Concat", 13)] }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let first = try call.input(0, rankAtLeast: 1)
    let parts = call.inputs.compactMap { $0 }
    let axis = try call.axis("axis", default: 0, rank: first.shape.count)
    var length = Count(0)
    for part in parts {
      var shape = part.shape
      guard shape.count == first.shape.count else { throw mismatch(parts, call) }
      length += Count(shape[axis])
      shape[axis] = first.shape[axis]
      guard shape == first.shape else { throw mismatch(parts, call) }
    }
    var shape = first.shape
    shape[axis] = length.value ?? Int.max
    return [
      Operand(first.elementType, shape, contents: contents(of: parts, axis: axis, shape: shape))
    ]
  }

  private func mismatch(_ parts: [Operand], _ call: OperatorCall) -> OperatorError {
    let shapes = parts.map(\.shape.shapeText).joined(separator: ", ")
    return call.shapeError("the shapes \(shapes) do not join")
  }

  private func contents(of parts: [Operand], axis: Int, shape: [Int]) -> TensorContents? {
    guard shape.isSmall, parts.allSatisfy({ $0.contents != nil }) else { return nil }
    let outer = shape[..<axis].reduce(1, *)
    var joined: [TensorContents] = []
    for block in 0..<outer {
      for part in parts {
        let length = part.shape[axis...].reduce(1, *)
        let places = block * length..<(block + 1) * length
        guard let piece = part.contents.flatMap({ Values.picked(Array(places), of: $0) }) else {
          return nil
        }
        joined.append(piece)
      }
    }
    return Values.joined(joined)
  }
}
