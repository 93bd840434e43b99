import ModelGraph

/// Normalisations without learned factors: LRN, LpNormalization, MeanVarianceNormalization.
struct LocalNormalization: OperatorRule {
  var operators: [OperatorDescription] {
    [
      .onnx(
        "LRN", 13,
        otherFlops: "(size + 3)·n: square, size − 1 additions, scale, add the bias, divide",
        transcendentals: "n (a power)",
        paper: "Krizhevsky, Sutskever, Hinton, ImageNet classification with deep convolutional "
          + "neural networks, 2012, section 3.3"),
      .onnx(
        "LpNormalization", 22, otherFlops: "3·n: square (or absolute value), sum, divide",
        transcendentals: "rows where p = 2 (a square root)"),
      .onnx(
        "MeanVarianceNormalization", 13,
        otherFlops: "5·n + 3·rows: sum, subtract, square, sum, divide; a row: divide twice, add ε",
        transcendentals: "rows (a square root)"),
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let input = try call.input(0)
    return [Operand(input.elementType, input.shape)]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let shape = try call.input(0).shape
    let elements = shape.elementCount
    switch call.type {
    case "LRN":
      let size = try call.integer("size", default: 1, in: 1...OperatorCall.largestSetting)
      return LayerCost(
        otherFlops: (Count(size) + 3) * elements, transcendentals: elements,
        notes: ["windows that reach past the channels are counted as whole ones"])
    case "LpNormalization":
      let axis = try call.axis("axis", default: -1, rank: shape.count)
      let isRoot = try call.integer("p", default: 2) == 2
      return LayerCost(
        otherFlops: 3 * elements, transcendentals: isRoot ? rows(of: shape, over: [axis]) : 0)
    default:
      let given = try call.integers("axes") ?? [0, 2, 3]
      let rows = rows(of: shape, over: try call.axes(given, rank: shape.count))
      return LayerCost(otherFlops: 5 * elements + 3 * rows, transcendentals: rows)
    }
  }

  private func rows(of shape: [Int], over axes: [Int]) -> Count {
    shape.indices.filter { !axes.contains($0) }.map { shape[$0] }.elementCount
  }
}
