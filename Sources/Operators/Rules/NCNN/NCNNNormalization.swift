import ModelGraph

/// The normalisations, and the scales and biases of channels.
struct NCNNNormalization: NCNNRule, OperatorRule {
  /// The formulas.
  var operators: [OperatorDescription] {
    [
      .ncnn("BatchNorm", "2 an element (scale and shift)", like: "BatchNormalization"),
      .ncnn("Scale", "1 an element, 1 more with bias_term"),
      .ncnn("Bias", "1 an element"),
      .ncnn(
        "LayerNorm", "6·n + 4·rows, n more with affine", transcendentals: "rows",
        like: "LayerNormalization"),
      .ncnn("RMSNorm", "4·n + 3·rows", transcendentals: "rows", like: "RMSNormalization"),
      .ncnn(
        "GroupNorm", "7·n + 4·rows; a row is a group of channels", transcendentals: "rows",
        like: "GroupNormalization"),
      .ncnn(
        "InstanceNorm", "7·n + 4·rows; a row is a channel", transcendentals: "rows",
        like: "InstanceNormalization"),
      .ncnn("LRN", "(size + 3)·n", transcendentals: "n", like: "LRN"),
      .ncnn(
        "MVN", "2·n + rows; with normalize_variance 5·n + 3·rows",
        transcendentals: "rows with normalize_variance", like: "MeanVarianceNormalization"),
      .ncnn("Normalize", "4·n: square, sum, divide, scale", transcendentals: "rows"),
      .ncnn("Softmax", "4·n", transcendentals: "n", like: "Softmax"),
    ]
  }

  /// The shape of the input.
  func form(of call: OperatorCall) throws(OperatorError) -> NCNNForm {
    switch call.type {
    case "BatchNorm", "Scale", "Bias": try channelMap(call)
    case "LayerNorm", "RMSNorm": try rowNorm(call)
    case "GroupNorm", "InstanceNorm": try channelNorm(call)
    case "LRN", "MVN", "Normalize": try localNorm(call)
    default: try softmax(call)
    }
  }

  /// A factor and a summand of each channel.
  private func channelMap(_ call: OperatorCall) throws(OperatorError) -> NCNNForm {
    let input = try call.input(0)
    let form = try NCNNForm(call, input.shape)
    switch call.type {
    case "BatchNorm":
      let channels = Count(try call.ncnnSize("channels"))
      return form.adding(2 * input.elementCount).storing(
        [("scales", true), ("rolling_mean", false), ("rolling_variance", false), ("biases", true)]
          .map { ImpliedWeight(name: $0.0, elements: channels, isTrainable: $0.1) })
    case "Bias":
      let size = Count(try call.ncnnSize("bias_data_size"))
      return form.adding(input.elementCount)
        .storing([ImpliedWeight(name: "biases", elements: size)])
    default:
      let hasBias = try call.isSet("bias_term")
      let size = Count(try call.ncnnSize("scale_data_size"))
      let weights = ["scales"] + (hasBias ? ["biases"] : [])
      return form.adding((hasBias ? 2 : 1) * input.elementCount)
        .storing(weights.map { ImpliedWeight(name: $0, elements: size) })
    }
  }

  /// Over the last dimensions, as many as make up affine_size.
  private func rowNorm(_ call: OperatorCall) throws(OperatorError) -> NCNNForm {
    let input = try call.input(0, rankAtLeast: 2)
    let size = try call.ncnnSize("affine_size")
    let axes = (1..<input.shape.count).reversed()
    let axis = axes.first { input.shape[$0...].elementCount.value == size }
    guard let axis = axis ?? (size == 0 ? input.shape.count - 1 : nil) else {
      throw call.shapeError("affine_size=\(size) of \(input.shape.shapeText)")
    }
    let isAffine = try call.integer("affine", default: 1) != 0
    let isLayer = call.type == "LayerNorm"
    let factor = call.ncnnWeight(Array(input.shape[axis...]))
    let form = try NCNNForm(
      as: isLayer ? "LayerNormalization" : "RMSNormalization", of: call,
      isLayer && isAffine ? [input, factor, factor] : [input, factor], ["axis": .integer(axis)])
    let names = isAffine ? isLayer ? ["scales", "biases"] : ["scales"] : []
    return form.storing(names.map { ImpliedWeight(name: $0, elements: factor.elementCount) })
  }

  private func channelNorm(_ call: OperatorCall) throws(OperatorError) -> NCNNForm {
    let input = try call.input(0, rankAtLeast: 2)
    let isGroup = call.type == "GroupNorm"
    let factor = call.ncnnWeight([input.shape[1]])
    let form = try NCNNForm(
      as: isGroup ? "GroupNormalization" : "InstanceNormalization", of: call,
      [input, factor, factor], isGroup ? ["num_groups": .integer(call.ncnnSize("group"))] : [:])
    guard try call.integer("affine", default: 1) != 0 else { return form }
    return form.storing(
      ["scales", "biases"].map { ImpliedWeight(name: $0, elements: factor.elementCount) })
  }

  private func localNorm(_ call: OperatorCall) throws(OperatorError) -> NCNNForm {
    let input = try call.input(0, rankAtLeast: 2)
    let elements = input.elementCount
    switch call.type {
    case "LRN":
      let side = try call.integer("local_size", default: 5, in: 1...1 << 15)
      let isWithin = try call.isSet("region_type")
      return try NCNNForm(
        as: "LRN", of: call, [input], ["size": .integer(isWithin ? side * side : side)])
    case "MVN":
      let isOneRow = try call.isSet("across_channels")
      let rows = isOneRow ? Count(input.shape[0]) : input.shape.prefix(2).elementCount
      let form = try NCNNForm(call, input.shape)
      return try call.isSet("normalize_variance")
        ? form.adding(5 * elements + 3 * rows, transcendentals: rows)
        : form.adding(2 * elements + rows)
    default:
      let isPicture = try call.isSet("across_spatial")
      let rows =
        isPicture
        ? Count(input.shape[0])
        : Count(input.shape[0]) * input.shape.dropFirst(2).elementCount
      let scales = Count(try call.ncnnSize("scale_data_size"))
      return try NCNNForm(call, input.shape).adding(4 * elements, transcendentals: rows)
        .storing([ImpliedWeight(name: "scales", elements: scales)])
    }
  }

  private func softmax(_ call: OperatorCall) throws(OperatorError) -> NCNNForm {
    let input = try call.input(0)
    let axis = try call.ncnnAxis(call.integer("axis", default: 0), rank: input.shape.count)
    return try NCNNForm(as: "Softmax", of: call, [input], ["axis": .integer(axis)])
  }
}
