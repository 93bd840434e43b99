package import CounterGroups
import Glibc

/// Readings of events in the course of a run.
package struct CountSeries: Sendable {
  private var readings: [[EventRequest: RawCount]] = []

  /// No readings.
  package init() {}

  /// Takes the next reading.
  package mutating func add(_ reading: [EventRequest: RawCount]) { readings.append(reading) }

  /// What was counted in all, each scaled count with its error.
  package var totals: [EventRequest: EventCount] {
    var counts: [EventRequest: EventCount] = [:]
    for (event, last) in readings.last ?? [:] {
      guard var count = last.scaled else { continue }
      if count.isScaled { count.relativeError = relativeError(of: event, share: count.share) }
      counts[event] = count
    }
    return counts
  }

  /// What was counted between the last two readings.
  package var latest: [EventRequest: EventCount] {
    let before = readings.dropLast().last ?? [:]
    var counts: [EventRequest: EventCount] = [:]
    for (event, reading) in readings.last ?? [:] {
      let part = reading.since(before[event])
      // Where nothing ran that was counted, nothing was counted: that is known.
      counts[event] = part.enabled == 0 ? EventCount(value: 0) : part.scaled
    }
    return counts
  }

  /// The standard error of a scaled count: its rate is the mean of the rates of the intervals between
  /// readings, weighted by the time that the event had a counter; the error of a mean is the spread of
  /// what it is made of over the square root of their number, less as more of the time was seen
  /// (Cochran, Sampling Techniques, 1977, 2.6 and 6.3). Nil for fewer than three intervals.
  private func relativeError(of event: EventRequest, share: Double) -> Double? {
    var rates: [(rate: Double, weight: Double)] = []
    var before: RawCount?
    for reading in readings {
      guard let now = reading[event] else { continue }
      let part = now.since(before)
      before = now
      guard part.running > 0 else { continue }
      rates.append((Double(part.value) / Double(part.running), Double(part.running)))
    }
    let weight = rates.reduce(0) { $0 + $1.weight }
    guard rates.count >= 3, weight > 0 else { return nil }
    let mean = rates.reduce(0) { $0 + $1.rate * $1.weight } / weight
    guard mean > 0 else { return nil }
    let count = Double(rates.count)
    let spread = rates.reduce(0) { sum, interval in
      let part = interval.weight / (weight / count)
      let residual = (interval.rate - mean) * part
      return sum + residual * residual
    }
    return (spread / (count - 1) / count * (1 - share)).squareRoot() / mean
  }
}
