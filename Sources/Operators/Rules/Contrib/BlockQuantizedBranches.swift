import ModelGraph

/// MatMulNBitsMlp and MatMulNBitsQkv: several products of one input with weights of a few bits, after a
/// root-mean-square normalisation where there is one.
struct BlockQuantizedBranches: OperatorRule {
  var operators: [OperatorDescription] {
    let shared =
      "2·N·K for each matrix to dequantise it (convert, scale), rows·N for each bias; where the input is "
      + "normalised 4·n + 3·rows, as RMSNormalization, and n for a summand"
    let bytes = "of the weights their packed bits, with their scales"
    let paper = "Frantar et al., GPTQ, arXiv:2210.17323"
    return [
      .contrib(
        "MatMulNBitsMlp", macs: "2·rows·N·K",
        otherFlops: "\(shared); the activation of the gate, and rows·N products with it",
        transcendentals: "those of the activation; rows where the input is normalised",
        bytes: bytes,
        paper: paper),
      .contrib(
        "MatMulNBitsQkv", macs: "rows·K·(Nq + 2·Nkv)", otherFlops: shared,
        transcendentals: "rows where the input is normalised", bytes: bytes, paper: paper),
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let input = try call.input(0, rankAtLeast: 1)
    let depth = try size("K", call)
    guard input.shape.last == depth else {
      throw call.shapeError("\(input.shape.shapeText) times weights of \(depth) rows")
    }
    let bits = try call.integer("bits", default: 4, in: 1...8)
    for branch in try branches(call) {
      let packed = (Count(branch.columns) * Count(depth)).bytes(ofBits: bits)
      guard let needed = packed.value, let held = try call.input(branch.place).storedBytes,
        held >= needed
      else {
        throw call.shapeError("\(branch.columns)x\(depth) weights of \(bits) bits in too few bytes")
      }
    }
    let made = try branches(call).map { branch in
      Operand(input.elementType, input.shape.dropLast() + [branch.columns])
    }
    return (isGated(call) ? [made[0]] : made) + [Operand(input.elementType, input.shape)]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let input = try call.input(0, rankAtLeast: 1)
    let rows = input.shape.dropLast().elementCount
    let depth = Count(try size("K", call))
    var cost = LayerCost(computeType: input.elementType)
    for branch in try branches(call) {
      let weights = Count(branch.columns) * depth
      cost.macs += rows * weights
      cost.otherFlops += 2 * weights
      cost.packedElements[branch.place] = weights
      if call.optionalInput(branch.place + 2) != nil {
        cost.otherFlops += rows * Count(branch.columns)
      }
    }
    if call.optionalInput(2) != nil {
      cost.otherFlops += 4 * input.elementCount + 3 * rows
      cost.transcendentals += rows
      if call.optionalInput(1) != nil { cost.otherFlops += input.elementCount }
    }
    guard isGated(call), let made = outputs.first?.elementCount else { return cost }
    let name = try call.string("activation", default: "silu")
    return cost.adding(try call.activation(name, over: made)).adding(LayerCost(otherFlops: made))
  }

  private func isGated(_ call: OperatorCall) -> Bool { call.type == "MatMulNBitsMlp" }

  /// The columns of each matrix, and its place among the inputs: its scales and its bias stand behind it.
  private func branches(
    _ call: OperatorCall
  ) throws(OperatorError) -> [(columns: Int, place: Int)] {
    if isGated(call) {
      let columns = try size("N", call)
      return [(columns, 3), (columns, 6)]
    }
    let shared = try size("Nkv", call)
    return [(try size("Nq", call), 3), (shared, 6), (shared, 9)]
  }

  private func size(_ name: String, _ call: OperatorCall) throws(OperatorError) -> Int {
    try call.integer(name, default: 0, in: 1...OperatorCall.largestSetting)
  }
}
