import ModelGraph

/// Gemm: α·A·B + β·C, either factor transposed.
struct GeneralMatrixProduct: OperatorRule {
  var operators: [OperatorDescription] {
    [
      .onnx(
        "Gemm", 13, macs: "M·N·K",
        otherFlops: "M·N where there is a C, M·N where α ≠ 1, the elements of C where β ≠ 1",
        paper: "Dongarra et al., A set of level 3 basic linear algebra subprograms, 1990")
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let left = try matrix(0, transposedBy: "transA", call)
    let right = try matrix(1, transposedBy: "transB", call)
    guard left.columns == right.rows else {
      throw call.shapeError(
        "\(left.rows)x\(left.columns) times \(right.rows)x\(right.columns): "
          + "the inner dimensions differ")
    }
    let shape = [left.rows, right.columns]
    if let added = call.optionalInput(2),
      try Broadcast.shape([shape, added.shape]) != shape
    {
      throw call.shapeError("C of \(added.shape.shapeText) added to \(shape.shapeText)")
    }
    return [Operand(try call.input(0).elementType, shape)]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let made = outputs.first?.elementCount ?? 0
    let depth = try matrix(0, transposedBy: "transA", call).columns
    var other = try call.number("alpha", default: 1) == 1 ? 0 : made
    if let added = call.optionalInput(2) {
      other += made
      if try call.number("beta", default: 1) != 1 { other += added.elementCount }
    }
    let shape = outputs.first?.shape ?? []
    return LayerCost(
      macs: made * Count(depth), otherFlops: other,
      kernel: shape.count == 2
        ? .product(Kernel.Product(m: shape[0], n: shape[1], k: depth)) : nil)
  }

  private func matrix(
    _ index: Int, transposedBy setting: String, _ call: OperatorCall
  ) throws(OperatorError) -> (rows: Int, columns: Int) {
    let shape = try call.input(index).shape
    guard shape.count == 2 else {
      throw call.shapeError("input \(index) of the shape \(shape.shapeText), which is no matrix")
    }
    return try call.integer(setting, default: 0) != 0
      ? (shape[1], shape[0]) : (shape[0], shape[1])
  }
}
