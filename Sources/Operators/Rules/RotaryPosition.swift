import ModelGraph

/// RotaryEmbedding: pairs of channels turned by an angle that follows from the position.
struct RotaryPosition: OperatorRule {
  var operators: [OperatorDescription] {
    [
      .onnx(
        "RotaryEmbedding", 23,
        otherFlops: "3 for each element that is turned: a pair takes four products, a sum and a "
          + "difference",
        bytes: "of the tables only the rows of the positions, where positions are given",
        paper: "Su et al., RoFormer, arXiv:2104.09864, equation 34")
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let input = try call.input(0, rankAtLeast: 3)
    return [Operand(input.elementType, input.shape)]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let shape = try call.input(0, rankAtLeast: 3).shape
    let isPacked = shape.count == 3
    let heads = try isPacked ? call.integer("num_heads", default: 1) : shape[1]
    let positions = Count(shape[0]) * Count(shape[isPacked ? 1 : 2])
    let half = try call.input(1, rankAtLeast: 2).shape.last ?? 0
    let turned = positions * Count(heads) * Count(half) * 2
    guard let ids = call.optionalInput(3) else { return LayerCost(otherFlops: 3 * turned) }
    let rows = ids.elementCount * Count(half)
    return LayerCost(
      otherFlops: 3 * turned, traffic: Traffic(elementsRead: [1: rows, 2: rows], gathered: [1, 2]))
  }
}
