import ModelGraph

/// Clip: bounds are settings before version 11 and inputs from then on.
struct Clipping: OperatorRule {
  var worksInPlace: Bool { true }

  var operators: [OperatorDescription] {
    [.onnx("Clip", 13, otherFlops: "n for each bound that is given, y = min(max(x, low), high)")]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let input = try call.input(0)
    let raised = bounded(input, call, 1, integers: { max($0, $1) }, reals: { max($0, $1) })
    let result = bounded(raised, call, 2, integers: { min($0, $1) }, reals: { min($0, $1) })
    return [Operand(input.elementType, input.shape, contents: result?.contents)]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let settings = ["min", "max"].count { call.layer.attributes[$0] != nil }
    let inputs = [1, 2].count { call.optionalInput($0) != nil }
    return LayerCost(
      otherFlops: Count(max(settings, inputs)) * (outputs.first?.elementCount ?? 0))
  }

  /// The operand with the bound at `index`; nil where its values are not known.
  private func bounded(
    _ operand: Operand?, _ call: OperatorCall, _ index: Int, integers: (Int, Int) -> Int,
    reals: (Double, Double) -> Double
  ) -> Operand? {
    guard let operand, call.layer.attributes.isEmpty else { return nil }
    guard let bound = call.optionalInput(index) else { return operand }
    var result = operand
    result.contents = Broadcast.contents(
      operand, bound, shape: operand.shape, type: operand.elementType, integers: integers,
      reals: reals)
    return result
  }
}
