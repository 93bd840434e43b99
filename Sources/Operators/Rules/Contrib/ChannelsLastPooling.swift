import ModelGraph

/// NhwcMaxPool: a MaxPool with channels last.
struct ChannelsLastPooling: OperatorRule {
  var operators: [OperatorDescription] {
    [.contrib("NhwcMaxPool", otherFlops: "N·C·Πout·(Πk − 1) comparisons")]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    try Pooling().outputs(of: plain(call)).prefix(1).map(ChannelsLast.toBack)
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    try Pooling().cost(of: plain(call), outputs: outputs)
  }

  private func plain(_ call: OperatorCall) throws(OperatorError) -> OperatorCall {
    let input = try call.input(0, rankAtLeast: 3)
    return call.standing(for: "MaxPool", inputs: [ChannelsLast.toFront(input)])
  }
}
