import ModelGraph

/// `[connected]`: every output from every input.
struct DarknetConnected: OperatorRule {
  /// The formula.
  var operators: [OperatorDescription] {
    [
      OperatorDescription(
        OperatorName("connected", domain: "darknet"),
        macs: "rows·inputs·output; a row a sample, or a sample and time step",
        otherFlops: "with batch_normalize 2 an output element, else 1 (bias); + activation",
        transcendentals: "those of the activation, an output element",
        source: "connected_layer.c of pjreddie/darknet")
    ]
  }

  /// Rows of `output` features.
  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    try call.output(call.rows().leading + [call.size("output")])
  }

  /// The matrix product.
  func cost(
    of call: OperatorCall, outputs: [Operand]
  ) throws(OperatorError) -> LayerCost {
    let rows = try call.rows()
    var cost = try block(of: call).cost
    cost.kernel = .product(
      Kernel.Product(
        m: rows.count.value ?? .max, n: try call.size("output"), k: rows.features))
    return cost
  }

  /// Weights, biases, and the three vectors of a batch normalisation.
  func impliedWeights(
    of call: OperatorCall, outputs: [Operand]
  ) throws(OperatorError) -> [ImpliedWeight] {
    try block(of: call).weights
  }

  private func block(of call: OperatorCall) throws(OperatorError) -> DarknetBlock {
    let rows = try call.rows()
    let outputs = try call.size("output")
    var block = DarknetBlock(
      connected: rows.features, to: outputs, rows: rows.count,
      isNormalized: try call.isSet("batch_normalize"))
    block.activate(try call.activation(default: .logistic), rows.count * Count(outputs))
    return block
  }
}
