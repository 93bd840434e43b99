/// The middle of several runs, and how far they are apart.
struct Spread: Sendable, Hashable {
  /// The median; the mean of the middle two of an even number.
  let median: Double
  /// The least.
  let low: Double
  /// The most.
  let high: Double

  /// The spread of some values; nil for none.
  init?(_ values: [Double]) {
    let sorted = values.sorted()
    guard let low = sorted.first, let high = sorted.last else { return nil }
    let middle = sorted.count / 2
    median = sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    self.low = low
    self.high = high
  }

  /// Half the distance of the extremes, as a part of the median; nil for a median of zero.
  var relative: Double? { median > 0 ? (high - low) / 2 / median : nil }
}
