import ModelGraph

/// `[local]`: a convolution with weights of its own at every place.
struct DarknetLocal: OperatorRule {
  /// The formula.
  var operators: [OperatorDescription] {
    [
      OperatorDescription(
        OperatorName("local", domain: "darknet"),
        macs: "N·filters·OH·OW·C·size²",
        otherFlops: "1 an output element (bias); + activation",
        transcendentals: "those of the activation, an output element",
        source: "local_layer.c of pjreddie/darknet: filters·OH·OW·C·size² weights and "
          + "filters·OH·OW biases")
    ]
  }

  /// [N, filters, OH, OW].
  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    try call.output(output(of: call).shape)
  }

  /// The contraction at each place.
  func cost(
    of call: OperatorCall, outputs: [Operand]
  ) throws(OperatorError) -> LayerCost {
    try block(of: call).cost
  }

  /// The weights and biases of each place.
  func impliedWeights(
    of call: OperatorCall, outputs: [Operand]
  ) throws(OperatorError) -> [ImpliedWeight] {
    try block(of: call).weights
  }

  private func output(of call: OperatorCall) throws(OperatorError) -> DarknetPicture {
    let size = try call.size("size")
    let stride = try call.size("stride")
    // (side − 1) / stride + 1 where pad is set, (side − size) / stride + 1 where it is not
    // (local_out_height, local_layer.c).
    let window = DarknetWindow(
      size: size, strideY: stride, strideX: stride, padding: try call.isSet("pad") ? size - 1 : 0)
    return try window.slide(over: call.picture(), channels: call.size("filters"))
  }

  private func block(of call: OperatorCall) throws(OperatorError) -> DarknetBlock {
    let input = try call.picture()
    let output = try output(of: call)
    let size = Count(try call.size("size"))
    let reads = Count(input.channels) * size * size
    let perSample = output.shape.dropFirst().elementCount
    var block = DarknetBlock(
      macs: output.elementCount * reads, weights: perSample * reads, channels: perSample,
      outputs: output.elementCount)
    block.activate(try call.activation(default: .logistic), output.elementCount)
    return block
  }
}
