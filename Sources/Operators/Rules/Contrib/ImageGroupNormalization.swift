import ModelGraph

/// GroupNorm and SkipGroupNorm: group normalisation of pictures with channels last, and the
/// activation that follows it in diffusion models.
struct ImageGroupNormalization: OperatorRule {
  var operators: [OperatorDescription] {
    let norm = "7·n + 4·N·groups; 3·n with the activation SiLU"
    let roots = "N·groups (a square root), and n with the activation"
    let paper = "Wu, He, Group normalization, arXiv:1803.08494, equation 1"
    return [
      .contrib("GroupNorm", otherFlops: norm, transcendentals: roots, paper: paper),
      .contrib(
        "SkipGroupNorm", otherFlops: "n for the sum, n for a bias of it; \(norm)",
        transcendentals: roots, paper: paper),
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let input = try call.input(0, rankAtLeast: 3)
    let output = Operand(input.elementType, input.shape)
    return call.type == "SkipGroupNorm" ? [output, output] : [output]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let input = try call.input(0, rankAtLeast: 3)
    let elements = input.elementCount
    let groups = try call.integer("groups", default: 32, in: 1...OperatorCall.largestSetting)
    let rows = Count(input.shape[0]) * Count(groups)
    let isActivated = try call.integer("activation", default: 0) != 0
    var other = 7 * elements + 4 * rows + (isActivated ? 3 * elements : 0)
    if call.type == "SkipGroupNorm" {
      other += elements + (call.optionalInput(4) == nil ? 0 : elements)
    }
    return LayerCost(otherFlops: other, transcendentals: rows + (isActivated ? elements : 0))
  }
}
