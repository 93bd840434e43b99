import ModelGraph

/// `[convolutional]`: a convolution with its biases or batch normalisation and its activation.
struct DarknetConvolutional: OperatorRule {
  /// The formula.
  var operators: [OperatorDescription] {
    [
      OperatorDescription(
        OperatorName("convolutional", domain: "darknet"),
        macs: "N·filters·OH·OW·(C/groups)·size²; "
          + "with antialiasing also N·filters·OH·OW·3² (2² where it is 2) of the blur",
        otherFlops: "with batch_normalize 2 an output element (one affine map, its factors being "
          + "computed at loading), else 1 (bias); + activation; xnor: + 1 an input element",
        transcendentals: "those of the activation, an output element",
        bytes: "each input and weight once, each output once; with antialiasing the picture before "
          + "the blur is not counted",
        source: "parser.c and convolutional_layer.c of pjreddie/darknet and AlexeyAB/darknet; "
          + "the MACs are half of what they print")
    ]
  }

  /// [N, filters, OH, OW].
  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    try call.output(DarknetConvolution(call).output.shape)
  }

  /// The convolution, the blur behind it, and the signs of an xnor layer's input.
  func cost(
    of call: OperatorCall, outputs: [Operand]
  ) throws(OperatorError) -> LayerCost {
    let convolution = try DarknetConvolution(call)
    var cost = convolution.block.cost
    cost.kernel = try convolution.kernel(call)
    if let blur = convolution.blur { cost.macs += blur.macs }
    if try call.isSet("xnor") {
      cost.otherFlops += convolution.input.elementCount
      cost.notes.append(
        "xnor: every multiply–accumulate is counted, at the precision of the model; "
          + "Darknet prints a 32nd of them")
    }
    if call.layer.attributes["share_index"] != nil {
      cost.notes.append("its weights are another layer's (share_index), and are counted there")
    }
    return cost
  }

  /// Weights, biases, and the three vectors of a batch normalisation; the fixed blur has none.
  func impliedWeights(
    of call: OperatorCall, outputs: [Operand]
  ) throws(OperatorError) -> [ImpliedWeight] {
    guard call.layer.attributes["share_index"] == nil else { return [] }
    return try DarknetConvolution(call).block.weights
  }
}

/// The geometry and the work of a convolutional section.
struct DarknetConvolution {
  /// What goes in.
  var input: DarknetPicture
  /// What comes out.
  var output: DarknetPicture
  /// The convolution, without the blur.
  var block: DarknetBlock
  /// The blur behind it.
  var blur: DarknetBlur?

  /// The convolution of a `[convolutional]` section.
  init(_ call: OperatorCall) throws(OperatorError) {
    input = try call.picture()
    var window = try DarknetWindow(convolution: call)
    let stride = (y: window.strideY, x: window.strideX)
    let antialiasing = try call.integer("antialiasing", default: 0)
    if antialiasing != 0 {
      // The convolution goes step by step; the blur behind it takes the strides.
      window.strideY = 1
      window.strideX = 1
    }
    let filters = try call.size("filters")
    let convolved = try window.slide(over: input, channels: filters)
    block = try Self.block(call, window: window, from: input, to: convolved)
    let activation = try call.activation(default: .logistic)
    block.activate(activation, convolved.elementCount)
    guard antialiasing != 0 else {
      output = convolved
      return
    }
    let blur = try DarknetBlur(of: convolved, kind: antialiasing, stride: stride)
    self.blur = blur
    output = blur.output
  }

  /// The sizes of the convolution, without the blur.
  func kernel(_ call: OperatorCall) throws(OperatorError) -> Kernel {
    let size = try call.size("size")
    return .convolution(
      Kernel.Convolution(
        batch: input.batch, channels: input.channels, height: input.height, width: input.width,
        filters: try call.size("filters"), kernelHeight: size, kernelWidth: size,
        stride: try call.size("stride"), dilation: try call.size("dilation"),
        groups: try call.size("groups"), outputHeight: output.height, outputWidth: output.width))
  }

  /// A convolution of `input` by `window` that makes `output`, before its activation.
  static func block(
    _ call: OperatorCall, window: DarknetWindow, from input: DarknetPicture,
    to output: DarknetPicture
  ) throws(OperatorError) -> DarknetBlock {
    let groups = try call.size("groups")
    let depth = try call.quotient(input.channels, groups, "the channels", by: "groups")
    _ = try call.quotient(output.channels, groups, "the filters", by: "groups")
    let reads = Count(depth) * window.area
    return DarknetBlock(
      macs: output.elementCount * reads, weights: Count(output.channels) * reads,
      channels: Count(output.channels), outputs: output.elementCount,
      isNormalized: try call.isSet("batch_normalize"))
  }
}

/// The fixed blur that `antialiasing` puts behind a layer, which takes that layer's strides.
///
/// Source: AlexeyAB/darknet, convolutional_layer.c: a convolution of each channel on its own, of
/// 3 x 3 with a padding of 1, or of 2 x 2 without one where `antialiasing=2`.
struct DarknetBlur {
  /// What comes out.
  var output: DarknetPicture
  /// Its multiply–accumulates.
  var macs: Count

  init(
    of picture: DarknetPicture, kind: Int, stride: (y: Int, x: Int)
  ) throws(OperatorError) {
    let window = DarknetWindow(
      size: kind == 2 ? 2 : 3, strideY: stride.y, strideX: stride.x, padding: kind == 2 ? 0 : 2)
    output = try window.slide(over: picture, channels: picture.channels)
    macs = output.elementCount * window.area
  }
}
