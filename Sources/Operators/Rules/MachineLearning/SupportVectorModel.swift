import ModelGraph

/// SVMClassifier and SVMRegressor: a kernel of each sample with each support vector, and sums of them.
struct SupportVectorModel: OperatorRule {
  var operators: [OperatorDescription] {
    let macs = "N·S·F for the kernels of S support vectors of F features, N·S·p for p sums of them"
    let other =
      "N·S times: 3 with the kernel POLY, 2 with SIGMOID, 1 with RBF, and F more there; N·p"
    let functions = "N·S (power, tanh or exp) unless the kernel is LINEAR"
    return [
      .classical(
        "SVMClassifier", 1, macs: "\(macs), a pair of classes each", otherFlops: other,
        transcendentals: functions),
      .classical(
        "SVMRegressor", 1, macs: "\(macs), p = 1", otherFlops: other, transcendentals: functions),
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let rows = try call.samples().rows
    guard call.type == "SVMClassifier" else { return [Operand(.float32, [rows, 1])] }
    let labels = call.labels()
    let hasProbabilities = call.storedLength("prob_a") > 0
    let scores = hasProbabilities || labels.count <= 2 ? labels.count : pairs(call)
    return [Operand(labels.type, [rows]), Operand(.float32, [rows, scores])]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let (rows, features) = try call.samples()
    let vectors = try vectors(call)
    let kernels = Count(rows) * Count(vectors)
    let sums = Count(rows) * Count(pairs(call))
    var cost = LayerCost(
      macs: kernels * Count(features) + sums * Count(vectors), otherFlops: sums)
    switch try call.string("kernel_type", default: "LINEAR") {
    case "POLY": cost = cost.adding(LayerCost(otherFlops: 3 * kernels, transcendentals: kernels))
    case "SIGMOID": cost = cost.adding(LayerCost(otherFlops: 2 * kernels, transcendentals: kernels))
    case "RBF":
      cost = cost.adding(
        LayerCost(otherFlops: kernels * (Count(features) + 1), transcendentals: kernels))
    default: break
    }
    return cost.adding(try call.scoreTransform(outputs.last?.elementCount ?? 0))
  }

  func impliedWeights(
    of call: OperatorCall, outputs: [Operand]
  ) throws(OperatorError) -> [ImpliedWeight] {
    ["support_vectors", "coefficients", "rho"].map {
      ImpliedWeight(name: $0, elements: Count(call.storedLength($0)))
    }
  }

  /// How many sums there are: one for each pair of classes.
  private func pairs(_ call: OperatorCall) -> Int {
    let classes = call.type == "SVMClassifier" ? call.labels().count : 0
    return classes > 2 ? (Count(classes) * Count(classes - 1)).divided(by: 2).value ?? .max : 1
  }

  /// Without support vectors the coefficients are those of the features themselves.
  private func vectors(_ call: OperatorCall) throws(OperatorError) -> Int {
    let features = try call.samples().features
    let stored = call.storedLength("support_vectors")
    guard stored > 0 else { return 1 }
    guard features > 0, stored % features == 0 else {
      throw call.shapeError("\(stored) numbers of support vectors for \(features) features")
    }
    return stored / features
  }
}
