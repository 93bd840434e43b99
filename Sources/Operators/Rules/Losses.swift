import ModelGraph

/// The losses that a training graph ends with.
struct Losses: OperatorRule {
  var operators: [OperatorDescription] {
    let loss = "2·m (negate, sum) for m targets, 2·m more where there are weights"
    return [
      .onnx(
        "NegativeLogLikelihoodLoss", 22, otherFlops: loss,
        bytes: "of the input one element for each target"),
      .onnx(
        "SoftmaxCrossEntropyLoss", 13, otherFlops: "4·n (log-softmax) and \(loss)",
        transcendentals: "n + m (exp and log)"),
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let (scores, targets) = try (call.input(0, rankAtLeast: 2), call.input(1, rankAtLeast: 1))
    guard targets.shape == [scores.shape[0]] + Array(scores.shape.dropFirst(2)) else {
      throw call.shapeError(
        "scores \(scores.shape.shapeText) for targets \(targets.shape.shapeText)")
    }
    let isReduced = try call.string("reduction", default: "mean") != "none"
    let loss = Operand(scores.elementType, isReduced ? [] : targets.shape)
    guard call.type == "SoftmaxCrossEntropyLoss" else { return [loss] }
    return [loss, Operand(scores.elementType, scores.shape)]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let (scores, targets) = try (call.input(0), call.input(1))
    let each: Count = call.optionalInput(2) == nil ? 2 : 4
    let loss = each * targets.elementCount
    guard call.type == "SoftmaxCrossEntropyLoss" else {
      return LayerCost(
        otherFlops: loss, traffic: Traffic(elementsRead: [0: targets.elementCount]))
    }
    return LayerCost(
      otherFlops: 4 * scores.elementCount + loss,
      transcendentals: scores.elementCount + targets.elementCount)
  }
}
