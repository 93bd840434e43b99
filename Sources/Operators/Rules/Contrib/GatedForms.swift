import ModelGraph

/// What newer language models are fused to beside their attention: normalisations, sums and projections
/// with gates.
struct GatedForms: OperatorRule {
  var operators: [OperatorDescription] {
    [
      .contrib(
        "GatedRMSNorm",
        otherFlops:
          "4·n + 3·rows, as RMSNormalization; 2·n for the sigmoid of the gate, n more where "
          + "it is a SiLU; n products",
        transcendentals: "rows (a square root), n (exp)",
        paper: "Zhang, Sennrich, Root mean square layer normalization, arXiv:1910.07467, equation 4"
      ),
      .contrib(
        "ScaledSiLU", otherFlops: "4·n, y = α·x·1/(1 + exp(−α·x)); 3·n where α = 1",
        transcendentals: "n",
        paper: "Hendrycks, Gimpel, Gaussian error linear units, arXiv:1606.08415"),
      .contrib(
        "LinearAttentionGate",
        otherFlops: "3·n for the decay: add, softplus, scale; 2·n for β (sigmoid)",
        transcendentals: "2·n for the decay (exp, log), n for β (exp)",
        paper: "Yang, Kautz, Hatamizadeh, Gated delta networks, arXiv:2412.06464"),
      .contrib(
        "GatedAdd", macs: "rows·K where the gate is projected",
        otherFlops: "2·n, y = a + b·gate; 2·rows for the sigmoid of a projected gate",
        transcendentals: "rows (exp) where the gate is projected"),
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let input = try call.input(0, rankAtLeast: 1)
    let output = Operand(input.elementType, input.shape)
    switch call.type {
    case "GatedRMSNorm":
      let width = try call.input(1, rankAtLeast: 1).shape[0]
      let gate = try call.input(2).shape
      guard width > 0, (input.shape.last ?? 0) % width == 0, gate == input.shape else {
        throw call.shapeError(
          "rows of \(width) of \(input.shape.shapeText), a gate of \(gate.shapeText)")
      }
    case "GatedAdd":
      let (other, gate) = try (call.input(1).shape, call.input(2, rankAtLeast: 1).shape)
      guard other == input.shape, gate.dropLast() == input.shape.dropLast() else {
        throw call.shapeError(
          "\(input.shape.shapeText) and \(other.shapeText) by \(gate.shapeText)")
      }
    case "LinearAttentionGate": return [output, output]
    default: break
    }
    return [output]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let input = try call.input(0, rankAtLeast: 1)
    let elements = input.elementCount
    switch call.type {
    case "GatedRMSNorm":
      let width = try call.input(1, rankAtLeast: 1).shape[0]
      let rows = elements.divided(by: max(width, 1))
      let gate: Count = try call.string("activation", default: "silu") == "sigmoid" ? 3 : 4
      return LayerCost(
        otherFlops: (4 + gate) * elements + 3 * rows, transcendentals: rows + elements)
    case "ScaledSiLU":
      let factor = try call.number("alpha", default: 1)
      let isScaled = factor != 1 || call.optionalInput(1) != nil
      return LayerCost(otherFlops: (isScaled ? 4 : 3) * elements, transcendentals: elements)
    case "LinearAttentionGate":
      let rates = call.optionalInput(3)?.elementCount ?? 0
      return LayerCost(
        otherFlops: 3 * elements + 2 * rates, transcendentals: 2 * elements + rates)
    default:
      guard call.optionalInput(3) != nil else { return LayerCost(otherFlops: 2 * elements) }
      let rows = input.shape.dropLast().elementCount
      return LayerCost(
        macs: try call.input(2).elementCount, otherFlops: 2 * elements + 2 * rows,
        transcendentals: rows)
    }
  }
}
