import ModelGraph

/// Layer normalisations with the sum that stands before them.
struct SkipNormalization: OperatorRule {
  var worksInPlace: Bool { true }

  var operators: [OperatorDescription] {
    let layer = "Ba, Kiros, Hinton, Layer normalization, arXiv:1607.06450, equation 3"
    let root = "Zhang, Sennrich, arXiv:1910.07467, equation 4"
    let simplified = "4·n + 3·rows, as RMSNormalization"
    return [
      .contrib(
        "SkipLayerNormalization",
        otherFlops: "n for the sum, n for a bias of it; 6·n + 4·rows, as LayerNormalization, and n "
          + "where there is a β",
        transcendentals: "rows (a square root)", paper: layer),
      .contrib(
        "SkipSimplifiedLayerNormalization",
        otherFlops: "n for the sum, n for a bias of it; \(simplified)",
        transcendentals: "rows (a square root)", paper: root),
      .contrib(
        "SimplifiedLayerNormalization", otherFlops: simplified,
        transcendentals: "rows (a square root)", paper: root),
      OperatorDescription(
        OperatorName("SimplifiedLayerNormalization"), otherFlops: simplified,
        transcendentals: "rows (a square root)",
        source: "ONNX Runtime, which defines it in the default domain; \(root)"),
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let input = try call.input(0, rankAtLeast: 1)
    let axis = try axis(call, rank: input.shape.count)
    let scale = try call.input(isSkip(call) ? 2 : 1)
    guard try Broadcast.shape([input.shape, scale.shape]) == input.shape else {
      throw call.shapeError(
        "a scale of \(scale.shape.shapeText) for rows of \(input.shape.shapeText)")
    }
    let output = Operand(input.elementType, input.shape)
    let ones = input.shape.dropFirst(axis).map { _ in 1 }
    let statistics = Operand(.float32, input.shape.prefix(axis) + ones)
    guard isSkip(call) else { return [output, statistics] }
    let skip = try call.input(1)
    guard try Broadcast.shape([input.shape, skip.shape]) == input.shape else {
      throw call.shapeError("\(skip.shape.shapeText) added to \(input.shape.shapeText)")
    }
    return [output, statistics, statistics, output]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let input = try call.input(0, rankAtLeast: 1)
    let elements = input.elementCount
    let rows = input.shape.prefix(try axis(call, rank: input.shape.count)).elementCount
    var other = isSkip(call) ? elements : 0
    if call.type == "SkipLayerNormalization" {
      other += 6 * elements + 4 * rows
      if call.optionalInput(3) != nil { other += elements }
      if call.optionalInput(4) != nil { other += elements }
    } else {
      other += 4 * elements + 3 * rows
      if isSkip(call), call.optionalInput(3) != nil { other += elements }
    }
    return LayerCost(otherFlops: other, transcendentals: rows)
  }

  private func isSkip(_ call: OperatorCall) -> Bool { call.type.hasPrefix("Skip") }

  private func axis(_ call: OperatorCall, rank: Int) throws(OperatorError) -> Int {
    isSkip(call) ? rank - 1 : try call.axis("axis", default: -1, rank: rank)
  }
}
