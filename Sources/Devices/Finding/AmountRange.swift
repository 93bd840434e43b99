/// A range of amounts as users write it: `40GB..`, `..80GB`, `16GB..32GB`, `24GB`.
///
/// Amounts are numbers with an optional decimal prefix (k, M, G, T, P) and an optional unit (B, B/s,
/// W), which is not checked against what the range is used for. `KiB` and its like count in powers of
/// two.
public struct AmountRange: Sendable, Hashable {
  /// The smallest amount.
  public var lower: Double
  /// The largest amount.
  public var upper: Double

  /// What a single amount allows on either side: a datasheet's 80 GB may be 79.9e9 or 85.9e9 bytes.
  public static let toleranceOfSingleAmount = 0.08

  /// The range that `text` writes, or nil where it writes none.
  public init?(_ text: String) {
    let parts = text.split(separator: "..", omittingEmptySubsequences: false)
    switch parts.count {
    case 1:
      guard let amount = Self.amount(parts[0]) else { return nil }
      lower = amount * (1 - Self.toleranceOfSingleAmount)
      upper = amount * (1 + Self.toleranceOfSingleAmount)
    case 2:
      guard parts.contains(where: { !$0.isEmpty }) else { return nil }
      guard let low = parts[0].isEmpty ? 0 : Self.amount(parts[0]),
        let high = parts[1].isEmpty ? .infinity : Self.amount(parts[1]), low <= high
      else { return nil }
      lower = low
      upper = high
    default: return nil
    }
  }

  /// Whether `amount` is within.
  public func contains(_ amount: Double) -> Bool {
    amount >= lower && amount <= upper
  }

  private static func amount(_ text: Substring) -> Double? {
    let digits = text.prefix { $0.isNumber || $0 == "." }
    guard let number = Double(digits), number.isFinite else { return nil }
    var unit = text.dropFirst(digits.count).lowercased()
    for suffix in ["b/s", "flop/s", "w", "b"] where unit.hasSuffix(suffix) {
      unit.removeLast(suffix.count)
      break
    }
    return factors[unit.filter { $0 != " " }].map { number * $0 }
  }

  private static let factors: [String: Double] = [
    "": 1, "k": 1e3, "m": 1e6, "g": 1e9, "t": 1e12, "p": 1e15, "ki": 1024, "mi": 1_048_576,
    "gi": 1_073_741_824, "ti": 1_099_511_627_776,
  ]
}
