/// A non-negative count (elements, multiply–accumulates, bytes) that remembers when it no longer fits.
///
/// Sizes come from files, and a hostile file has sizes whose product passes 2⁶³. Formulas stay
/// readable with this type: they are written with `*` and `+`, never trap, and whoever takes the
/// result out through ``value`` sees that it overflowed.
public struct Count: Sendable, Hashable, ExpressibleByIntegerLiteral {
  private let magnitude: Int
  private let overflowed: Bool

  /// A count of `value`; a negative value is no count and behaves as an overflow.
  public init(_ value: Int) {
    self.init(magnitude: value, overflowed: value < 0)
  }

  /// A literal in a formula.
  public init(integerLiteral value: Int) {
    self.init(value)
  }

  private init(magnitude: Int, overflowed: Bool) {
    self.magnitude = overflowed ? 0 : magnitude
    self.overflowed = overflowed
  }

  /// The count, or nil where it passed 2⁶³ − 1 on the way (or began negative).
  public var value: Int? { overflowed ? nil : magnitude }

  /// The sum; overflowed where either side was or the sum does not fit.
  public static func + (left: Count, right: Count) -> Count {
    let (sum, overflow) = left.magnitude.addingReportingOverflow(right.magnitude)
    return Count(magnitude: sum, overflowed: overflow || left.overflowed || right.overflowed)
  }

  /// The product; overflowed where either side was or the product does not fit.
  public static func * (left: Count, right: Count) -> Count {
    let (product, overflow) = left.magnitude.multipliedReportingOverflow(by: right.magnitude)
    return Count(magnitude: product, overflowed: overflow || left.overflowed || right.overflowed)
  }

  /// The difference, for the few formulas that take something away; below zero counts as overflow.
  public static func - (left: Count, right: Count) -> Count {
    let difference = left.magnitude - right.magnitude
    return Count(
      magnitude: difference,
      overflowed: difference < 0 || left.overflowed || right.overflowed)
  }

  /// Adds in place.
  public static func += (left: inout Count, right: Count) {
    left = left + right
  }

  /// The whole part of a quotient by a positive number; overflowed where the divisor is not positive.
  public func divided(by divisor: Int) -> Count {
    guard divisor > 0 else { return Count(-1) }
    return Count(magnitude: magnitude / divisor, overflowed: overflowed)
  }

  /// The bytes that this many elements of `bits` bits take when packed, rounded up to whole bytes.
  public func bytes(ofBits bits: Int) -> Count {
    if bits % 8 == 0 { return self * Count(bits / 8) }
    return (self * Count(bits) + 7).divided(by: 8)
  }
}

extension Sequence<Int> {
  /// The product of the dimensions of a shape: its number of elements (1 for a scalar).
  ///
  /// Inlinable, so that other modules specialise it: it is asked several times for each layer.
  @inlinable public var elementCount: Count {
    var count = Count(1)
    for size in self { count = count * Count(size) }
    return count
  }
}
