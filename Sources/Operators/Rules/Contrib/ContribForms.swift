import ModelGraph

/// Operators that ONNX Runtime has as ONNX has them: before ONNX did, or for more types.
struct ContribForms: OperatorRule {
  var operators: [OperatorDescription] {
    Self.types.map { type in
      let plain = OperatorTable.onnxDescription(of: type)
      return .contrib(
        type, macs: plain?.macs ?? "", otherFlops: plain?.otherFlops ?? "",
        transcendentals: plain?.transcendentals ?? "", bytes: plain?.bytes ?? "",
        paper: "as \(type) of the default domain")
    }
  }

  private static let types = [
    "QuantizeLinear", "DequantizeLinear", "GatherND", "Pad", "Range", "Trilu",
  ]

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    try rule(call).outputs(of: call.standing(for: call.type, inputs: call.inputs))
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    try rule(call).cost(
      of: call.standing(for: call.type, inputs: call.inputs), outputs: outputs)
  }

  private func rule(_ call: OperatorCall) throws(OperatorError) -> any OperatorRule {
    guard let rule = OperatorTable.rule(for: OperatorName(call.type)) else {
      throw OperatorError(.unsupported, "no rule for \(call.layer.operatorName)")
    }
    return rule
  }
}
