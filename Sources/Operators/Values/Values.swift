import ModelGraph

/// The values of small tensors, as they are computed before the model runs.
///
/// Nothing here traps: a value that does not fit its type, a division by zero or a place outside of
/// a tensor makes the values unknown (nil).
enum Values {
  /// Tensors with more elements than this have no values.
  static let largestCount = TensorContents.largestCount

  /// The elements of `contents` at `places`; nil where one is outside.
  static func picked(_ places: [Int], of contents: TensorContents) -> TensorContents? {
    switch contents {
    case .integers(let values): picked(places, of: values).map(TensorContents.integers)
    case .floats(let values): picked(places, of: values).map(TensorContents.floats)
    case .strings(let values): picked(places, of: values).map(TensorContents.strings)
    }
  }

  private static func picked<Element>(_ places: [Int], of values: [Element]) -> [Element]? {
    guard places.allSatisfy(values.indices.contains) else { return nil }
    return places.map { values[$0] }
  }

  /// The values of all `pieces` in a row; nil where their types differ.
  static func joined(_ pieces: [TensorContents]) -> TensorContents? {
    var integers: [Int] = []
    var floats: [Double] = []
    for piece in pieces {
      switch piece {
      case .integers(let values): integers += values
      case .floats(let values): floats += values
      case .strings: return nil
      }
    }
    guard integers.isEmpty || floats.isEmpty else { return nil }
    return floats.isEmpty ? .integers(integers) : .floats(floats)
  }

  /// The integers that `compute` makes; nil where one is unknown or does not fit `type`.
  static func integers(
    _ count: Int, of type: ElementType, _ compute: (Int) -> Int?
  ) -> TensorContents? {
    guard let range = type.integerRange else { return nil }
    var values: [Int] = []
    values.reserveCapacity(count)
    for place in 0..<count {
      guard let value = compute(place), range.contains(value) else { return nil }
      values.append(value)
    }
    return .integers(values)
  }

  /// The numbers that `compute` makes, as `type` rounds them; nil where one is unknown.
  static func floats(
    _ count: Int, of type: ElementType, _ compute: (Int) -> Double?
  ) -> TensorContents? {
    guard type.isFloatingPoint, type.bits >= 16 else { return nil }
    var values: [Double] = []
    values.reserveCapacity(count)
    for place in 0..<count {
      guard let value = compute(place) else { return nil }
      values.append(type.rounded(value))
    }
    return .floats(values)
  }
}

extension Operand {
  /// The values of a tensor of `shape` whose elements are read from this one by `strides`.
  func contents(
    walking shape: [Int], strides: [Int], offset: Int = 0
  ) -> TensorContents? {
    guard let contents, shape.isSmall else { return nil }
    return Values.picked(Places.walk(shape, strides: strides, offset: offset), of: contents)
  }

  /// The values of this tensor broadcast to `shape`.
  func contents(broadcastTo shape: [Int]) -> TensorContents? {
    contents(
      walking: shape, strides: Places.broadcastStrides(of: self.shape, to: shape))
  }
}

extension ElementType {
  /// The integers that an element can hold, within those of a machine word; nil for other types.
  var integerRange: ClosedRange<Int>? {
    switch self {
    case .bool: 0...1
    case .int64: Int.min...Int.max
    case .uint64: 0...Int.max
    case .int32, .int16, .int8, .int4, .int2: -(1 << (bits - 1))...(1 << (bits - 1)) - 1
    case .uint32, .uint16, .uint8, .uint4, .uint2: 0...(1 << bits) - 1
    default: nil
    }
  }

  /// `value` as an element of this type holds it; 16-bit ones are not rounded to, and narrower
  /// ones have no values.
  func rounded(_ value: Double) -> Double {
    self == .float32 ? Double(Float(value)) : value
  }
}
