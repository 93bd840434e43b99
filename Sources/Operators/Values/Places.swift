import ModelGraph

/// Where the elements of a small tensor stand, flattened in row-major order.
enum Places {
  /// How far apart neighbours along each axis of a tensor of `shape` stand.
  ///
  /// Wraps on sizes that do not fit: no element of such a tensor is ever looked for.
  static func strides(of shape: [Int]) -> [Int] {
    var strides = Array(repeating: 1, count: shape.count)
    for axis in shape.indices.dropLast().reversed() {
      strides[axis] = strides[axis + 1] &* shape[axis + 1]
    }
    return strides
  }

  /// The place that each element of a tensor of `shape` is read from, where a step along each axis
  /// is `strides` places in the source, from `offset` on.
  ///
  /// A transposition permutes the strides, a broadcast has strides of 0, a slice multiplies them.
  static func walk(_ shape: [Int], strides: [Int], offset: Int = 0) -> [Int] {
    guard !shape.contains(0) else { return [] }
    var places = [offset]
    for (size, stride) in zip(shape, strides) {
      places = places.flatMap { base in (0..<size).map { base &+ $0 &* stride } }
    }
    return places
  }

  /// The strides with which a tensor of `shape` is read where it is broadcast to `result`.
  static func broadcastStrides(of shape: [Int], to result: [Int]) -> [Int] {
    let own = zip(shape, strides(of: shape)).map { size, stride in size == 1 ? 0 : stride }
    return Array(repeating: 0, count: max(result.count - shape.count, 0)) + own
  }
}

extension [Int] {
  /// Whether a tensor of this shape is small enough for its values to be kept. An axis of no elements
  /// counts as one here, so that no product of the other axes is large either.
  var isSmall: Bool {
    guard allSatisfy({ $0 >= 0 }) else { return false }
    return map { Swift.max($0, 1) }.elementCount.value.map { $0 <= Values.largestCount } ?? false
  }
}
