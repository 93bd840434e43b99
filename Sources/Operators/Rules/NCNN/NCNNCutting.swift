import ModelGraph

/// Slice, Crop, Padding and Interp: parts of a tensor, and tensors of another size.
struct NCNNCutting: NCNNRule, OperatorRule {
  /// What each moves.
  var operators: [OperatorDescription] {
    [
      .ncnn("Slice"),
      .ncnn("GLU", "3 an element made (logistic, product)", transcendentals: "1 an element made"),
      .ncnn("Crop", bytes: "of the input only what stays"),
      .ncnn("Padding", bytes: "of the input only what stays"),
      .ncnn(
        "Interp", Interpolation.formula,
        bytes: "of the input at most what the elements are made of",
        like: "Resize"),
      .ncnn("GridSample", "as GridSample of ONNX", like: "GridSample"),
    ]
  }

  /// The parts, or the tensor in its new size.
  func form(of call: OperatorCall) throws(OperatorError) -> NCNNForm {
    let input = try call.input(0, rankAtLeast: 2)
    switch call.type {
    case "Slice": return try sliced(input, call)
    case "GLU":
      let axis = try call.ncnnAxis(call.integer("axis", default: 0), rank: input.shape.count)
      var shape = input.shape
      shape[axis] /= 2
      let form = try NCNNForm(call, shape)
      return form.adding(3 * form.made, transcendentals: form.made)
    case "Crop":
      let shape = try NCNNCrop.cropped(input.shape, call)
      let cost = LayerCost(traffic: Traffic(elementsRead: [0: shape.elementCount, 1: 0]))
      return try NCNNForm(call, shape, cost: cost)
    case "Padding": return try padded(input, call)
    case "Interp": return try interpolated(input, call)
    default: return try sampled(input, call)
    }
  }

  /// The sizes of the parts; −233 is an equal share of what is left.
  private func sliced(_ input: Operand, _ call: OperatorCall) throws(OperatorError) -> NCNNForm {
    let axis = try call.ncnnAxis(call.integer("axis", default: 0), rank: input.shape.count)
    let size = input.shape[axis]
    var parts = try call.integers("slices") ?? []
    if let ends = try call.integers("indices"), !ends.isEmpty {
      let places = [0] + ends.map { $0 < 0 ? $0 + size : $0 } + [size]
      parts = zip(places, places.dropFirst()).map { $1 &- $0 }
    }
    if parts.isEmpty { parts = call.layer.outputs.map { _ in -233 } }
    var rest = size - parts.filter { $0 != -233 }.reduce(0) { $0 &+ $1 }
    var open = parts.count { $0 == -233 }
    for place in parts.indices where parts[place] == -233 {
      parts[place] = rest / open
      rest -= parts[place]
      open -= 1
    }
    guard parts.allSatisfy({ (0...size).contains($0) }), parts.reduce(0, +) == size else {
      throw call.shapeError("an axis of \(size) in parts of \(parts)")
    }
    var form = try NCNNForm(call, input.shape)
    form.outputs = parts.map { part in
      var shape = input.shape
      shape[axis] = part
      return Operand(input.elementType, shape)
    }
    return form
  }

  private func padded(_ input: Operand, _ call: OperatorCall) throws(OperatorError) -> NCNNForm {
    var shape = input.shape
    let sides = [("right", "left"), ("bottom", "top"), ("behind", "front")]
    // Front and behind are of the depth, or of the channels where there is none.
    for (place, (last, first)) in zip(shape.indices.dropFirst().reversed(), sides) {
      let added = try Count(call.ncnnSize(first)) + Count(call.ncnnSize(last))
      shape[place] = try call.whole(Count(shape[place]) + added, "sizes")
    }
    return try NCNNForm(call, shape)
  }

