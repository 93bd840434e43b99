import ModelGraph

/// Conv and its integer forms, over any number of axes.
struct Convolution: OperatorRule {
  var operators: [OperatorDescription] {
    let macs = "N·M·Πout·(C/g)·Πk"
    return [
      .onnx(
        "Conv", 22, macs: macs, otherFlops: "N·M·Πout where there is a bias",
        bytes: "of x what the window sees, less than all where it steps over elements",
        paper: "Dumoulin, Visin, A guide to convolution arithmetic, arXiv:1603.07285"),
      .onnx(
        "ConvInteger", 10, macs: macs,
        otherFlops: "the elements of x and of w, where a zero point is subtracted from them"),
      .onnx(
        "QLinearConv", 10, macs: macs,
        otherFlops: "5·N·M·Πout (scale, round, add the zero point, two bounds), "
          + "N·M·Πout where there is a bias, and the zero points of x and w"),
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let operands = try Operands(call)
    let places = try operands.window.places(over: operands.picture, in: call)
    let shape = [operands.input.shape[0], operands.weights.shape[0]] + places
    let type: ElementType =
      switch call.type {
      case "ConvInteger": .int32
      case "QLinearConv": call.optionalInput(7)?.elementType ?? operands.input.elementType
      default: operands.input.elementType
      }
    return [Operand(type, shape)]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let operands = try Operands(call)
    let places = try operands.window.places(over: operands.picture, in: call)
    let made = outputs.first?.elementCount ?? 0
    let other =
      switch call.type {
      case "ConvInteger": operands.zeroPointFlops(call, 2, 3)
      case "QLinearConv":
        operands.zeroPointFlops(call, 2, 5) + 5 * made + (call.optionalInput(8) == nil ? 0 : made)
      default: call.optionalInput(2) == nil ? 0 : made
      }
    return LayerCost(
      macs: made * operands.weights.shape.dropFirst().elementCount, otherFlops: other,
      traffic: operands.window.traffic(over: operands.input, places: places),
      computeType: operands.input.elementType, kernel: operands.kernel(making: outputs))
  }

  /// What is convolved with what.
  private struct Operands {
    var input: Operand
    var weights: Operand
    var window: SlidingWindow

    /// The sizes along the axes that the window slides on.
    var picture: [Int] { Array(input.shape.dropFirst(2)) }

    init(_ call: OperatorCall) throws(OperatorError) {
      input = try call.input(0, rankAtLeast: 3)
      weights = try call.input(call.type == "QLinearConv" ? 3 : 1, rankAtLeast: 3)
      let groups = try call.integer("group", default: 1, in: 1...OperatorCall.largestSetting)
      guard weights.shape.count == input.shape.count,
        (Count(weights.shape[1]) * Count(groups)).value == input.shape[1],
        weights.shape[0] % groups == 0
      else {
        throw call.shapeError(
          "\(input.shape.shapeText) convolved with weights of \(weights.shape.shapeText) "
            + "in \(groups) groups")
      }
      let kernel = Array(weights.shape.dropFirst(2))
      guard kernel.allSatisfy((1...OperatorCall.largestSetting).contains) else {
        throw call.shapeError("weights of \(weights.shape.shapeText)")
      }
      window = try SlidingWindow(of: call, axes: input.shape.count - 2, kernel: kernel)
    }

    /// The sizes of the convolution; of three axes the first two count as rows.
    func kernel(making outputs: [Operand]) -> Kernel? {
      guard let made = outputs.first?.shape, made.count == input.shape.count else { return nil }
      func split(_ sizes: [Int]) -> (rows: Int, columns: Int) {
        (sizes.dropLast().elementCount.value ?? .max, sizes.last ?? 1)
      }
      let (picture, places) = (split(picture), split(Array(made.dropFirst(2))))
      let taps = split(window.kernel)
      let groups = weights.shape[1] > 0 ? input.shape[1] / weights.shape[1] : 1
      return .convolution(
        Kernel.Convolution(
          batch: made[0], channels: input.shape[1], height: picture.rows, width: picture.columns,
          filters: made[1], kernelHeight: taps.rows, kernelWidth: taps.columns,
          stride: window.strides.max() ?? 1, dilation: window.dilations.max() ?? 1,
          groups: max(groups, 1), outputHeight: places.rows, outputWidth: places.columns))
    }

    /// A subtraction for each element of an operand whose zero point is given.
    func zeroPointFlops(_ call: OperatorCall, _ forInput: Int, _ forWeights: Int) -> Count {
      (call.optionalInput(forInput) == nil ? 0 : input.elementCount)
        + (call.optionalInput(forWeights) == nil ? 0 : weights.elementCount)
    }
  }
}
