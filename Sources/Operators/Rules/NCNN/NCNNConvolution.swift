import ModelGraph

/// Convolution, ConvolutionDepthWise and DeformableConv2D, over one to three axes, with what is fused
/// into them.
struct NCNNConvolution: NCNNRule, OperatorRule {
  /// The formulas.
  var operators: [OperatorDescription] {
    [
      "Convolution", "ConvolutionDepthWise", "Convolution1D", "ConvolutionDepthWise1D",
      "Convolution3D", "ConvolutionDepthWise3D", "DeformableConv2D",
    ].map {
      let isDeformable = $0 == "DeformableConv2D"
      return .ncnn(
        $0, macs: "N·M·Πout·(C/g)·Πk",
        "N·M·Πout where there is a bias; those of the activation"
          + (isDeformable ? "; the samples as in DeformConv" : "; with 8-bit weights \(int8)"),
        transcendentals: "those of the activation", like: isDeformable ? "DeformConv" : "Conv")
    }
  }

  private var int8: String {
    "4 for each input that is not yet 8-bit (scale, round, two bounds) and 1 for each output "
      + "(scale), 4 where it stays 8-bit"
  }

  /// [N, M, places].
  func form(of call: OperatorCall) throws(OperatorError) -> NCNNForm {
    let axes = call.type.hasSuffix("3D") ? 3 : call.type.hasSuffix("1D") ? 1 : 2
    var input = try call.input(0)
    let isVector = axes == 2 && input.shape.count == 2
    // A vector is a picture of one element a channel.
    if isVector { input.shape += [1, 1] }
    guard input.shape.count == axes + 2 else {
      throw call.shapeError("\(input.shape.shapeText) over \(axes) axes")
    }
    let window = try NCNNWindow(call, axes: axes)
    let weights = try NCNNKernel(call, channels: input.shape[1], window: window)
    var form = try NCNNForm(
      as: call.type == "DeformableConv2D" ? "DeformConv" : "Conv", of: call,
      operands(call, input, weights), window.attributes(groups: weights.groups))
    if isVector { form = form.shaped(Array(form.outputs[0].shape.prefix(2))) }
    form.weights = weights.implied
    form = try form.activated(call)
    return try weights.isInt8 ? form.quantized(call, input: input) : form
  }

  private func operands(
    _ call: OperatorCall, _ input: Operand, _ weights: NCNNKernel
  ) throws(OperatorError) -> [Operand?] {
    let kernel = call.ncnnWeight(weights.shape)
    let bias = weights.hasBias ? call.ncnnWeight([weights.filters]) : nil
    guard call.type == "DeformableConv2D" else { return [input, kernel, bias] }
    return [input, kernel, try call.input(1), bias, call.optionalInput(2)]
  }
}

/// Deconvolution and DeconvolutionDepthWise, over one to three axes.
struct NCNNDeconvolution: NCNNRule, OperatorRule {
  /// The formulas.
  var operators: [OperatorDescription] {
    ["", "DepthWise"].flatMap { kind in
      ["", "1D", "3D"].map { axes in
        .ncnn(
          "Deconvolution\(kind)\(axes)", macs: "N·C·Πin·(M/g)·Πk",
          "N·M·Πout where there is a bias; those of the activation",
          transcendentals: "those of the activation", like: "ConvTranspose")
      }
    }
  }

  /// [N, M, places].
  func form(of call: OperatorCall) throws(OperatorError) -> NCNNForm {
    let axes = call.type.hasSuffix("3D") ? 3 : call.type.hasSuffix("1D") ? 1 : 2
    let input = try call.input(0, rankAtLeast: axes + 2)
    let window = try NCNNWindow(call, axes: axes)
    let kernel = try NCNNKernel(call, channels: input.shape[1], window: window)
    var attributes = window.attributes(groups: kernel.groups)
    let names =
      axes == 1 ? ["right"] : axes == 2 ? ["bottom", "right"] : ["behind", "bottom", "right"]
    var added: [Int] = []
    for name in names { added.append(try call.ncnnSize("output_pad_\(name)")) }
    attributes["output_padding"] = .integers(added)
    var sizes: [Int] = []
    for name in ["d", "h", "w"].suffix(axes) { sizes.append(try call.ncnnSize("output_\(name)")) }
    if sizes.allSatisfy({ $0 > 0 }) { attributes["output_shape"] = .integers(sizes) }
    let filters = kernel.filters / kernel.groups
    var form = try NCNNForm(
      as: "ConvTranspose", of: call,
      [
        input, call.ncnnWeight([input.shape[1], filters] + window.kernel),
        kernel.hasBias ? call.ncnnWeight([kernel.filters]) : nil,
      ], attributes)
    form.weights = kernel.implied
    return try form.activated(call)
  }
}

/// The kernel of a convolution, whose weights the file implies.
struct NCNNKernel {
  var filters: Int
  var groups: Int
  /// The channels that a filter reads.
  var depth: Int
  var hasBias: Bool
  var isInt8: Bool
  private var window: [Int]

  /// The kernel over `channels` channels; its size must be what the file says of its weights.
  init(_ call: OperatorCall, channels: Int, window: NCNNWindow) throws(OperatorError) {
    self.window = window.kernel
    filters = try call.integer("num_output", default: 0, in: 1...OperatorCall.largestSetting)
    groups = try call.integer("group", default: 1, in: 1...OperatorCall.largestSetting)
    guard channels % groups == 0, filters % groups == 0 else {
      throw call.shapeError("\(channels) channels and \(filters) filters in \(groups) groups")
    }
    depth = channels / groups
    hasBias = try call.isSet("bias_term")
    isInt8 = try call.isInt8()
    let isGiven = try call.isSet("dynamic_weight")
    let stated = try call.ncnnSize("weight_data_size")
    guard stated == 0 || isGiven || elements.value == stated else {
      throw OperatorError(
        .shape,
        "\(call.type) has \(stated) weights, and \(channels) channels need "
          + (elements.value.map(String.init) ?? "more than 2^63"),
        remedy: "check weight_data_size (6=) and the size of the input")
    }
    if isGiven { implied = [] } else { implied = Self.implied(of: self) }
  }

  /// What is stored.
  private(set) var implied: [ImpliedWeight] = []

  /// [M, C/g, k].
  var shape: [Int] { [filters, depth] + window }

  private var elements: Count { shape.elementCount }

  private static func implied(of kernel: NCNNKernel) -> [ImpliedWeight] {
    var weights = [
      ImpliedWeight(
        name: "weights", elements: kernel.elements,
        elementType: kernel.isInt8 ? .int8 : .float32)
    ]
    if kernel.hasBias {
      weights.append(ImpliedWeight(name: "biases", elements: Count(kernel.filters)))
    }
    if kernel.isInt8 {
      weights.append(
        ImpliedWeight(name: "scales", elements: Count(kernel.filters) + 1, isTrainable: false))
    }
    return weights
  }
}

extension NCNNForm {
  /// A contraction of 8-bit integers: its input is brought to them, and its output back, unless the
  /// layer hands on 8-bit integers (scale terms above 100).
  func quantized(_ call: OperatorCall, input: Operand) throws(OperatorError) -> NCNNForm {
    var form = self
    let handsOn = try call.integer("int8_scale_term", default: 0) > 100
    form.cost.computeType = .int8
    form.outputs[0].elementType = handsOn ? .int8 : .float32
    let isFloat = input.elementType.isFloatingPoint
    return form.adding((isFloat ? 4 * input.elementCount : 0) + (handsOn ? 4 : 1) * made)
  }
}
