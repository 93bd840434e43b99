import ModelGraph

/// DynamicQuantizeLSTM: an LSTM whose weights are stored as integers, input by output; the input and the
/// hidden states are made integers as they come.
struct QuantizedRecurrence: OperatorRule {
  var operators: [OperatorDescription] {
    let plain = OperatorTable.onnxDescription(of: "LSTM")
    return [
      .contrib(
        "DynamicQuantizeLSTM", macs: plain?.macs ?? "",
        otherFlops: "as LSTM; 7 for each element of x and of the hidden states (as "
          + "DynamicQuantizeLinear), and 2 for each gate of both products (convert, scale)",
        transcendentals: plain?.transcendentals ?? "", paper: "as LSTM of the default domain")
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    try Recurrence().outputs(of: plain(call))
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let plain = try plain(call)
    let sizes = try Recurrence.Sizes(plain)
    var cost = try Recurrence().cost(of: plain, outputs: outputs)
    cost.otherFlops += 7 * (try call.input(0).elementCount + sizes.units)
    cost.otherFlops += 2 * 2 * Count(sizes.cell.gates) * sizes.units
    cost.computeType = try call.input(1).elementType
    return cost
  }

  /// The LSTM with its weights output by input, as ONNX has them.
  private func plain(_ call: OperatorCall) throws(OperatorError) -> OperatorCall {
    var inputs = Array(call.inputs.prefix(8))
    for place in [1, 2] {
      var weights = try call.input(place, rankAtLeast: 3)
      weights.shape.swapAt(1, 2)
      inputs[place] = weights
    }
    return call.standing(for: "LSTM", inputs: inputs)
  }
}
