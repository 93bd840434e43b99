import ModelGraph

/// FusedConv and the convolutions with channels last: a Conv with what follows it.
struct FusedConvolution: OperatorRule {
  var operators: [OperatorDescription] {
    let macs = "N·M·Πout·(C/g)·Πk"
    let fused =
      "N·M·Πout for each of a bias and a summand Z, and the activation's FLOPs of each element"
    return [
      .contrib(
        "FusedConv", macs: macs, otherFlops: fused, transcendentals: "those of the activation"),
      .contrib("NhwcConv", macs: macs, otherFlops: "N·M·Πout where there is a bias"),
      .contrib(
        "NhwcFusedConv", macs: macs, otherFlops: fused,
        transcendentals: "those of the activation"),
      .contrib("QLinearConv", macs: macs, otherFlops: "as QLinearConv of the default domain"),
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let made = try Convolution().outputs(of: plain(call))
    return try isChannelsLast(call) ? made.map(ChannelsLast.toBack) : made
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let cost = try Convolution().cost(of: plain(call), outputs: outputs)
    if call.type == "QLinearConv" { return cost }
    let made = outputs.first?.elementCount ?? 0
    let summand: Count = call.optionalInput(3) == nil ? 0 : made
    return cost.adding(LayerCost(otherFlops: summand))
      .adding(try call.fusedActivation(over: made))
  }

  private func isChannelsLast(_ call: OperatorCall) throws(OperatorError) -> Bool {
    if call.type.hasPrefix("Nhwc") { return true }
    return try call.integer("channels_last", default: 0) != 0
  }

  /// The convolution alone, channels second.
  private func plain(_ call: OperatorCall) throws(OperatorError) -> OperatorCall {
    var inputs = call.inputs
    if try isChannelsLast(call) { inputs[0] = ChannelsLast.toFront(try call.input(0)) }
    if call.type == "QLinearConv" { return call.standing(for: "QLinearConv", inputs: inputs) }
    return call.standing(for: "Conv", inputs: Array(inputs.prefix(3)))
  }
}
