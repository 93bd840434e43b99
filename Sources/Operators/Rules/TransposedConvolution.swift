import ModelGraph

/// ConvTranspose: each element of the input is spread by the kernel.
struct TransposedConvolution: OperatorRule {
  var operators: [OperatorDescription] {
    [
      .onnx(
        "ConvTranspose", 22, macs: "N·C·Πin·(M/g)·Πk",
        otherFlops: "N·M·Πout where there is a bias",
        paper: "Dumoulin, Visin, A guide to convolution arithmetic, arXiv:1603.07285, section 4")
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let input = try call.input(0, rankAtLeast: 3)
    let weights = try call.input(1, rankAtLeast: 3)
    let groups = try call.integer("group", default: 1, in: 1...OperatorCall.largestSetting)
    guard weights.shape.count == input.shape.count, weights.shape[0] == input.shape[1],
      input.shape[1] % groups == 0,
      let filters = (Count(weights.shape[1]) * Count(groups)).value
    else {
      throw call.shapeError(
        "\(input.shape.shapeText) spread by weights of \(weights.shape.shapeText) "
          + "in \(groups) groups")
    }
    let sizes = try sizes(over: Array(input.shape.dropFirst(2)), weights: weights, call)
    return [Operand(input.elementType, [input.shape[0], filters] + sizes)]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let (input, weights) = try (call.input(0), call.input(1))
    let bias = call.optionalInput(2) == nil ? 0 : outputs.first?.elementCount ?? 0
    return LayerCost(
      macs: input.elementCount * weights.shape.dropFirst().elementCount, otherFlops: bias)
  }

  /// stride·(in − 1) + output_padding + reach − pads, in·stride with `SAME` pads, or `output_shape`.
  private func sizes(
    over picture: [Int], weights: Operand, _ call: OperatorCall
  ) throws(OperatorError) -> [Int] {
    let kernel = Array(weights.shape.dropFirst(2))
    guard kernel.allSatisfy((1...OperatorCall.largestSetting).contains) else {
      throw call.shapeError("weights of \(weights.shape.shapeText)")
    }
    let window = try SlidingWindow(of: call, axes: picture.count, kernel: kernel)
    let range = 0...OperatorCall.largestSetting
    let padding = try call.integers("output_padding", in: range) ?? picture.map { _ in 0 }
    if let given = try call.integers("output_shape", in: 1...OperatorCall.largestSetting) {
      return Array(given.suffix(picture.count))
    }
    guard padding.count == picture.count else {
      throw call.shapeError("output_padding=\(padding) for \(picture.count) axes")
    }
    var sizes: [Int] = []
    for (axis, size) in picture.enumerated() {
      let stride = Count(window.strides[axis])
      let pads =
        window.automaticPads == "VALID"
        ? 0 : Count(window.pads[axis]) + Count(window.pads[axis + picture.count])
      let made =
        window.automaticPads.hasPrefix("SAME")
        ? Count(size) * stride
        : stride * (Count(size) - 1) + Count(padding[axis]) + Count(window.reach(axis)) - pads
      guard let made = made.value else {
        throw call.shapeError("pads larger than what an axis of \(size) spreads to")
      }
      sizes.append(made)
    }
    return sizes
  }
}
