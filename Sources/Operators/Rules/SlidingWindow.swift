import ModelGraph

/// The window that a convolution or a pooling slides over a picture, one number for each axis.
struct SlidingWindow {
  /// Its size, in elements that it looks at.
  var kernel: [Int]
  /// How far it moves.
  var strides: [Int]
  /// How far apart the elements that it looks at are.
  var dilations: [Int]
  /// What is added around the picture: all first, then all last sides.
  var pads: [Int]
  /// How the pads follow from the sizes instead: `SAME_UPPER`, `SAME_LOWER`, `VALID`; else `NOTSET`.
  var automaticPads: String

  /// The window that a layer's settings describe, over `axes` axes.
  ///
  /// - Parameter kernel: the size, where it is known from the weights.
  init(of call: OperatorCall, axes: Int, kernel known: [Int]? = nil) throws(OperatorError) {
    let positive = 1...OperatorCall.largestSetting
    let ones = Array(repeating: 1, count: axes)
    let stated = try call.integers("kernel_shape", in: positive)
    if let stated, let known, stated != known {
      throw call.shapeError("kernel_shape=\(stated) for weights of \(known.shapeText)")
    }
    guard let kernel = known ?? stated else {
      throw OperatorError(.attribute, "kernel_shape of \(call.type) is missing")
    }
    self.kernel = kernel
    strides = try call.integers("strides", in: positive) ?? ones
    dilations = try call.integers("dilations", in: positive) ?? ones
    pads =
      try call.integers("pads", in: 0...OperatorCall.largestSetting)
      ?? Array(repeating: 0, count: 2 * axes)
    automaticPads = try call.string("auto_pad", default: "NOTSET")
    guard kernel.count == axes, strides.count == axes, dilations.count == axes,
      pads.count == 2 * axes
    else {
      throw call.shapeError("a window of \(kernel.count) axes over a picture of \(axes)")
    }
  }

  /// How many elements the window looks at.
  var size: Count { kernel.elementCount }

  /// How far the window reaches along an axis: (k − 1)·d + 1.
  func reach(_ axis: Int) -> Int {
    (kernel[axis] - 1) * dilations[axis] + 1
  }

  /// What is read of a picture of shape N×C×…, of which the window sees less than all where it steps over
  /// elements, as one of 1×1 with a stride of 2 does over three quarters.
  func traffic(over input: Operand, places: [Int]) -> Traffic {
    guard strides.contains(where: { $0 > 1 }), places.count + 2 == input.shape.count else {
      return .eachTensorOnce
    }
    var seen = input.shape.prefix(2).elementCount
    for (axis, count) in places.enumerated() {
      seen = seen * Count(elementsSeen(axis, of: input.shape[axis + 2], places: count))
    }
    return seen == input.elementCount ? .eachTensorOnce : Traffic(elementsRead: [0: seen])
  }

  /// How many elements of an axis the window sees, which takes so many places on it; where windows overlap
  /// with gaps in them, all.
  private func elementsSeen(_ axis: Int, of size: Int, places: Int) -> Int {
    let (stride, reach) = (strides[axis], reach(axis))
    let first = firstPad(axis, of: size, places: places)
    if stride >= reach, kernel[axis] <= Self.longestWindow {
      // No two windows overlap: each of their elements is another, where it is not in a pad.
      return (0..<kernel[axis]).reduce(0) { seen, tap in
        let shift = tap * dilations[axis] - first
        // Places p with 0 ≤ p·stride + shift < size.
        let from = shift < 0 ? (stride - 1 - shift) / stride : 0
        let end = shift < size ? (size - 1 - shift) / stride + 1 : 0
        return seen + max(0, min(end, places) - from)
      }
    }
    guard dilations[axis] == 1, places > 0 else { return size }
    return min(size, max(0, (places - 1) * stride + reach - first))
  }

  /// Of longer windows only what lies behind the last of them counts as not seen.
  private static let longestWindow = 1024

  /// What is added before the first element of an axis.
  private func firstPad(_ axis: Int, of size: Int, places: Int) -> Int {
    switch automaticPads {
    case "SAME_UPPER": max(0, (places - 1) * strides[axis] + reach(axis) - size) / 2
    case "SAME_LOWER": (max(0, (places - 1) * strides[axis] + reach(axis) - size) + 1) / 2
    case "VALID": 0
    default: pads[axis]
    }
  }

  /// The number of places that the window takes along each axis of `picture`.
  ///
  /// Source: ONNX operator specification, Conv-22 and MaxPool-22: ⌊(size + pads − reach)/stride⌋ + 1,
  /// and ⌈size/stride⌉ with `SAME` pads. With `roundsUp` (`ceil_mode`) the quotient is rounded up,
  /// but no window starts in the pad at the end.
  func places(
    over picture: [Int], roundsUp: Bool = false, in call: OperatorCall
  ) throws(OperatorError) -> [Int] {
    var places: [Int] = []
    for (axis, size) in picture.enumerated() {
      let stride = strides[axis]
      if automaticPads.hasPrefix("SAME") {
        places.append((size + stride - 1) / stride)
        continue
      }
      let (first, last) =
        automaticPads == "VALID" ? (0, 0) : (pads[axis], pads[axis + picture.count])
      let free = size + first + last - reach(axis)
      guard size > 0, free >= 0 else {
        throw call.shapeError(
          "a window of \(reach(axis)) over an axis of \(size) with pads of \(first) and \(last)")
      }
      var count = free / stride + 1
      if roundsUp, free % stride != 0, count * stride < size + first { count += 1 }
      places.append(count)
    }
    return places
  }
}
