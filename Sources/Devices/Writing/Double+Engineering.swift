extension Double {
  /// The shortest digits that read back as this very number, with an exponent that is a multiple of
  /// three: `989.4e12`, `80e9`, `1.5`, `405e-9`.
  var engineering: String {
    guard isFinite, self != 0 else { return self == 0 ? "0" : "\(self)" }
    let (digits, exponent) = Self.digits(of: magnitude)
    let thousands = Int((Double(exponent) / 3).rounded(.down))
    let whole = exponent - 3 * thousands + 1
    let padded = digits + String(repeating: "0", count: max(0, whole - digits.count))
    let fraction = padded.dropFirst(whole)
    let mantissa = padded.prefix(whole) + (fraction.isEmpty ? "" : "." + fraction)
    return (self < 0 ? "-" : "") + mantissa + (thousands == 0 ? "" : "e\(3 * thousands)")
  }

  /// The significant digits of a positive number and the power of ten of the first one.
  private static func digits(of number: Double) -> (digits: String, exponent: Int) {
    let parts = "\(number)".split(separator: "e")
    let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    let fraction = mantissa.count > 1 ? mantissa[1] : ""
    let all = mantissa[0] + fraction
    let significant = all.drop { $0 == "0" }
    let exponent =
      (parts.count > 1 ? Int(parts[1]) ?? 0 : 0) + mantissa[0].count - 1
      - (all.count - significant.count)
    let trailing = significant.reversed().prefix { $0 == "0" }.count
    return (String(significant.dropLast(trailing)), exponent)
  }
}
