/// A fraction of whole numbers in lowest terms, its denominator positive; what does not fit is nil.
struct Ratio {
  let numerator: Int
  let denominator: Int

  /// A whole number.
  init(_ whole: Int) {
    (numerator, denominator) = (whole, 1)
  }

  /// `numerator / denominator`; nil where that is a division by zero, or does not fit.
  init?(_ numerator: Int, over denominator: Int) {
    guard denominator != 0, numerator != .min, denominator != .min else { return nil }
    let divisor = Self.greatestCommonDivisor(abs(numerator), abs(denominator))
    let sign = denominator < 0 ? -1 : 1
    self.numerator = sign * (numerator / divisor)
    self.denominator = sign * (denominator / divisor)
  }

  /// The largest whole number that is not above it.
  var floor: Int {
    let quotient = numerator / denominator
    return numerator % denominator < 0 ? quotient - 1 : quotient
  }

  /// The smallest whole number that is not below it.
  var ceiling: Int {
    let quotient = numerator / denominator
    return numerator % denominator > 0 ? quotient + 1 : quotient
  }

  /// The whole number beside it, towards zero.
  var truncated: Int { numerator / denominator }

  func plus(_ other: Ratio) -> Ratio? {
    guard let left = Self.product(numerator, other.denominator),
      let right = Self.product(other.numerator, denominator),
      let below = Self.product(denominator, other.denominator)
    else { return nil }
    let (sum, overflow) = left.addingReportingOverflow(right)
    return overflow ? nil : Ratio(sum, over: below)
  }

  func times(_ other: Ratio) -> Ratio? {
    guard let above = Self.product(numerator, other.numerator),
      let below = Self.product(denominator, other.denominator)
    else { return nil }
    return Ratio(above, over: below)
  }

  func dividedBy(_ other: Ratio) -> Ratio? {
    Ratio(other.denominator, over: other.numerator).flatMap(times)
  }

  func minus(_ other: Ratio) -> Ratio? { plus(other.negated) }

  var negated: Ratio { Ratio(negating: self) }

  func isBelow(_ other: Ratio) -> Bool {
    let left = numerator.multipliedFullWidth(by: other.denominator)
    let right = other.numerator.multipliedFullWidth(by: denominator)
    return (left.high, left.low) < (right.high, right.low)
  }

  /// A numerator is never the smallest integer, so its negative fits.
  private init(negating other: Ratio) {
    (numerator, denominator) = (0 &- other.numerator, other.denominator)
  }

  private static func product(_ left: Int, _ right: Int) -> Int? {
    let (value, overflow) = left.multipliedReportingOverflow(by: right)
    return overflow ? nil : value
  }

  private static func greatestCommonDivisor(_ left: Int, _ right: Int) -> Int {
    var (large, small) = (left, right)
    while small != 0 { (large, small) = (small, large % small) }
    return max(large, 1)
  }
}
