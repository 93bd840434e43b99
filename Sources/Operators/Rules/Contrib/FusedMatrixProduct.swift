import ModelGraph

/// FusedMatMul, TransposeMatMul and FusedGemm: matrix products with a transposition, a factor or an
/// activation.
struct FusedMatrixProduct: OperatorRule {
  var operators: [OperatorDescription] {
    let macs = "B·M·N·K, B being the product of the broadcast leading axes"
    return [
      .contrib("FusedMatMul", macs: macs, otherFlops: "B·M·N where α ≠ 1"),
      .contrib("TransposeMatMul", macs: macs, otherFlops: "B·M·N where α ≠ 1"),
      .contrib(
        "FusedMatMulActivation", macs: macs,
        otherFlops: "B·M·N where α ≠ 1, and the activation's FLOPs of each element",
        transcendentals: "those of the activation"),
      .contrib(
        "FusedGemm", macs: "M·N·K",
        otherFlops: "as Gemm, and the activation's FLOPs of each element",
        transcendentals: "those of the activation"),
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    call.type == "FusedGemm"
      ? try GeneralMatrixProduct().outputs(of: call) : try MatrixProduct().outputs(of: plain(call))
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let made = outputs.first?.elementCount ?? 0
    let activation = try call.fusedActivation(over: made)
    if call.type == "FusedGemm" {
      return try GeneralMatrixProduct().cost(of: call, outputs: outputs).adding(activation)
    }
    let isScaled = try call.number("alpha", default: 1) != 1
    return try MatrixProduct().cost(of: plain(call), outputs: outputs).adding(activation)
      .adding(LayerCost(otherFlops: isScaled ? made : 0))
  }

  /// The product of the factors as they stand after their transpositions.
  private func plain(_ call: OperatorCall) throws(OperatorError) -> OperatorCall {
    call.standing(
      for: "MatMul", inputs: [try factor(call, 0, named: "A"), try factor(call, 1, named: "B")])
  }

  /// `transBatch` moves the first axis behind the batch, `trans` swaps the last two.
  private func factor(
    _ call: OperatorCall, _ index: Int, named name: String
  ) throws(OperatorError) -> Operand {
    var operand = try call.input(index, rankAtLeast: 1)
    let rank = operand.shape.count
    guard rank >= 2 else { return operand }
    if try call.integer("transBatch\(name)", default: 0) != 0 {
      operand.shape.insert(operand.shape.removeFirst(), at: rank - 2)
    }
    if try call.integer("trans\(name)", default: 0) != 0 {
      operand.shape.swapAt(rank - 1, rank - 2)
    }
    return operand
  }
}
