import ModelGraph

/// `[deconvolutional]`: a transposed convolution.
struct DarknetDeconvolutional: OperatorRule {
  /// The formula.
  var operators: [OperatorDescription] {
    [
      OperatorDescription(
        OperatorName("deconvolutional", domain: "darknet"),
        macs: "N·C·H·W·filters·size²",
        otherFlops: "with batch_normalize 2 an output element, else 1 (bias); + activation",
        transcendentals: "those of the activation, an output element",
        source: "pjreddie/darknet, deconvolutional_layer.c: a matrix product over the input's "
          + "places, then col2im")
    ]
  }

  /// [N, filters, (H − 1)·stride + size − 2·padding, the same of W].
  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    try call.output(shape(of: call))
  }

  /// The contraction over the places of the input.
  func cost(
    of call: OperatorCall, outputs: [Operand]
  ) throws(OperatorError) -> LayerCost {
    try block(of: call).cost
  }

  /// Weights, biases, and the three vectors of a batch normalisation.
  func impliedWeights(
    of call: OperatorCall, outputs: [Operand]
  ) throws(OperatorError) -> [ImpliedWeight] {
    try block(of: call).weights
  }

  private func shape(of call: OperatorCall) throws(OperatorError) -> [Int] {
    let picture = try call.picture()
    return [
      picture.batch, try call.size("filters"), try side(picture.height, call),
      try side(picture.width, call),
    ]
  }

  private func side(_ side: Int, _ call: OperatorCall) throws(OperatorError) -> Int {
    let size = try call.size("size")
    let padding = try call.isSet("pad") ? size / 2 : call.length("padding")
    let stretched = (Count(side) - 1) * Count(try call.size("stride")) + Count(size)
    guard let result = (stretched - 2 * Count(padding)).value, result > 0 else {
      throw OperatorError(
        .shape, "a padding of \(padding) leaves nothing of an input of \(side)",
        remedy: "use a smaller padding")
    }
    return result
  }

  private func block(of call: OperatorCall) throws(OperatorError) -> DarknetBlock {
    let picture = try call.picture()
    let filters = Count(try call.size("filters"))
    let size = Count(try call.size("size"))
    let outputs = try shape(of: call).elementCount
    var block = DarknetBlock(
      macs: picture.elementCount * filters * size * size,
      weights: Count(picture.channels) * filters * size * size, channels: filters,
      outputs: outputs, isNormalized: try call.isSet("batch_normalize"))
    block.activate(try call.activation(default: .logistic), outputs)
    return block
  }
}
