import ModelGraph

/// Pooling over one to three axes, with its window, over the whole picture, or to a given size.
struct NCNNPooling: NCNNRule, OperatorRule {
  /// The formulas.
  var operators: [OperatorDescription] {
    ["Pooling", "Pooling1D", "Pooling3D"].map {
      .ncnn(
        $0,
        "N·C·Πout·(Πk − 1) comparisons, or N·C·Πout·Πk for a mean; global: Πk is the picture; "
          + "adaptive: k is ⌈in/out⌉",
        like: "MaxPool, AveragePool, GlobalMaxPool and GlobalAveragePool")
    }
  }

  /// [N, C, places]; [N, C] where it is global.
  func form(of call: OperatorCall) throws(OperatorError) -> NCNNForm {
    let axes = call.type.hasSuffix("3D") ? 3 : call.type.hasSuffix("1D") ? 1 : 2
    let input = try call.input(0, rankAtLeast: axes + 1)
    let channels = Array(input.shape.prefix(input.shape.count - axes))
    let picture = Array(input.shape.suffix(axes))
    let isMean = try call.integer("pooling_type", default: 0) == 1
    if try call.isSet("global_pooling") {
      return try NCNNForm(
        as: isMean ? "GlobalAveragePool" : "GlobalMaxPool", of: call, [flat(input, axes)]
      ).shaped(channels)
    }
    if try call.isSet("adaptive_pooling") {
      return try adapted(call, channels, picture, isMean: isMean)
    }
    let form = try NCNNForm(
      as: isMean ? "AveragePool" : "MaxPool", of: call, [flat(input, axes)],
      attributes(call, picture))
    return form.shaped(channels + form.outputs[0].shape.suffix(axes))
  }

  /// The input with all but the pooled axes in two.
  private func flat(_ input: Operand, _ axes: Int) -> Operand {
    let leading = input.shape.dropLast(axes).dropFirst().elementCount.value ?? 0
    return Operand(input.elementType, [input.shape[0], leading] + input.shape.suffix(axes))
  }

  private func adapted(
    _ call: OperatorCall, _ channels: [Int], _ picture: [Int], isMean: Bool
  ) throws(OperatorError) -> NCNNForm {
    var places: [Int] = []
    for (name, size) in zip(["d", "h", "w"].suffix(picture.count), picture) {
      let given = try call.ncnnSize("out_\(name)", default: size)
      places.append(given == 0 ? size : given)
    }
    let window = zip(picture, places).map { ($0 + $1 - 1) / $1 }.elementCount
    var form = try NCNNForm(call, channels + places)
    form.cost.otherFlops = form.made * (isMean || window.value == 0 ? window : window - 1)
    return form
  }

  /// The window; in the `full` mode (0) what is missing to a last whole one is padded.
  private func attributes(
    _ call: OperatorCall, _ picture: [Int]
  ) throws(OperatorError) -> [String: AttributeValue] {
    let window = try NCNNWindow(call, axes: picture.count)
    var attributes = window.attributes()
    let mode = try call.integer("pad_mode", default: 0)
    if mode > 1 { attributes["auto_pad"] = .string(mode == 2 ? "SAME_UPPER" : "SAME_LOWER") }
    guard mode == 0, case .integers(var pads) = attributes["pads"],
      case .integers(let strides) = attributes["strides"]
    else { return attributes }
    for (axis, size) in picture.enumerated() {
      let padded = Count(size) + Count(pads[axis]) + Count(pads[axis + picture.count])
      guard let free = (padded - Count(window.kernel[axis])).value else { continue }
      let rest = free % strides[axis]
      if rest != 0 { pads[axis + picture.count] += strides[axis] - rest }
    }
    attributes["pads"] = .integers(pads)
    return attributes
  }
}

/// SPP and StatisticsPooling: a picture to a vector of a known length.
struct NCNNVectorPooling: NCNNRule, OperatorRule {
  /// The formulas.
  var operators: [OperatorDescription] {
    [
      .ncnn("SPP", "n for each level of the pyramid"),
      .ncnn(
        "StatisticsPooling", "n; with include_stddev 3·n (subtract, square, sum)",
        transcendentals: "N·C with include_stddev"),
    ]
  }

  /// [N, features].
  func form(of call: OperatorCall) throws(OperatorError) -> NCNNForm {
    let input = try call.input(0, rankAtLeast: 2)
    let channels = Count(input.shape[1])
    if call.type == "SPP" {
      let levels = try call.integer("pyramid_height", default: 1, in: 1...16)
      let bins = (0..<levels).reduce(Count(0)) { $0 + Count(1 << (2 * $1)) }
      return try NCNNForm(
        call, [input.shape[0], call.whole(channels * bins, "features")],
        cost: LayerCost(otherFlops: Count(levels) * input.elementCount))
    }
    let hasDeviation = try call.isSet("include_stddev")
    return try NCNNForm(
      call, [input.shape[0], call.whole((hasDeviation ? 2 : 1) * channels, "features")],
      cost: LayerCost(
        otherFlops: (hasDeviation ? 4 : 1) * input.elementCount,
        transcendentals: hasDeviation ? Count(input.shape[0]) * channels : 0))
  }
}
