/// Arithmetic on integers from a file: nil where the result does not fit or does not exist.
package enum IntegerArithmetic {
  /// The sum.
  package static func sum(_ left: Int, _ right: Int) -> Int? {
    let (value, overflow) = left.addingReportingOverflow(right)
    return overflow ? nil : value
  }

  /// The difference.
  package static func difference(_ left: Int, _ right: Int) -> Int? {
    let (value, overflow) = left.subtractingReportingOverflow(right)
    return overflow ? nil : value
  }

  /// The product.
  package static func product(_ left: Int, _ right: Int) -> Int? {
    let (value, overflow) = left.multipliedReportingOverflow(by: right)
    return overflow ? nil : value
  }

  /// The quotient, truncated towards zero.
  package static func quotient(_ left: Int, _ right: Int) -> Int? {
    let (value, overflow) = left.dividedReportingOverflow(by: right)
    return overflow ? nil : value
  }

  /// The remainder with the sign of the divisor, as Python's `%`.
  package static func modulo(_ left: Int, _ right: Int) -> Int? {
    guard let remainder = remainder(left, right) else { return nil }
    return remainder != 0 && (remainder < 0) != (right < 0) ? remainder + right : remainder
  }

  /// The remainder with the sign of the dividend, as C's `%`.
  package static func remainder(_ left: Int, _ right: Int) -> Int? {
    let (value, overflow) = left.remainderReportingOverflow(dividingBy: right)
    return overflow ? nil : value
  }

  /// `base` to a power that is not negative, by squaring.
  package static func power(_ base: Int, _ exponent: Int) -> Int? {
    guard exponent >= 0 else { return nil }
    var result = 1
    var square = base
    var left = exponent
    while left > 0 {
      if left & 1 == 1 {
        guard let next = product(result, square) else { return nil }
        result = next
      }
      left >>= 1
      guard left > 0 else { break }
      guard let next = product(square, square) else { return nil }
      square = next
    }
    return result
  }

  /// The size without its sign.
  package static func absolute(_ value: Int) -> Int? {
    value < 0 ? difference(0, value) : value
  }

  /// A number without its fraction; nil where it is not finite or too large.
  package static func truncated(_ value: Double) -> Int? {
    Int(exactly: value.rounded(.towardZero))
  }
}
