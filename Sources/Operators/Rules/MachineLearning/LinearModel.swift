import ModelGraph

/// LinearClassifier and LinearRegressor: one product with the coefficients among the settings.
struct LinearModel: OperatorRule {
  var operators: [OperatorDescription] {
    let other = "N·E for the intercepts, and the FLOPs of post_transform"
    return [
      .classical(
        "LinearClassifier", 1, macs: "N·F·E, for N samples of F features and E scores",
        otherFlops: "\(other); N·E to find the best", transcendentals: "those of post_transform"),
      .classical(
        "LinearRegressor", 1, macs: "N·F·E, for N samples of F features and E targets",
        otherFlops: other, transcendentals: "those of post_transform"),
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let (rows, _) = try call.samples()
    let scores = try scores(call)
    guard call.type == "LinearClassifier" else { return [Operand(.float32, [rows, scores])] }
    let labels = call.labels()
    return [Operand(labels.type, [rows]), Operand(.float32, [rows, max(labels.count, scores)])]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let (rows, features) = try call.samples()
    let made = Count(rows) * Count(try scores(call))
    let best: Count = call.type == "LinearClassifier" ? made : 0
    return LayerCost(
      macs: made * Count(features),
      otherFlops: (call.storedLength("intercepts") > 0 ? made : 0) + best
    ).adding(try call.scoreTransform(outputs.last?.elementCount ?? 0))
  }

  func impliedWeights(
    of call: OperatorCall, outputs: [Operand]
  ) throws(OperatorError) -> [ImpliedWeight] {
    ["coefficients", "intercepts"].map {
      ImpliedWeight(name: $0, elements: Count(call.storedLength($0)))
    }
  }

  /// The coefficients are a row for each score.
  private func scores(_ call: OperatorCall) throws(OperatorError) -> Int {
    let features = try call.samples().features
    let coefficients = call.storedLength("coefficients")
    guard features > 0, coefficients > 0, coefficients % features == 0 else {
      throw call.shapeError("\(coefficients) coefficients for \(features) features")
    }
    return coefficients / features
  }
}
