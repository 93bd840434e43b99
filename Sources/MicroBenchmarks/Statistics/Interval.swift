/// A value with the interval that would hold it in 95 of 100 repetitions.
package struct Interval: Sendable, Hashable {
  /// The value, in the unit of what is measured.
  package var value: Double
  /// The lower end.
  package var low: Double
  /// The upper end.
  package var high: Double

  /// A value between two ends.
  package init(value: Double, low: Double, high: Double) {
    self.value = value
    self.low = low
    self.high = high
  }

  /// Half the width of the interval as a share of the value.
  package var spread: Double { value == 0 ? 0 : (high - low) / 2 / value.magnitude }

  /// The interval of a statistic of sorted samples, by drawing as many samples as there are, again and
  /// again (Efron, "Bootstrap methods: another look at the jackknife", The Annals of Statistics 7, 1979;
  /// percentile method). Each draw is given in order too. Nil where the statistic has no value.
  package static func bootstrap<Sample>(
    sorted samples: [Sample], draws: Int = 100, seed: UInt64 = 1,
    statistic: ([Sample]) -> Double?
  ) -> Interval? {
    guard let value = statistic(samples) else { return nil }
    var random = RandomSource(seed: seed)
    let results = (0..<draws).compactMap { _ in
      statistic(drawn(from: samples, &random))
    }.sorted()
    return Interval(
      value: value, low: Quantile.value(of: results, at: 0.025) ?? value,
      high: Quantile.value(of: results, at: 0.975) ?? value)
  }

  /// As many samples as there are, drawn with replacement, in the order that they had: how often each
  /// comes is counted, so that nothing needs sorting.
  private static func drawn<Sample>(
    from samples: [Sample], _ random: inout RandomSource
  ) -> [Sample] {
    var counts = [Int](repeating: 0, count: samples.count)
    for _ in samples {
      // The upper bits, scaled to the range: its bias is below one in 2^32.
      counts[Int(((random.next() >> 32) &* UInt64(samples.count)) >> 32)] += 1
    }
    var result: [Sample] = []
    result.reserveCapacity(samples.count)
    for (index, count) in counts.enumerated() {
      for _ in 0..<count { result.append(samples[index]) }
    }
    return result
  }
}
