import ModelGraph

/// Numpy's broadcasting: shapes are aligned at their last axes, and an axis of 1 repeats.
///
/// Source: ONNX, "Broadcasting in ONNX" (multidirectional broadcasting).
package enum Broadcast {
  /// The shape that `shapes` broadcast to.
  package static func shape(_ shapes: [[Int]]) throws(OperatorError) -> [Int] {
    var result: [Int] = []
    for shape in shapes { result = try self.shape(result, shape) }
    return result
  }

  /// The shape that two shapes broadcast to.
  static func shape(_ left: [Int], _ right: [Int]) throws(OperatorError) -> [Int] {
    if left == right { return left }
    let (long, short) = left.count >= right.count ? (left, right) : (right, left)
    var result = long
    let shift = long.count - short.count
    for (axis, size) in short.enumerated() where size != long[axis + shift] {
      guard size == 1 || long[axis + shift] == 1 else {
        throw OperatorError(
          .shape,
          "the shapes \(left.shapeText) and \(right.shapeText) do not broadcast to one another")
      }
      result[axis + shift] = size == 1 ? long[axis + shift] : size
    }
    return result
  }

  /// The values of a function of two tensors, element by element.
  ///
  /// `integers` is used where both hold integers, `reals` where both hold floating-point numbers.
  static func contents(
    _ left: Operand, _ right: Operand, shape: [Int], type: ElementType,
    integers: (Int, Int) -> Int?, reals: (Double, Double) -> Double?
  ) -> TensorContents? {
    switch (left.contents(broadcastTo: shape), right.contents(broadcastTo: shape)) {
    case (.integers(let a), .integers(let b)):
      Values.integers(a.count, of: type) { integers(a[$0], b[$0]) }
    case (.floats(let a), .floats(let b)):
      Values.floats(a.count, of: type) { reals(a[$0], b[$0]) }
    default: nil
    }
  }
}
