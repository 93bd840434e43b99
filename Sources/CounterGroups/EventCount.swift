/// What was counted of an event.
package struct EventCount: Sendable, Hashable {
  /// The count; where the event did not have a counter all the time, what it would be with one.
  package var value: Double
  /// The part of the time that the event had a counter, 0 to 1.
  package var share: Double
  /// The standard error of a scaled value, as a part of it; nil where it is not known or the value
  /// is not scaled.
  package var relativeError: Double?

  /// A count.
  package init(value: Double, share: Double = 1, relativeError: Double? = nil) {
    self.value = value
    self.share = share
    self.relativeError = relativeError
  }

  /// Whether the value is scaled up from a part of the time.
  package var isScaled: Bool { share < 1 }

  /// What was counted in `enabled` nanoseconds of which the event had a counter for `running`; nil
  /// where it never had one (perf_event_open(2): the ratio of the two scales the count).
  package init?(raw: UInt64, enabled: UInt64, running: UInt64) {
    guard running > 0 else { return nil }
    let share = enabled > running ? Double(running) / Double(enabled) : 1
    self.init(value: Double(raw) / share, share: share)
  }
}

/// The value of a metric.
package struct MetricValue: Sendable, Hashable {
  /// The metric.
  package var metric: CounterFamily.Metric
  /// Its value.
  package var value: Double
  /// The least part of the time that one of its events had a counter, 0 to 1.
  package var share: Double
  /// The standard error as a part of the value, where it is scaled and the error is known.
  package var relativeError: Double?

  /// Whether one of its events was scaled.
  package var isScaled: Bool { share < 1 }
}

extension CounterFamily {
  /// The metrics that `counts` are enough for, in their order.
  ///
  /// The error of a metric is at most the largest of its events: they are counted in the same run and
  /// go up and down together.
  package func values(
    of counts: [String: EventCount], constants: [String: Double] = [:]
  ) -> [MetricValue] {
    metrics.compactMap { metric in
      guard let value = metric.formula.value({ counts[$0]?.value ?? constants[$0] }) else {
        return nil
      }
      let events = metric.formula.names.compactMap { counts[$0] }
      return MetricValue(
        metric: metric, value: value, share: events.map(\.share).min() ?? 1,
        relativeError: events.compactMap(\.relativeError).max())
    }
  }
}
