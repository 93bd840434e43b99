import CMicroKernels

/// One slice of all threads of a team together.
package struct JointSlice: Sendable, Hashable {
  /// Work of all threads.
  package var work: Double
  /// From the first start to the last end.
  package var seconds: Double
  /// When the first thread began, in nanoseconds of the monotonic clock.
  package var start: UInt64
  /// The clock that the threads' chains told right after, in hertz: their mean.
  package var hertz: Double
  /// What disturbed it.
  package var disturbances: Disturbances

  /// A slice of these parts.
  package init(
    work: Double, seconds: Double, start: UInt64 = 0, hertz: Double = 0,
    disturbances: Disturbances = []
  ) {
    self.work = work
    self.seconds = seconds
    self.start = start
    self.hertz = hertz
    self.disturbances = disturbances
  }

  /// Work a second; 0 where no time passed.
  package var rate: Double { seconds > 0 ? work / seconds : 0 }

  /// The share of the whole time that all threads must have run together.
  static let leastOverlap = 0.95
  /// A wait for a CPU that counts as one, in nanoseconds: the accounting itself takes about so long.
  static let leastDelay: UInt64 = 2000

  /// Joins what the threads of a team measured in the same slice; nil for no threads.
  init?(joining threads: [rl_slice]) {
    guard let first = threads.map(\.start).min(), let last = threads.map(\.end).max(),
      let lastStart = threads.map(\.start).max(), let firstEnd = threads.map(\.end).min()
    else { return nil }
    let span = Double(last &- first)
    let together = firstEnd > lastStart ? Double(firstEnd - lastStart) : 0
    var found: Disturbances = []
    if together < Self.leastOverlap * span { found.insert(.apart) }
    if threads.contains(where: { $0.involuntary_switches > 0 }) { found.insert(.switched) }
    if threads.contains(where: { $0.run_delay > Self.leastDelay }) { found.insert(.delayed) }
    let clocks = threads.map {
      Double($0.chain_cycles) / max(Double($0.chain_nanoseconds), 1) * 1e9
    }
    self.init(
      work: threads.reduce(0) { $0 + Double($1.work) }, seconds: span / 1e9, start: first,
      hertz: clocks.reduce(0, +) / Double(clocks.count), disturbances: found)
  }
}

/// What can disturb a slice.
package struct Disturbances: OptionSet, Sendable, Hashable {
  package let rawValue: Int

  package init(rawValue: Int) {
    self.rawValue = rawValue
  }

  /// The kernel took the CPU away for another process.
  package static let switched = Disturbances(rawValue: 1)
  /// A thread was ready and waited for a CPU.
  package static let delayed = Disturbances(rawValue: 2)
  /// The threads did not run at the same time.
  package static let apart = Disturbances(rawValue: 4)
  /// Much slower than the others with nothing to blame in this system: the host's neighbours, another
  /// thread of the same core, or stolen time.
  package static let slow = Disturbances(rawValue: 8)

  /// Every kind with its name.
  package static let names: [(kind: Disturbances, name: String)] = [
    (.switched, "involuntary switch"), (.delayed, "run delay"), (.apart, "threads apart"),
    (.slow, "slow without a cause in this system"),
  ]
}
