import ModelGraph

/// Det: the determinants of square matrices, by elimination.
struct Determinant: OperatorRule {
  var operators: [OperatorDescription] {
    [
      .onnx(
        "Det", 22,
        otherFlops:
          "for each matrix of M rows M·(M − 1)/2 quotients, M·(M − 1)·(2·M − 1)/3 products "
          + "and differences, M − 1 products of the diagonal",
        paper: "Golub, Van Loan, Matrix computations, section 3.2")
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let input = try call.input(0, rankAtLeast: 2)
    guard input.shape.suffix(2).first == input.shape.last else {
      throw call.shapeError("\(input.shape.shapeText), whose matrices are not square")
    }
    return [Operand(input.elementType, input.shape.dropLast(2))]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let rows = try call.input(0, rankAtLeast: 2).shape.last ?? 0
    guard rows > 0 else { return LayerCost() }
    let pairs = Count(rows) * (Count(rows) - 1)
    let each = pairs.divided(by: 2) + (pairs * (2 * Count(rows) - 1)).divided(by: 3)
    return LayerCost(otherFlops: (outputs.first?.elementCount ?? 0) * (each + Count(rows) - 1))
  }
}
