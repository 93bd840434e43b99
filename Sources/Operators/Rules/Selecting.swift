import ModelGraph

/// Where: each element is taken from one of two tensors.
struct Selecting: OperatorRule {
  var worksInPlace: Bool { true }

  var operators: [OperatorDescription] {
    [.onnx("Where", 16, bytes: "the condition and both tensors are read once")]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let (condition, yes, no) = try (call.input(0), call.input(1), call.input(2))
    let shape = try Broadcast.shape([condition.shape, yes.shape, no.shape])
    let contents = Self.contents(condition, yes, no, shape: shape)
    return [Operand(yes.elementType, shape, contents: contents)]
  }

  private static func contents(
    _ condition: Operand, _ yes: Operand, _ no: Operand, shape: [Int]
  ) -> TensorContents? {
    guard case .integers(let chosen) = condition.contents(broadcastTo: shape) else { return nil }
    switch (yes.contents(broadcastTo: shape), no.contents(broadcastTo: shape)) {
    case (.integers(let a), .integers(let b)):
      return .integers(chosen.indices.map { chosen[$0] != 0 ? a[$0] : b[$0] })
    case (.floats(let a), .floats(let b)):
      return .floats(chosen.indices.map { chosen[$0] != 0 ? a[$0] : b[$0] })
    default: return nil
    }
  }
}