  private func interpolated(
    _ input: Operand, _ call: OperatorCall
  ) throws(OperatorError) -> NCNNForm {
    var input = input
    guard call.layer.attributes["size_expr"] == nil else {
      throw OperatorError(
        .unknownValue, "the size is an expression of other shapes (size_expr), which is not read")
    }
    // A vector is a picture of one element a channel.
    if input.shape.count == 2 { input.shape += [1, 1] }
    var shape = input.shape
    let isLike = call.optionalInput(1) != nil
    for (axis, name) in zip([shape.count - 1, shape.count - 2], ["width", "height"]) where axis > 1
    {
      if isLike, let other = call.optionalInput(1)?.shape, other.count >= 3 {
        shape[axis] = other[other.count - (shape.count - axis)]
        continue
      }
      let given = try call.ncnnSize("output_\(name)")
      let scale = try call.number("\(name)_scale", default: 1)
      let scaled = IntegerArithmetic.truncated(Double(Float(shape[axis]) * Float(scale)))
      shape[axis] = given > 0 ? given : max(scaled ?? -1, -1)
    }
    guard shape.allSatisfy({ $0 >= 0 }) else { throw call.shapeError("its scales") }
    let modes = [1: "nearest", 2: "linear", 3: "cubic"]
    let mode = modes[try call.integer("resize_type", default: 0)] ?? "nearest"
    var form = try NCNNForm(
      as: "Resize", of: call,
      [input, nil, nil, Operand(.int64, [shape.count], contents: .integers(shape))],
      ["mode": .string(mode)])
    if isLike { form.cost.traffic.elementsRead[1] = 0 }
    return form
  }

  private func sampled(_ input: Operand, _ call: OperatorCall) throws(OperatorError) -> NCNNForm {
    var grid = try call.input(1, rankAtLeast: 3)
    if try call.isSet("permute_fusion") { grid = ChannelsLast.toBack(grid) }
    let modes = [1: "linear", 2: "nearest", 3: "cubic"]
    let mode = modes[try call.integer("sample_type", default: 1)] ?? "linear"
    return try NCNNForm(as: "GridSample", of: call, [input, grid], ["mode": .string(mode)])
  }
}

/// The part of a tensor that a Crop keeps.
enum NCNNCrop {
  /// From starts, ends and axes; from a reference; or from offsets and sizes.
  static func cropped(_ shape: [Int], _ call: OperatorCall) throws(OperatorError) -> [Int] {
    for name in ["starts_expr", "ends_expr", "axes_expr"] where call.layer.attributes[name] != nil {
      throw OperatorError(
        .unknownValue, "its \(name) depends on other shapes, which is not read")
    }
    if let reference = call.optionalInput(1) { return [shape[0]] + reference.shape.dropFirst() }
    guard let starts = try call.integers("starts") else { return try offset(shape, call) }
    let ends = try call.integers("ends") ?? []
    let named = try call.integers("axes") ?? Array(0..<starts.count)
    let axes = try call.axes(named, rank: shape.count - 1)
    guard axes.count == starts.count, ends.isEmpty || ends.count == starts.count else {
      throw call.shapeError("\(starts.count) starts, \(ends.count) ends, \(axes.count) axes")
    }
    var cut = Cut(of: shape)
    for (place, axis) in axes.enumerated() {
      let end = ends.isEmpty || ends[place] == -233 ? shape[axis + 1] : ends[place]
      let start = starts[place] == -233 ? 0 : starts[place]
      // Numbers this far outside are clamped like those just outside.
      let limit = 1 << 31
      cut.cut(
        axis + 1, from: min(max(start, -limit), limit), to: min(max(end, -limit), limit), step: 1)
    }
    return cut.shape
  }

  private static func offset(_ shape: [Int], _ call: OperatorCall) throws(OperatorError) -> [Int] {
    var result = shape
    let names = shape.count == 5 ? ["w", "h", "d", "c"] : ["w", "h", "c"]
    for (name, axis) in zip(names, shape.indices.dropFirst().reversed()) {
      let first = try call.ncnnSize("\(name)offset")
      let last = try call.ncnnSize("\(name)offset2")
      let given = try call.ncnnSize("out\(name)")
      guard let left = (Count(shape[axis]) - Count(first) - Count(last)).value, given <= left else {
        throw call.shapeError("\(given) from \(first) of an axis of \(shape[axis])")
      }
      result[axis] = given > 0 ? given : left
    }
    return result
  }
}
