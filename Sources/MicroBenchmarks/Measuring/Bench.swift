import CMicroKernels
import Machine

/// Measures points: keeps the memory that they share, and runs their slices in random order.
///
/// A class, since it owns that memory.
package final class Bench {
  /// Told how far a measurement is, a share of it, and what comes next.
  package typealias Progress = (_ done: Double, _ label: String) -> Void
  /// Says whether the slices of a point, by its place, are enough.
  package typealias Judge = (_ place: Int, _ slices: [JointSlice]) -> Bool

  var pool: MemoryPool
  private let sliceSeconds: Double
  /// The largest stated size of a cache that no two cores share, in bytes; 0 where none is known.
  let privateBytes: Int
  private var random = RandomSource(seed: 20_240_229)
  let surroundings = Surroundings()
  let binder: Binder
  /// What cores were seen to start at most, by which it is told whether one is shared.
  var cores: CoreShares
  /// How far the CPUs that worked together were apart.
  package internal(set) var distances = CoreDistances()
  /// How many visits threads have passed lines in: who does with whom goes on from one to the next.
  var pairing: UInt32 = 0
  /// Asked between batches whether to end early.
  private let shouldStop: () -> Bool

  /// A bench on a machine, whose slices take so long.
  ///
  /// - Throws: ``ProbeError`` where threads cannot be bound.
  package init(
    _ machine: ProbedMachine, sliceSeconds: Double, shouldStop: @escaping () -> Bool = { false }
  ) throws(ProbeError) {
    do throws(MachineError) {
      binder = try Binder()
    } catch {
      throw ProbeError(error.description)
    }
    pool = MemoryPool(
      bytesPerThread: machine.bytesPerThread, cacheBytes: machine.caches.map(\.bytes).max() ?? 0,
      binder: binder)
    cores = CoreShares(kinds: machine.kinds)
    let threadsOfCore = machine.cores.first?.count ?? 1
    privateBytes = machine.caches.filter { $0.sharers <= threadsOfCore }.map(\.bytes).max() ?? 0
    self.sliceSeconds = sliceSeconds
    self.shouldStop = shouldStop
  }

  /// Slices of one visit, where there is time: enough that settling down before it is no more than a
  /// part of its time. Caches settle longer than clocks.
  private static let mostSlicesPerVisit = 20
  private static let mostMemorySlicesPerVisit = 40
  /// The fewest that are worth a visit.
  private static let fewestSlicesPerVisit = 4
  /// Visits that threads run without coming back: some tenths of a second.
  private static let visitsPerBatch = 50
  /// What a slice takes beside itself before any was run, in seconds: a chain, files that are read, and
  /// what is not timed. A guess; from then on they are timed.
  private static let sliceCost = 0.1e-3
  /// What a slice of several threads takes at most, in seconds: short, so that one fits where all of
  /// them are left alone at once.
  private static let mostTeamSeconds = 0.1e-3

  /// The size of the pages behind the arrays, in bytes; nil before any were needed.
  package var pageBytes: Int? { pool.pageBytes }
  /// The size of the pages behind the chains of dependent reads, likewise.
  package var chainPageBytes: Int? { pool.chainPageBytes }

  /// Gives back the memory that was made on nodes by name.
  package func releaseNodes() { pool.releaseNodes() }

  /// A moment so many seconds after another, in nanoseconds.
  private static func time(_ start: UInt64, plus seconds: Double) -> UInt64 {
    start &+ UInt64(max(0, min(seconds, 1e6)) * 1e9)
  }

  /// What a slice on so many threads takes, in seconds.
  func sliceSeconds(threads: Int) -> Double {
    threads > 1 ? min(sliceSeconds, Self.mostTeamSeconds) : sliceSeconds
  }

  /// The slices of each point, in the order of `points`: `most` of each, fewer where `isEnough` says so
  /// or `seconds` are over, and none where it was stopped before. All points take turns, so that time
  /// goes to those that still want some, in `visits` visits at least: a program that gets a processor for
  /// some milliseconds finds caches cold, and a later visit may find them warm. To prepare them may take as
  /// long again, and all of it no more than `limit` seconds.
  ///
  /// - Throws: ``ProbeError`` where threads or memory cannot be had.
  package func measure(
    _ points: [ProbePoint], slices most: Int, seconds: Double, limit: Double = .infinity,
    visits: Int = 1, until isEnough: Judge = { _, _ in false }, progress: Progress = { _, _ in }
  ) throws(ProbeError) -> [[JointSlice]] {
    let begin = rl_now()
    let groups = try groups(of: points, before: Self.time(begin, plus: min(2 * seconds, limit)))
    let left = limit - Double(rl_now() &- begin) / 1e9
    var run = Run(
      points: points.count, most: most, visits: visits, seconds: min(seconds, left))
    while !run.isOver {
      // All points are gone through again and again, each time in narrow-to-wide order, so that what
      // drifts meanwhile hits all alike.
      let round = ordered(groups).map { group in
        var group = group
        group.members.removeAll { run.isDone($0.index, isEnough) }
        return group
      }.filter { !$0.members.isEmpty }
      guard !round.isEmpty else { break }
      run.waiting = round.reduce(0) { $0 + $1.members.count }
      for group in round {
        if shouldStop() || run.isOver { return run.results }
        progress(run.done, group.label)
        try measure(group, in: &run)
      }
    }
    return run.results
  }

  /// What a measurement has come to.
  private struct Run {
    /// The slices of each point.
    var results: [[JointSlice]]
    /// Slices that a point gets at most.
    let most: Int
    /// Slices of a visit at most.
    private let mostPerVisit: Int
    /// When it ends, in nanoseconds of the monotonic clock.
    let deadline: UInt64
    /// Points that are still to come in this round.
    var waiting = 0
    private let start = rl_now()
    private let seconds: Double

    init(points: Int, most: Int, visits: Int, seconds: Double) {
      results = [[JointSlice]](repeating: [], count: points)
      self.most = most
      let part = most / max(visits, 1)
      mostPerVisit = max(min(Bench.mostSlicesPerVisit, part), Bench.fewestSlicesPerVisit)
      self.seconds = max(seconds, 0)
      deadline = Bench.time(start, plus: seconds)
    }

    var isOver: Bool { rl_now() >= deadline }

    /// The share of its time or of its slices that is over, whichever is more.
    var done: Double {
      let passed = Double(rl_now() &- start) / 1e9 / max(seconds, 1e-9)
      let slices = Double(results.reduce(0) { $0 + $1.count })
      let share = slices / max(Double(results.count) * Double(most), 1)
      return min(max(passed, share), 1)
    }

    func isDone(_ place: Int, _ isEnough: Judge) -> Bool {
      results[place].count >= most || isEnough(place, results[place])
    }

    /// So few slices that all that wait get some in the time that is left, by what a slice took so far.
    func slicesPerVisit(_ sliceSeconds: Double, atMost mostPerVisit: Int) -> Int {
      let now = rl_now()
      let left = deadline > now ? Double(deadline - now) / 1e9 : 0
      let slices = results.reduce(0) { $0 + $1.count }
      let cost =
        slices > 0 ? Double(now &- start) / 1e9 / Double(slices) : sliceSeconds + Bench.sliceCost
      let fitting = left / cost / Double(max(waiting, 1))
      let wanted = min(fitting, Double(mostPerVisit))
      return max(min(most, Int(wanted)), min(most, Bench.fewestSlicesPerVisit), 1)
    }
  }

  /// Visits each member of a group, in random order.
  private func measure(_ group: Group, in run: inout Run) throws(ProbeError) {
    let places = group.members.indices.shuffled(using: &random)
    for batch in places.batches(of: Self.visitsPerBatch) where !shouldStop() && !run.isOver {
      let slices = run.slicesPerVisit(
        sliceSeconds(threads: group.cpus.count),
        atMost: group.isOfMemory ? Self.mostMemorySlicesPerVisit : Self.mostSlicesPerVisit)
      let measured = try visit(
        batch.map { group.members[$0] }, on: group.cpus, slices: slices, before: run.deadline)
      run.waiting -= batch.count
      for (place, slices) in zip(batch, measured) {
        run.results[group.members[place].index] += slices
      }
    }
  }

  /// Narrow instructions before wide ones; teams in random order.
  private func ordered(_ groups: [Group]) -> [Group] {
    groups.shuffled(using: &random).sorted { $0.order < $1.order }
  }

  /// The seconds of one stretch of an unbroken run.
  private static let stretchSeconds = 0.1

  /// What a point gives in `seconds` without a break, in stretches of a tenth of a second: the work
  /// that each thread did, over the time that it took; none where it was stopped.
  ///
  /// - Throws: ``ProbeError`` where threads or memory cannot be had.
  package func sustain(_ point: ProbePoint, seconds: Double) throws(ProbeError) -> [JointSlice] {
    let end = Self.time(rl_now(), plus: seconds)
    // Where threads wait for a busy machine, a first stretch may end late rather than never.
    let patience = Self.time(end, plus: 2 * Self.stretchSeconds)
    guard let group = try groups(of: [point], before: patience).first else { return [] }
    let slices = max(1, Int(Self.stretchSeconds / sliceSeconds(threads: group.cpus.count)))
    var stretches: [JointSlice] = []
    while rl_now() < (stretches.isEmpty ? patience : end), !shouldStop() {
      let threads = try schedule(
        group.members, on: group.cpus, slices: slices, pace: RL_PACE_UNBROKEN,
        before: stretches.isEmpty ? patience : end)
      if let stretch = JointSlice(stretch: threads) { stretches.append(stretch) }
    }
    return stretches
  }
}

extension Array {
  /// Consecutive parts of at most `size`.
  fileprivate func batches(of size: Int) -> [ArraySlice<Element>] {
    stride(from: 0, to: count, by: size).map { self[$0..<Swift.min($0 + size, count)] }
  }
}
