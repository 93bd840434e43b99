import ModelGraph

/// DeformConv: a convolution whose window looks at places that another layer gives.
struct DeformableConvolution: OperatorRule {
  var operators: [OperatorDescription] {
    [
      .onnx(
        "DeformConv", 22, macs: "N·M·Πout·(C/g)·Πk",
        otherFlops: "9·N·C·Πk·Πout (bilinear samples), as many products where there is a mask, one "
          + "for each offset, and N·M·Πout where there is a bias",
        paper:
          "Dai et al., Deformable convolutional networks, arXiv:1703.06211, equations 2 and 3; "
          + "Zhu et al., arXiv:1811.11168, equation 1")
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let (input, weights) = try (call.input(0, rankAtLeast: 3), call.input(1, rankAtLeast: 3))
    let groups = try call.integer("group", default: 1, in: 1...OperatorCall.largestSetting)
    let kernel = Array(weights.shape.dropFirst(2))
    guard kernel.count == input.shape.count - 2,
      kernel.allSatisfy((1...OperatorCall.largestSetting).contains),
      (Count(weights.shape[1]) * Count(groups)).value == input.shape[1]
    else {
      throw call.shapeError(
        "\(input.shape.shapeText) convolved with weights of \(weights.shape.shapeText) "
          + "in \(groups) groups")
    }
    let window = try SlidingWindow(of: call, axes: kernel.count, kernel: kernel)
    let places = try window.places(over: Array(input.shape.dropFirst(2)), in: call)
    return [Operand(input.elementType, [input.shape[0], weights.shape[0]] + places)]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    guard let output = outputs.first else { return LayerCost() }
    let (input, weights) = try (call.input(0, rankAtLeast: 3), call.input(1, rankAtLeast: 3))
    let samples =
      input.shape.prefix(2).elementCount * weights.shape.dropFirst(2).elementCount
      * output.shape.dropFirst(2).elementCount
    let offsets = try call.input(2).elementCount
    let bias = call.optionalInput(3) == nil ? 0 : output.elementCount
    let mask = call.optionalInput(4) == nil ? 0 : samples
    return LayerCost(
      macs: output.elementCount * weights.shape.dropFirst().elementCount,
      otherFlops: 9 * samples + mask + offsets + bias)
  }
}
