package import CMicroKernels

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
  /// What happened around it, and may have disturbed it.
  package var suspects: Disturbances
  /// What the fastest of the threads took, in seconds; nil for one thread.
  package var fastestSeconds: Double?
  /// How much of its core each thread had at least, before and after: the rate at which it could start
  /// instructions, over the highest that a core of its kind was seen to have. Nil where it was not asked.
  package var openness: Double?
  /// How far the threads' cores were apart: what passing a cache line from one to another took around it,
  /// in seconds, at most of those that tried. Nil for one thread, where none did, and where they were moved
  /// between.
  package var distance: Double?
  /// Work a second of each thread that had its core whole while all the others worked too; 0 for one that
  /// had not. Empty where threads share what they measure, for one thread, and where it was not asked.
  package var parts: [Float]

  /// A slice of these parts.
  package init(
    work: Double, seconds: Double, start: UInt64 = 0, hertz: Double = 0,
    disturbances: Disturbances = [], suspects: Disturbances = [], fastestSeconds: Double? = nil,
    openness: Double? = nil, distance: Double? = nil, parts: [Float] = []
  ) {
    self.work = work
    self.seconds = seconds
    self.start = start
    self.hertz = hertz
    self.disturbances = disturbances
    self.suspects = suspects
    self.fastestSeconds = fastestSeconds
    self.openness = openness
    self.distance = distance
    self.parts = parts
  }

  /// Work a second; 0 where no time passed.
  package var rate: Double { seconds > 0 ? work / seconds : 0 }

  /// A core of which a thread had less was shared: another thread on it leaves some half. A guess.
  static let leastOpenness = 0.9

  /// Whether nothing is known to have disturbed it, and no thread shared its core with another, of this
  /// system or of another one on the same machine.
  package var isQuiet: Bool {
    disturbances.isEmpty && rate > 0 && (openness ?? 1) >= Self.leastOpenness
  }

  /// The share of the whole time that all threads must have run together.
  static let leastOverlap = 0.95
  /// A wait for a CPU that counts as one, in nanoseconds: the accounting itself takes about so long.
  static let leastDelay: UInt64 = 2000

  /// Joins what the threads of a team measured in the same slice, `shares` what each had of its core; nil
  /// for no threads.
  package init?(
    joining threads: [rl_slice], suspects: Disturbances = [], shares: [Double] = [],
    isShared: Bool = true
  ) {
    // Its time was over before it began.
    guard !threads.contains(where: { $0.end == 0 }) else { return nil }
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
      hertz: clocks.reduce(0, +) / Double(clocks.count), disturbances: found, suspects: suspects,
      fastestSeconds: threads.count == 1
        ? nil : threads.map { Double($0.end &- $0.start) / 1e9 }.min(),
      openness: shares.min().flatMap { $0 > 0 ? $0 : nil },
      distance: CoreDistances.around(
        before: (threads.map(\.partner_nanoseconds).max() ?? 0) / 1e9,
        after: (threads.map(\.partner_nanoseconds_after).max() ?? 0) / 1e9))
    // Each thread by itself tells nothing where one of them did not run all the time.
    if !isShared, threads.count > 1, found.isSubset(of: .apart) {
      parts = Self.parts(of: threads, shares: shares, together: together)
    }
  }

  /// What each thread did, where it had its core whole and all of them ran for `together` nanoseconds of
  /// its own time, which is nearly all of that.
  private static func parts(
    of threads: [rl_slice], shares: [Double], together: Double
  ) -> [Float] {
    zip(threads, shares).map { thread, share in
      let nanoseconds = Double(thread.end &- thread.start)
      guard share >= leastOpenness, nanoseconds > 0, together >= leastOverlap * nanoseconds else {
        return 0
      }
      return Float(Double(thread.work) / nanoseconds * 1e9)
    }
  }

  /// One stretch in which each thread ran its slices without a break: the sum of what the threads did
  /// a second, each by its own clock. Nil for no slices.
  init?(stretch threads: [[rl_slice]]) {
    let threads = threads.map { slices in slices.filter { $0.end > 0 } }
    let rates = threads.map { slices -> Double in
      guard let first = slices.first, let last = slices.last, last.end > first.start else {
        return 0
      }
      return slices.reduce(0) { $0 + Double($1.work) } / Double(last.end - first.start) * 1e9
    }
    guard let start = threads.compactMap(\.first?.start).min(),
      let end = threads.compactMap(\.last?.end).max(), end > start
    else { return nil }
    let seconds = Double(end - start) / 1e9
    self.init(work: rates.reduce(0, +) * seconds, seconds: seconds, start: start)
  }
}
