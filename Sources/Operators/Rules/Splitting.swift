import ModelGraph

/// Split: parts of given lengths, or equal ones as many as the layer has outputs.
struct Splitting: OperatorRule {
  var operators: [OperatorDescription] { [.onnx("Split", 18)] }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let input = try call.input(0, rankAtLeast: 1)
    let axis = try call.axis("axis", default: 0, rank: input.shape.count)
    let lengths = try lengths(of: input.shape[axis], call)
    var start = 0
    return lengths.map { length in
      var part = Cut(of: input.shape)
      part.cut(axis, from: start, to: start + length, step: 1)
      start += length
      let contents = input.contents(
        walking: part.shape, strides: part.strides, offset: part.offset)
      return Operand(input.elementType, part.shape, contents: contents)
    }
  }

  private func lengths(of size: Int, _ call: OperatorCall) throws(OperatorError) -> [Int] {
    if let given = try call.integers("split", orInput: 1) {
      guard given.elementSum.value == size else {
        throw call.shapeError("the parts \(given) do not add up to the dimension \(size)")
      }
      return given
    }
    let parts = try call.integer(
      "num_outputs", default: max(call.layer.outputs.count, 1),
      in: 1...OperatorCall.largestSetting)
    guard parts <= max(call.layer.outputs.count, 1) else {
      throw call.shapeError("num_outputs=\(parts) for \(call.layer.outputs.count) outputs")
    }
    // Equal parts; since version 18 the last may be shorter.
    let length = (size + parts - 1) / parts
    guard size % parts == 0 || !call.isBefore(version: 18), length * (parts - 1) <= size else {
      throw call.shapeError("the dimension \(size) does not split into \(parts) equal parts")
    }
    return Array(repeating: length, count: parts - 1) + [size - length * (parts - 1)]
  }
}

extension Sequence<Int> {
  /// The sum of sizes; a negative one counts as overflow.
  var elementSum: Count {
    reduce(0) { $0 + Count($1) }
  }
}
