import ModelGraph

/// Optional, OptionalGetElement and OptionalHasElement: a tensor that may not be there.
struct Options: OperatorRule {
  var operators: [OperatorDescription] {
    ["Optional", "OptionalGetElement", "OptionalHasElement"].map {
      .onnx($0, 28, bytes: "nothing: the tensor is handed on")
    }
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let input = call.optionalInput(0)
    switch call.type {
    case "OptionalHasElement":
      let isThere = input.map { !$0.isAbsent } ?? false
      return [Operand(.bool, [], contents: .integers([isThere ? 1 : 0]))]
    case "Optional":
      // What type an empty one is of, the setting `type` says, which is not read.
      guard var made = input else { return [Operand(given: .absent(of: .float32))] }
      made.kind = made.kind == .sequence ? .optionalSequence : .optional
      return [made]
    default:
      guard var element = input, !element.isAbsent else {
        throw OperatorError(.unknownValue, "an optional that is empty has no shape")
      }
      element.kind = element.tensors == nil ? .tensor : .sequence
      return [element]
    }
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost { .view }
}
