import ModelGraph

/// Optional, OptionalGetElement and OptionalHasElement: a tensor that may not be there.
struct Options: OperatorRule {
  var operators: [OperatorDescription] {
    ["Optional", "OptionalGetElement", "OptionalHasElement"].map {
      .onnx($0, $0 == "Optional" ? 15 : 18, bytes: "nothing: the tensor is handed on")
    }
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    if call.type == "OptionalHasElement" {
      let isThere = call.optionalInput(0) != nil
      return [Operand(.bool, [], contents: .integers([isThere ? 1 : 0]))]
    }
    guard let input = call.optionalInput(0) else {
      throw OperatorError(.unknownValue, "an optional that is empty has no shape")
    }
    return [input]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost { .view }
}
