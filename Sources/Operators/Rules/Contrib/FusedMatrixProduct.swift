import ModelGraph

/// FusedMatMul, TransposeMatMul, FusedGemm and their kind: matrix products with a transposition, a factor
/// or an activation.
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
      .contrib(
        "GemmFastGelu", macs: macs,
        otherFlops: "8·B·M·N, as FastGelu, and B·M·N where there is a bias",
        transcendentals: "B·M·N (tanh)",
        paper: "Hendrycks, Gimpel, Gaussian error linear units, arXiv:1606.08415"),
      .contrib(
        "GemmFloat8", macs: "M·N·K",
        otherFlops: "as Gemm, M·N where A or B has a scale, M·N where the result has one, and the "
          + "activation's FLOPs of each element",
        transcendentals: "those of the activation",
        paper: "Micikevicius et al., FP8 formats for deep learning, arXiv:2209.05433"),
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    switch call.type {
    case "FusedGemm": return try GeneralMatrixProduct().outputs(of: call)
    case "GemmFloat8":
      let type = try call.elementType("dtype", default: .float32)
      return try GeneralMatrixProduct().outputs(of: scaled(call)).map { Operand(type, $0.shape) }
    default: return try MatrixProduct().outputs(of: plain(call))
    }
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let made = outputs.first?.elementCount ?? 0
    if call.type == "GemmFloat8" { return try scaledCost(of: call, outputs: outputs) }
    if call.type == "GemmFastGelu" {
      let each: Count = call.optionalInput(2) == nil ? 8 : 9
      return try MatrixProduct().cost(of: plain(call), outputs: outputs)
        .adding(LayerCost(otherFlops: each * made, transcendentals: made))
    }
    let activation = try call.fusedActivation(over: made)
    if call.type == "FusedGemm" {
      return try GeneralMatrixProduct().cost(of: call, outputs: outputs).adding(activation)
    }
    let isScaled = try call.number("alpha", default: 1) != 1
    return try MatrixProduct().cost(of: plain(call), outputs: outputs).adding(activation)
      .adding(LayerCost(otherFlops: isScaled ? made : 0))
  }

  /// A Gemm of 8-bit floating-point numbers as a Gemm: its C does not count where β is 0, which is its
  /// default.
  private func scaled(_ call: OperatorCall) throws(OperatorError) -> OperatorCall {
    let isAdded = try call.number("beta", default: 0) != 0
    return call.standing(for: "Gemm", inputs: Array(call.inputs.prefix(isAdded ? 3 : 2)))
  }

  private func scaledCost(
    of call: OperatorCall, outputs: [Operand]
  ) throws(OperatorError) -> LayerCost {
    let made = outputs.first?.elementCount ?? 0
    let areScaled = call.optionalInput(3) != nil || call.optionalInput(4) != nil
    let scales: Count = (areScaled ? 1 : 0) + (call.optionalInput(5) == nil ? 0 : 1)
    let name = try call.string("activation", default: "NONE")
    return try GeneralMatrixProduct().cost(of: scaled(call), outputs: outputs)
      .adding(call.activation(name, over: made)).adding(LayerCost(otherFlops: scales * made))
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
