import CounterGroups

/// The readings that are taken of events while something runs.
struct Readings {
  private let sets: [any CounterSet]
  private let interval: UInt64?
  private let tells: Bool
  private let start: UInt64
  private var series = CountSeries()
  private(set) var timeline: [CountedRun.Sample] = []
  /// When the next reading is due, by the monotonic clock; never without intervals.
  private(set) var next: UInt64

  /// Readings every `interval` nanoseconds, which are told where `tells`.
  init(_ sets: [any CounterSet], interval: UInt64?, tells: Bool) {
    self.sets = sets
    self.interval = interval
    self.tells = tells
    let now = Clock.nanoseconds()
    start = now
    next = interval.map { now &+ $0 } ?? .max
  }

  /// Seconds since the start.
  var seconds: Double { Clock.seconds(since: start) }

  /// What was counted in all.
  var totals: [EventRequest: EventCount] { series.totals }

  /// Takes a reading.
  mutating func read() throws(CountingError) {
    var all: [EventRequest: RawCount] = [:]
    for set in sets { all.merge(try set.read()) { first, _ in first } }
    series.add(all)
  }

  /// Takes a reading where one is due; tells it where readings are told.
  mutating func sampleIfDue() -> CountedRun.Sample? {
    guard let interval, Clock.nanoseconds() >= next else { return nil }
    // After a long stop only the readings to come count.
    next = max(next &+ interval, Clock.nanoseconds())
    guard (try? read()) != nil, tells else { return nil }
    let sample = CountedRun.Sample(seconds: seconds, counts: series.latest)
    timeline.append(sample)
    return sample
  }
}
