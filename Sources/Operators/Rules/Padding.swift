import ModelGraph

/// Pad and CenterCropPad: elements added at, or taken from, the ends of axes.
struct Padding: OperatorRule {
  var operators: [OperatorDescription] {
    ["Pad": 25, "CenterCropPad": 18].sorted { $0.key < $1.key }.map {
      .onnx($0.key, $0.value, bytes: "of the input only what stays")
    }
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let input = try call.input(0)
    return [
      Operand(input.elementType, try ends(of: call, shape: input.shape).map(\.size))
    ]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let kept = try ends(of: call, shape: call.input(0).shape).map(\.kept)
    return LayerCost(traffic: Traffic(elementsRead: [0: kept.elementCount]))
  }

  /// What becomes of each axis: its new size, and how much of the old one stays.
  private func ends(
    of call: OperatorCall, shape: [Int]
  ) throws(OperatorError) -> [(size: Int, kept: Int)] {
    var ends = shape.map { (size: $0, kept: $0) }
    if call.type == "CenterCropPad" {
      let sizes = try call.integers(ofInput: 1)
      let axes = try axes(call.integers("axes"), count: sizes.count, shape: shape, call)
      for (axis, size) in zip(axes, sizes) {
        guard size >= 0 else { throw call.shapeError("the shape \(sizes)") }
        ends[axis] = (size, min(size, shape[axis]))
      }
      return ends
    }
    let pads = try call.integers("pads", orInput: 1) ?? []
    let named = try call.optionalInput(3) == nil ? nil : call.integers(ofInput: 3)
    let axes = try axes(named, count: pads.count / 2, shape: shape, call)
    for (place, axis) in axes.enumerated() {
      let sides = (pads[place], pads[place + axes.count])
      let limit = -Evaluation.largestDimension...Evaluation.largestDimension
      guard limit.contains(sides.0), limit.contains(sides.1),
        shape[axis] + sides.0 + sides.1 >= 0
      else { throw call.shapeError("pads of \(sides) around an axis of \(shape[axis])") }
      ends[axis].size += sides.0 + sides.1
      ends[axis].kept = max(shape[axis] + min(sides.0, 0) + min(sides.1, 0), 0)
    }
    return ends
  }

  /// The axes that `count` numbers (or pairs of them) are for.
  private func axes(
    _ named: [Int]?, count: Int, shape: [Int], _ call: OperatorCall
  ) throws(OperatorError) -> [Int] {
    let axes = try call.axes(named ?? Array(shape.indices), rank: shape.count)
    guard axes.count == count else {
      throw call.shapeError("sizes for \(count) of \(axes.count) axes")
    }
    return axes
  }
}
