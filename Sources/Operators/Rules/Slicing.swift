import ModelGraph

/// Slice: bounds are settings before version 10 and inputs from then on.
struct Slicing: OperatorRule {
  var operators: [OperatorDescription] {
    [.onnx("Slice", 13, bytes: "of the input only what is taken")]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let input = try call.input(0)
    var slice = Cut(of: input.shape)
    let starts = try call.integers("starts", orInput: 1) ?? []
    let ends = try call.integers("ends", orInput: 2) ?? []
    let steps = try call.optionalInput(4) == nil ? nil : call.integers(ofInput: 4)
    let given = try call.integers("axes", orInput: 3) ?? Array(starts.indices)
    let axes = try call.axes(given, rank: input.shape.count)
    guard ends.count == starts.count, axes.count == starts.count,
      (steps?.count ?? starts.count) == starts.count
    else { throw call.shapeError("starts, ends, axes and steps differ in number") }
    for (place, axis) in axes.enumerated() {
      let step = steps?[place] ?? 1
      guard step != 0 else { throw call.shapeError("a step of 0") }
      slice.cut(axis, from: starts[place], to: ends[place], step: step)
    }
    let contents = input.contents(
      walking: slice.shape, strides: slice.strides, offset: slice.offset)
    return [Operand(input.elementType, slice.shape, contents: contents)]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    LayerCost(traffic: Traffic(elementsRead: [0: outputs.first?.elementCount ?? 0]))
  }
}

/// A part of a tensor: its shape, and where its elements stand in the whole.
struct Cut {
  private(set) var shape: [Int]
  private(set) var strides: [Int]
  private(set) var offset = 0

  /// All of a tensor of `shape`.
  init(of shape: [Int]) {
    self.shape = shape
    strides = Places.strides(of: shape)
  }

  /// Keeps every `step`th element of an axis between two places; negative places count from the
  /// back, and places outside are clamped (ONNX operator specification, Slice-13).
  mutating func cut(_ axis: Int, from start: Int, to end: Int, step: Int) {
    let size = shape[axis]
    let first = start < 0 ? start + size : start
    let last = end < 0 ? end + size : end
    let (from, span): (Int, Int)
    if step > 0 {
      from = min(max(first, 0), size)
      span = min(max(last, 0), size) - from
    } else {
      from = min(max(first, 0), size - 1)
      span = from - min(max(last, -1), size - 1)
    }
    shape[axis] = span > 0 && size > 0 ? Int((UInt(span) - 1) / step.magnitude) + 1 : 0
    offset = offset &+ from &* strides[axis]
    strides[axis] = strides[axis] &* step
  }
}
