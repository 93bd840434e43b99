import ModelGraph

/// `[activation]` and `[logistic]`: a function of each element.
struct DarknetElementwise: OperatorRule {
  /// The formulas.
  var operators: [OperatorDescription] {
    [
      OperatorDescription(
        OperatorName("activation", domain: "darknet"),
        otherFlops: "those of the activation, an element",
        transcendentals: "those of the activation, an element",
        source: "activation_layer.c of pjreddie/darknet"),
      OperatorDescription(
        OperatorName("logistic", domain: "darknet"),
        otherFlops: "2 an element", transcendentals: "1 an element",
        source: "logistic_layer.c of pjreddie/darknet: 1 / (1 + exp(−x))"),
    ]
  }

  /// The shape of the input.
  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    try call.sameShape()
  }

  /// The function of each element.
  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let isLogistic = call.layer.operatorName.type == "logistic"
    let activation = isLogistic ? .logistic : try call.activation(default: .linear)
    let elements = try call.input(0).elementCount
    return LayerCost(
      otherFlops: activation.flops(of: elements),
      transcendentals: activation.transcendentals(of: elements))
  }
}

/// `[softmax]`: each group of features as a distribution.
struct DarknetSoftmax: OperatorRule {
  /// The formula.
  var operators: [OperatorDescription] {
    [
      OperatorDescription(
        OperatorName("softmax", domain: "darknet"),
        otherFlops:
          "4 an element: maximum, subtraction, sum, division; a temperature other than 1: "
          + "+ 1",
        transcendentals: "1 an element (exp)",
        source: "pjreddie/darknet, softmax of blas.c; groups and a tree only tell what is summed")
    ]
  }

  /// The shape of the input.
  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    if call.layer.attributes["tree"] == nil {
      _ = try call.quotient(
        call.rows().features, call.size("groups"), "the features", by: "groups")
    }
    return try call.sameShape()
  }

  /// The five steps of each element.
  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let isScaled = try call.number("temperature", default: 1) != 1
    let elements = try call.input(0).elementCount
    return LayerCost(otherFlops: (isScaled ? 5 : 4) * elements, transcendentals: elements)
  }
}
