/// Order statistics of samples.
package enum Quantile {
  /// The value below which `share` of sorted samples lie, interpolated between neighbours (Hyndman and
  /// Fan, "Sample quantiles in statistical packages", The American Statistician 50, 1996: type 7);
  /// nil for no samples.
  package static func value(of sorted: [Double], at share: Double) -> Double? {
    guard let first = sorted.first, let last = sorted.last else { return nil }
    let place = min(max(share, 0), 1) * Double(sorted.count - 1)
    let index = Int(place)
    guard index + 1 < sorted.count else { return sorted.count == 1 ? first : last }
    let weight = place - Double(index)
    return sorted[index] + (sorted[index + 1] - sorted[index]) * weight
  }

  /// The middle of samples in any order; nil for none.
  package static func median(of samples: [Double]) -> Double? {
    value(of: samples.sorted(), at: 0.5)
  }

  /// The places of sorted samples from one quantile to another: one at least; none for no samples.
  package static func range(of count: Int, from low: Double, to high: Double) -> Range<Int> {
    guard count > 0 else { return 0..<0 }
    let last = Double(count - 1)
    let first = Int((low * last).rounded(.down))
    let end = max(first, Int((high * last).rounded(.down)))
    return first..<min(end, count - 1) + 1
  }

  /// The mean of the sorted samples from one quantile to another: of one sample at least; nil for none.
  package static func mean(of sorted: [Double], from low: Double, to high: Double) -> Double? {
    guard !sorted.isEmpty else { return nil }
    let part = sorted[range(of: sorted.count, from: low, to: high)]
    return part.reduce(0, +) / Double(part.count)
  }
}
