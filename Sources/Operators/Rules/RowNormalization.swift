import ModelGraph

/// LayerNormalization and RMSNormalization: over the axes from `axis` on, which make up a row.
struct RowNormalization: OperatorRule {
  var worksInPlace: Bool { true }

  var operators: [OperatorDescription] {
    [
      .onnx(
        "LayerNormalization", 17,
        otherFlops: "6·n + 4·rows: sum, subtract the mean, square, sum, divide by the deviation, "
          + "scale; a row: divide twice, add ε, invert; n more where there is a bias",
        transcendentals: "rows (a square root)",
        paper: "Ba, Kiros, Hinton, Layer normalization, arXiv:1607.06450, equation 3"),
      .onnx(
        "RMSNormalization", 23,
        otherFlops: "4·n + 3·rows: square, sum, divide by the root, scale; a row: divide, add ε, "
          + "invert",
        transcendentals: "rows (a square root)",
        paper: "Zhang, Sennrich, Root mean square layer normalization, arXiv:1910.07467, "
          + "equation 4"),
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let input = try call.input(0, rankAtLeast: 1)
    let axis = try call.axis("axis", default: -1, rank: input.shape.count)
    let row = Array(input.shape.dropFirst(axis))
    for index in 1...2 {
      guard let factor = call.optionalInput(index) else { continue }
      guard try Broadcast.shape([input.shape, factor.shape]) == input.shape else {
        throw call.shapeError(
          "input \(index) of the shape \(factor.shape.shapeText) for rows of \(row.shapeText)")
      }
    }
    let output = Operand(input.elementType, input.shape)
    guard call.type == "LayerNormalization" else { return [output] }
    let statistics = Operand(.float32, input.shape.prefix(axis) + row.map { _ in 1 })
    return [output, statistics, statistics]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let input = try call.input(0, rankAtLeast: 1)
    let axis = try call.axis("axis", default: -1, rank: input.shape.count)
    let elements = input.elementCount
    let rows = input.shape.prefix(axis).elementCount
    let kernel = Kernel.rows(
      Kernel.Rows(
        .normalization, rows: rows.value ?? .max,
        columns: input.shape.dropFirst(axis).elementCount.value ?? .max))
    guard call.type == "LayerNormalization" else {
      return LayerCost(
        otherFlops: 4 * elements + 3 * rows, transcendentals: rows, kernel: kernel)
    }
    let bias = call.optionalInput(2) == nil ? 0 : elements
    return LayerCost(
      otherFlops: 6 * elements + bias + 4 * rows, transcendentals: rows, kernel: kernel)
  }
}
