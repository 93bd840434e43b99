import Glibc
import Reports

/// A logarithmic axis: amounts to pixels.
struct LogAxis: Sendable {
  /// The logarithm to the base of ten of the smallest and the largest amount.
  let exponents: ClosedRange<Double>
  /// The pixel of the smallest amount.
  let start: Double
  /// The pixel of the largest amount.
  let end: Double

  /// Pixels for each power of ten.
  var pixelsPerDecade: Double {
    (end - start) / (exponents.upperBound - exponents.lowerBound)
  }

  /// The pixel of an amount above zero.
  func position(of amount: Double) -> Double {
    start + (log10(amount) - exponents.lowerBound) * pixelsPerDecade
  }

  /// Whether an amount lies on the axis.
  func contains(_ amount: Double) -> Bool { amount > 0 && exponents.contains(log10(amount)) }

  /// A mark on the axis.
  struct Tick: Sendable {
    /// The amount.
    var amount: Double
    /// Whether it is a power of ten, and so carries a label.
    var isMajor: Bool
  }

  /// Powers of ten, and between them 2 to 9 times each; where powers stand far apart, 2 and 5 times
  /// them are major too.
  var ticks: [Tick] {
    let first = Int(exponents.lowerBound.rounded(.down))
    let last = Int(exponents.upperBound.rounded(.up))
    guard last - first < 400 else { return [] }
    let isWide = abs(pixelsPerDecade) > 160
    return (first...last).flatMap { exponent in
      (1...9).map { factor in
        let isMajor = factor == 1 || (isWide && (factor == 2 || factor == 5))
        // Parsed, so that 3 times 10⁻¹ is 0.3 and not 0.30000000000000004.
        return Tick(amount: Double("\(factor)e\(exponent)") ?? 0, isMajor: isMajor)
      }
    }.filter { contains($0.amount) }
  }
}
