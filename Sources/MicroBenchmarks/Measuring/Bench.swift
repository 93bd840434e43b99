import CMicroKernels
import Machine

/// Measures points: keeps the memory that they share, and runs their slices in random order.
///
/// A class, since it owns that memory.
package final class Bench {
  /// Told how far a measurement is, a share of it, and what comes next.
  package typealias Progress = (_ done: Double, _ label: String) -> Void

  private var pool: MemoryPool
  private let sliceSeconds: Double
  private var random = RandomSource(seed: 20_240_229)
  private let surroundings = Surroundings()
  private let binder: Binder
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
    self.sliceSeconds = sliceSeconds
    self.shouldStop = shouldStop
  }

  /// Slices of one visit, where there is time: enough that settling down before it is no more than a
  /// part of its time.
  private static let mostSlicesPerVisit = 20
  /// The fewest that are worth a visit.
  private static let fewestSlicesPerVisit = 4
  /// Visits that threads run without coming back: some tenths of a second.
  private static let visitsPerBatch = 50
  /// What a slice takes beside itself, for planning, in seconds: a chain, files that are read, and what
  /// is not timed. A guess; the rounds are timed.
  private static let sliceCost = 0.1e-3

  /// The size of the pages behind the arrays, in bytes; nil before any were needed.
  package var pageBytes: Int? { pool.pageBytes }
  /// The size of the pages behind the chains of dependent reads, likewise.
  package var chainPageBytes: Int? { pool.chainPageBytes }

  /// Gives back the memory that was made on nodes by name.
  package func releaseNodes() { pool.releaseNodes() }

  /// The slices of each point, in the order of `points`: `slices` of each, fewer where `seconds` do not
  /// suffice, and none where it was stopped. They are spread over `rounds` rounds of all points at
  /// least, where there is time.
  ///
  /// - Throws: ``ProbeError`` where threads or memory cannot be had.
  package func measure(
    _ points: [ProbePoint], slices: Int, seconds: Double, rounds fewest: Int = 1,
    progress: Progress = { _, _ in }
  ) throws(ProbeError) -> [[JointSlice]] {
    let start = rl_now()
    var results = points.map { _ in [JointSlice]() }
    let groups = try groups(of: points)
    let perVisit = slicesPerVisit(
      points: points.count, slices: slices, seconds: seconds / Double(fewest))
    // All points are gone through again and again, each time in narrow-to-wide order, so that what drifts
    // meanwhile hits all alike.
    let rounds = max(1, slices / perVisit)
    for round in 0..<rounds {
      for (place, group) in ordered(groups).enumerated() {
        if shouldStop() { return results }
        let done = Double(round) + Double(place) / Double(groups.count)
        progress(done / Double(rounds), group.label)
        try run(group, slices: perVisit, into: &results)
      }
      // Another round takes as long as the ones before did on average.
      let elapsed = Double(rl_now() &- start) / 1e9
      if elapsed / Double(round + 1) * Double(round + 2) > seconds { break }
    }
    return results
  }

  /// So few slices that even one round of all points stays within its time.
  private func slicesPerVisit(points: Int, slices: Int, seconds: Double) -> Int {
    let most = Double(Self.mostSlicesPerVisit)
    let round = Double(points) * most * (sliceSeconds + Self.sliceCost)
    let fitting = Int(round > seconds ? most * seconds / round : most)
    return max(min(slices, fitting), min(slices, Self.fewestSlicesPerVisit), 1)
  }

  /// Visits each member of a group, in random order.
  private func run(
    _ group: Group, slices: Int, into results: inout [[JointSlice]]
  ) throws(ProbeError) {
    let places = group.members.indices.shuffled(using: &random)
    for batch in places.batches(of: Self.visitsPerBatch) where !shouldStop() {
      let measured = try run(batch.map { group.members[$0] }, on: group.cpus, slices: slices)
      for (place, slices) in zip(batch, measured) {
        results[group.members[place].index] += slices
      }
    }
  }

  /// Points that need the same team and instructions of the same width.
  private struct Group {
    var order: Int
    var cpus: [Int]
    var label: String
    var members: [Member]
  }

  /// A point of a group: its place among all, and the task of each thread.
  private struct Member {
    var index: Int
    var tasks: [PreparedTask]

    /// What a thread does in one visit: as many untimed slices as the slowest of them needs, and
    /// `more`.
    func visit(of thread: Int, slices: Int, more: UInt32, pace: rl_pace) -> rl_visit {
      let task = tasks[thread]
      let warm = tasks.map(\.warmSlices).max() ?? task.warmSlices
      return rl_visit(
        kind: task.kind, task: task.context, warm: warm + more, slices: UInt32(slices), pace: pace)
    }
  }

  /// Narrow instructions before wide ones; teams in random order.
  private func ordered(_ groups: [Group]) -> [Group] {
    groups.shuffled(using: &random).sorted { $0.order < $1.order }
  }

  private func groups(of points: [ProbePoint]) throws(ProbeError) -> [Group] {
    var groups: [Group] = []
    for (index, point) in points.enumerated() where !point.team.cpus.isEmpty {
      let member = Member(index: index, tasks: try tasks(of: point))
      let cpus = point.team.cpus
      let place = groups.firstIndex { $0.order == point.order && $0.cpus == cpus }
      if let place {
        groups[place].members.append(member)
      } else {
        groups.append(Group(order: point.order, cpus: cpus, label: point.label, members: [member]))
      }
    }
    return groups
  }

  /// The task of each thread, prepared on it.
  private func tasks(of point: ProbePoint) throws(ProbeError) -> [PreparedTask] {
    let memory = ThreadShare(try pool.memory(for: point))
    let sliceSeconds = sliceSeconds
    let made = ThreadValues<Result<PreparedTask, ProbeError>?>(nil, count: point.team.threads)
    try Team(cpus: point.team.cpus, binder: binder).run { index in
      made[index] = Result { () throws(ProbeError) in
        try PreparedTask(
          point.work, in: memory.parts[index], sliceSeconds: sliceSeconds)
      }
    }
    var tasks: [PreparedTask] = []
    for result in made.values { if let result { tasks.append(try result.get()) } }
    Self.equalise(tasks)
    return tasks
  }

  /// Threads of equal speed do equal work, so that they end together; those of unequal cores keep their
  /// own measure. Up to a quarter is taken for noise: a guess.
  private static func equalise(_ tasks: [PreparedTask]) {
    let amounts = tasks.map(\.amount)
    guard let most = amounts.max(), let least = amounts.min(),
      Double(most) <= 1.25 * Double(least)
    else { return }
    for task in tasks { task.amount = most }
  }

  /// Untimed slices before the first visit of a batch: some 5 ms, in which a clock settles to the width
  /// of what runs.
  private static let settlingSlices: UInt32 = 25

  /// Runs one visit of each member, in this order; the joint slices of each.
  private func run(
    _ members: [Member], on cpus: [Int], slices: Int
  ) throws(ProbeError) -> [[JointSlice]] {
    let before = surroundings.read()
    let threads = try schedule(members, on: cpus, slices: slices, pace: RL_PACE_TOGETHER)
    let suspects = surroundings.suspects(since: before)
    return members.indices.map { visit in
      (visit * slices..<(visit + 1) * slices).compactMap { slice in
        JointSlice(joining: threads.map { $0[slice] }, suspects: suspects)
      }
    }
  }

  /// The slices of each thread.
  private func schedule(
    _ members: [Member], on cpus: [Int], slices: Int, pace: rl_pace
  ) throws(ProbeError) -> [[rl_slice]] {
    guard let barrier = rl_barrier_make() else { throw ProbeError("out of memory") }
    defer { rl_barrier_free(barrier) }
    let plan = ThreadShare(
      cpus.indices.map { thread in
        members.enumerated().map { place, member in
          member.visit(
            of: thread, slices: slices, more: place == 0 ? Self.settlingSlices : 0, pace: pace)
        }
      })
    let shared = ThreadShare([barrier])
    let all = ThreadValues<[rl_slice]>([], count: cpus.count)
    try Team(cpus: cpus, binder: binder).run { thread in
      let visits = plan.parts[thread]
      var found = [rl_slice](repeating: rl_slice(), count: visits.count * slices)
      rl_run_schedule(
        shared.parts[0], UInt32(plan.parts.count), visits, UInt32(visits.count), &found)
      all[thread] = found
    }
    return all.values
  }

  /// The seconds of one stretch of an unbroken run.
  private static let stretchSeconds = 0.1

  /// What a point gives in `seconds` without a break, in stretches of a tenth of a second: the work
  /// that each thread did, over the time that it took; none where it was stopped.
  ///
  /// - Throws: ``ProbeError`` where threads or memory cannot be had.
  package func sustain(_ point: ProbePoint, seconds: Double) throws(ProbeError) -> [JointSlice] {
    guard !point.team.cpus.isEmpty else { return [] }
    let member = Member(index: 0, tasks: try tasks(of: point))
    let slices = max(1, Int(Self.stretchSeconds / sliceSeconds))
    let end = rl_now() &+ UInt64(seconds * 1e9)
    var stretches: [JointSlice] = []
    repeat {
      if shouldStop() { break }
      let threads = try schedule(
        [member], on: point.team.cpus, slices: slices, pace: RL_PACE_UNBROKEN)
      if let stretch = JointSlice(stretch: threads) { stretches.append(stretch) }
    } while rl_now() < end
    return stretches
  }
}

/// What threads of a team share without changing it.
private struct ThreadShare<Part>: @unchecked Sendable {
  let parts: [Part]
  init(_ parts: [Part]) { self.parts = parts }
}

extension Array {
  /// Consecutive parts of at most `size`.
  fileprivate func batches(of size: Int) -> [ArraySlice<Element>] {
    stride(from: 0, to: count, by: size).map { self[$0..<Swift.min($0 + size, count)] }
  }
}
