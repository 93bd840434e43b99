import ModelGraph

/// The operators that ONNX Runtime's optimiser writes for processors, at its highest level: channels in
/// blocks as wide as a vector, so that a convolution reads and writes whole ones.
struct BlockedChannels: OperatorRule {
  var operators: [OperatorDescription] {
    let moving = ["ReorderInput", "ReorderOutput"].map { Self.description($0) }
    let plain = Self.pools + ["Upsample"]
    return moving
      + [
        Self.description(
          "Conv", macs: "N·M·Πout·(C/g)·Πk, those of the channels that fill the last block too",
          otherFlops:
            "N·M·Πout for each of a bias and a summand, and the activation's FLOPs of each element",
          transcendentals: "those of the activation")
      ]
      + plain.map { type in
        let standing = OperatorTable.onnxDescription(of: type == "Upsample" ? "Resize" : type)
        return Self.description(
          type, otherFlops: standing?.otherFlops ?? "",
          transcendentals: standing?.transcendentals ?? "")
      }
  }

  private static let pools = ["MaxPool", "AveragePool", "GlobalMaxPool", "GlobalAveragePool"]

  private static func description(
    _ type: String, macs: String = "", otherFlops: String = "", transcendentals: String = ""
  ) -> OperatorDescription {
    OperatorDescription(
      OperatorName(type, domain: "com.microsoft.nchwc"), macs: macs, otherFlops: otherFlops,
      transcendentals: transcendentals,
      source:
        "ONNX Runtime, NCHWc transformer and schemas of com.microsoft.nchwc; as \(type) of the default "
        + "domain")
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    switch call.type {
    case "ReorderInput":
      let isLast = try call.integer("channels_last", default: 0) != 0
      let input = try call.input(0, rankAtLeast: 3)
      return [Operand(input.elementType, (isLast ? ChannelsLast.toFront(input) : input).shape)]
    case "ReorderOutput":
      var output = Operand(try call.input(0).elementType, try call.input(0, rankAtLeast: 3).shape)
      output.shape[1] = try call.integer(
        "channels", default: output.shape[1], in: 1...OperatorCall.largestSetting)
      let isLast = try call.integer("channels_last", default: 0) != 0
      return [isLast ? ChannelsLast.toBack(output) : output]
    default: return try Array(standing(call).rule.outputs(of: standing(call).call).prefix(1))
    }
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    if call.type.hasPrefix("Reorder") { return LayerCost() }
    let (rule, plain) = try standing(call)
    let cost = try rule.cost(of: plain, outputs: outputs)
    guard call.type == "Conv" else { return cost }
    let made = outputs.first?.elementCount ?? 0
    return cost.adding(LayerCost(otherFlops: call.optionalInput(3) == nil ? 0 : made))
      .adding(try call.fusedActivation(over: made))
  }

  /// The rule and the layer of the default domain that stand for one.
  private func standing(
    _ call: OperatorCall
  ) throws(OperatorError) -> (rule: any OperatorRule, call: OperatorCall) {
    var input = try call.input(0, rankAtLeast: 3)
    switch call.type {
    case "Conv":
      // The weights hold as many channels as blocks have.
      let group = try call.integer("group", default: 1, in: 1...OperatorCall.largestSetting)
      let weights = try call.input(1, rankAtLeast: 3)
      input.shape[1] = (Count(weights.shape[1]) * Count(group)).value ?? input.shape[1]
      return (
        Convolution(),
        call.standing(for: "Conv", inputs: [input, weights, call.optionalInput(2)])
      )
    case "Upsample":
      var scales = Operand(.float32, [input.shape.count])
      scales.contents = try .floats(call.numbers("scales") ?? input.shape.map { _ in 1 })
      return (Resizing(), call.standing(for: "Resize", inputs: [input, nil, scales]))
    default:
      let isGlobal = call.type.hasPrefix("Global")
      return (
        isGlobal ? GlobalPooling() : Pooling(), call.standing(for: call.type, inputs: [input])
      )
    }
  }
}
