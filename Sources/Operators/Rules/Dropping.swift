import ModelGraph

/// Dropout: nothing at inference; in training, elements are dropped at random.
struct Dropping: OperatorRule {
  var operators: [OperatorDescription] {
    [
      .onnx(
        "Dropout", 22,
        otherFlops: "3·n where training_mode is known to be set: compare, drop, scale",
        bytes: "none at inference: the output shares the input's storage",
        paper: "Srivastava et al., Dropout, JMLR 15, 2014")
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let input = try call.input(0)
    let contents = isTraining(call) ? nil : input.contents
    return [
      Operand(input.elementType, input.shape, contents: contents), Operand(.bool, input.shape),
    ]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    isTraining(call) ? LayerCost(otherFlops: 3 * (outputs.first?.elementCount ?? 0)) : .view
  }

  private func isTraining(_ call: OperatorCall) -> Bool {
    call.optionalInput(2)?.integers?.first ?? 0 != 0
  }
}
