import ModelGraph

/// Operators of ONNX Runtime that are one of the default domain with its inputs in other places or its
/// result in another type.
struct LentForms: OperatorRule {
  var operators: [OperatorDescription] {
    [
      Self.description("MaxpoolWithMask", as: "MaxPool", more: "n for the mask"),
      Self.description("ConvTransposeWithDynamicPads", as: "ConvTranspose"),
      Self.description("ReduceSumInteger", as: "ReduceSum"),
      Self.description("TorchEmbedding", as: "Gather"),
      .contrib(
        "MulInteger",
        otherFlops: "n, y = a·b; the elements of a and of b where a zero point is subtracted from "
          + "them"),
    ]
  }

  private static func description(
    _ type: String, as plain: String, more: String? = nil
  ) -> OperatorDescription {
    let standing = OperatorTable.onnxDescription(of: plain)
    let other = [standing?.otherFlops, more].compactMap { $0 }.filter { !$0.isEmpty }
    return .contrib(
      type, macs: standing?.macs ?? "", otherFlops: other.joined(separator: "; "),
      transcendentals: standing?.transcendentals ?? "", bytes: standing?.bytes ?? "",
      paper: "as \(plain) of the default domain")
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let (rule, plain) = try standing(call)
    guard var made = try rule.outputs(of: plain).first else { return [] }
    switch call.type {
    case "MulInteger": made = Operand(.int32, made.shape)
    case "ReduceSumInteger":
      let isSigned = try call.input(0).elementType == .int8
      made = Operand(isSigned ? .int32 : .uint32, made.shape)
    default: break
    }
    return [made]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let (rule, plain) = try standing(call)
    var cost = try rule.cost(of: plain, outputs: outputs)
    switch call.type {
    case "MaxpoolWithMask": cost.otherFlops += try call.input(0).elementCount
    case "MulInteger":
      if call.optionalInput(1) != nil { cost.otherFlops += try call.input(0).elementCount }
      if call.optionalInput(3) != nil { cost.otherFlops += try call.input(2).elementCount }
    default: break
    }
    return cost
  }

  /// The layer of the default domain, and the rule of it.
  private func standing(
    _ call: OperatorCall
  ) throws(OperatorError) -> (rule: any OperatorRule, call: OperatorCall) {
    switch call.type {
    case "MaxpoolWithMask":
      return (Pooling(), call.standing(for: "MaxPool", inputs: [try call.input(0)]))
    case "ReduceSumInteger":
      return (Reduction(), call.standing(for: "ReduceSum", inputs: [try call.input(0)]))
    case "TorchEmbedding":
      return (
        Gathering(), call.standing(for: "Gather", inputs: [try call.input(0), try call.input(1)])
      )
    case "MulInteger":
      return (
        ElementwiseBinary(),
        call.standing(for: "Mul", inputs: [try call.input(0), try call.input(2)])
      )
    default:
      var layer = call.layer
      if call.optionalInput(2) != nil {
        layer.attributes["pads"] = .integers(try call.integers(ofInput: 2))
      }
      layer.operatorName = OperatorName("ConvTranspose")
      let inputs = [try call.input(0), try call.input(1), call.optionalInput(3)]
      return (
        TransposedConvolution(), OperatorCall(layer: layer, operatorSet: 0, inputs: inputs)
      )
    }
  }
}
