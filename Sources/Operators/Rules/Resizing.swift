import ModelGraph

/// Resize and Upsample: to given sizes, or by given factors.
struct Resizing: OperatorRule {
  var operators: [OperatorDescription] {
    let bytes = "of the input at most what the elements are made of"
    return [
      .onnx(
        "Resize", 19,
        otherFlops: "\(Interpolation.formula); with antialias a scale s < 1 weighs ⌈1/s⌉ times as "
          + "many neighbours, t products and t − 1 sums",
        bytes: bytes,
        paper: "Keys, Cubic convolution interpolation for digital image processing, 1981"),
      .onnx("Upsample", 10, otherFlops: Interpolation.formula, bytes: bytes),
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let input = try call.input(0)
    return [Operand(input.elementType, try shape(of: call, input: input.shape))]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    guard let output = outputs.first else { return LayerCost() }
    let input = try call.input(0)
    let mode = try call.string("mode", default: "nearest")
    let isSmoothed = try call.integer("antialias", default: 0) != 0
    let axes = zip(input.shape, output.shape).filter { $0 != $1 }
    let taps = axes.map { from, to in
      let spread = isSmoothed && to > 0 && from > to ? (from - 1) / to + 1 : 1
      return Interpolation.taps(mode) * spread
    }
    let element = Interpolation(taps: taps)
    let touched = (output.elementCount * element.reads).value ?? .max
    let read = min(touched, input.elementCount.value ?? .max)
    return LayerCost(
      otherFlops: element.flops * output.elementCount,
      traffic: Traffic(elementsRead: [0: Count(read)]))
  }

  private func shape(of call: OperatorCall, input: [Int]) throws(OperatorError) -> [Int] {
    let named = try call.integers("axes") ?? Array(input.indices)
    let axes = try call.axes(named, rank: input.count)
    // Resize-10 and Upsample-9 have no input for the region; Upsample-7 has a setting.
    let isShort = call.type == "Upsample" || call.isBefore(version: 11)
    if !isShort, let sizes = call.optionalInput(3), sizes.shape != [0] {
      return try fitted(input, axes, to: call.integers(ofInput: 3), call)
    }
    let setting = try call.numbers("scales")
    let scales = if let setting { setting } else { try call.numbers(ofInput: isShort ? 1 : 2) }
    let extents = try isShort ? nil : extents(of: call, axes: axes.count)
    guard scales.count == axes.count else { throw mismatch(scales.count, axes.count, call) }
    var shape = input
    for (place, axis) in axes.enumerated() {
      // In 32-bit floats, as the scales are stored.
      let size = Float(input[axis]) * Float(extents?[place] ?? 1) * Float(scales[place])
      guard let whole = IntegerArithmetic.truncated(Double(size.rounded(.down))), whole >= 0
      else { throw call.shapeError("an axis of \(input[axis]) scaled by \(scales[place])") }
      shape[axis] = whole
    }
    return shape
  }

  /// The part of each axis that is cut out first, with `tf_crop_and_resize`.
  private func extents(of call: OperatorCall, axes: Int) throws(OperatorError) -> [Double]? {
    let mode = try call.string("coordinate_transformation_mode", default: "half_pixel")
    guard mode == "tf_crop_and_resize" else { return nil }
    let region = try call.numbers(ofInput: 1)
    guard region.count == 2 * axes else { throw mismatch(region.count, 2 * axes, call) }
    return (0..<axes).map { region[axes + $0] - region[$0] }
  }

  /// Sizes as they are given, or the nearest that keep the proportions.
  private func fitted(
    _ input: [Int], _ axes: [Int], to sizes: [Int], _ call: OperatorCall
  ) throws(OperatorError) -> [Int] {
    guard sizes.count == axes.count else { throw mismatch(sizes.count, axes.count, call) }
    guard sizes.allSatisfy({ $0 >= 0 }) else { throw call.shapeError("the sizes \(sizes)") }
    let policy = try call.string("keep_aspect_ratio_policy", default: "stretch")
    let scales = zip(axes, sizes).map { axis, size in Double(size) / Double(input[axis]) }
    let scale = policy == "not_larger" ? scales.min() : scales.max()
    var shape = input
    for (place, axis) in axes.enumerated() {
      guard policy != "stretch", let scale else {
        shape[axis] = sizes[place]
        continue
      }
      let size = (Double(input[axis]) * scale + 0.5).rounded(.down)
      guard let whole = IntegerArithmetic.truncated(size) else {
        throw call.shapeError("an axis of \(input[axis]) resized to \(sizes[place])")
      }
      shape[axis] = whole
    }
    return shape
  }

  private func mismatch(_ given: Int, _ axes: Int, _ call: OperatorCall) -> OperatorError {
    call.shapeError("\(given) numbers for \(axes) axes")
  }
}
