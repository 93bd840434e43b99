import CMicroKernels

/// Measures points: keeps the memory that they share, and runs their slices in random order.
///
/// A class, since it owns that memory.
package final class Bench {
  /// Memory of each thread, in bytes.
  private let bytesPerThread: Int
  private var buffers: [Int: Buffer] = [:]
  private var random = RandomSource(seed: 20_240_229)
  /// Told how many of how many slices are done, and what comes next.
  private let progress: (_ label: String) -> Void
  /// Asked between batches whether to end early.
  private let shouldStop: () -> Bool

  /// A bench with this much memory a thread.
  package init(
    bytesPerThread: Int, progress: @escaping (_ label: String) -> Void = { _ in },
    shouldStop: @escaping () -> Bool = { false }
  ) {
    self.bytesPerThread = bytesPerThread
    self.progress = progress
    self.shouldStop = shouldStop
  }

  /// Slices of one visit: enough that settling down before it is no more than a part of its time.
  private static let slicesPerVisit = 20

  /// The most rounds in which all points are gone through: each anew in narrow-to-wide order, so that
  /// what drifts meanwhile hits all points alike.
  private static let mostRounds = 5

  /// The slices of each point, in the order of `points`: `slices` of each, fewer where `seconds` do not
  /// suffice (but one visit of each), fewer or none where it was stopped.
  ///
  /// - Throws: ``ProbeError`` where threads or memory cannot be had.
  package func measure(
    _ points: [ProbePoint], slices: Int, seconds: Double
  ) throws(ProbeError) -> [[JointSlice]] {
    let start = rl_now()
    var results = points.map { _ in [JointSlice]() }
    let groups = try groups(of: points)
    let visits = max(1, slices / Self.slicesPerVisit)
    let rounds = min(visits, Self.mostRounds)
    for round in 1...rounds {
      for group in ordered(groups) {
        if shouldStop() { return results }
        progress(group.label)
        try run(group, visits: visits / rounds, into: &results)
      }
      // Another round takes as long as the ones before did on average.
      let elapsed = Double(rl_now() &- start) / 1e9
      if elapsed / Double(round) * Double(round + 1) > seconds { break }
    }
    return results
  }

  /// Visits each member of a group so many times, in random order.
  private func run(
    _ group: Group, visits: Int, into results: inout [[JointSlice]]
  ) throws(ProbeError) {
    var places = group.members.indices.flatMap { Array(repeating: $0, count: visits) }
    places.shuffle(using: &random)
    for batch in places.batches(of: Self.visitsPerBatch) where !shouldStop() {
      let measured = try run(batch.map { group.members[$0] }, on: group.cpus)
      for (place, slices) in zip(batch, measured) {
        results[group.members[place].index] += slices
      }
    }
  }

  /// Visits that threads run without coming back: some tenths of a second.
  private static let visitsPerBatch = 50

  /// The size of the pages behind the memory of a thread, in bytes; nil before any was needed.
  package var pageBytes: Int? { buffers.values.first?.pageBytes }

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

    /// What a thread does in one visit: as many untimed slices as the slowest of them needs.
    func visit(of thread: Int, slices: Int) -> rl_visit {
      let task = tasks[thread]
      let warm = tasks.map(\.warmSlices).max() ?? task.warmSlices
      return rl_visit(kind: task.kind, task: task.context, warm: warm, slices: UInt32(slices))
    }
  }

  /// Narrow instructions before wide ones; teams in random order.
  private func ordered(_ groups: [Group]) -> [Group] {
    groups.shuffled(using: &random).sorted { $0.order < $1.order }
  }

  private func groups(of points: [ProbePoint]) throws(ProbeError) -> [Group] {
    var groups: [Group] = []
    for (index, point) in points.enumerated() where !point.cpus.isEmpty {
      let member = Member(index: index, tasks: try tasks(of: point))
      let place = groups.firstIndex { $0.order == point.order && $0.cpus == point.cpus }
      if let place {
        groups[place].members.append(member)
      } else {
        groups.append(
          Group(order: point.order, cpus: point.cpus, label: point.label, members: [member]))
      }
    }
    return groups
  }

  /// The task of each thread, prepared on it.
  private func tasks(of point: ProbePoint) throws(ProbeError) -> [PreparedTask] {
    if case .memory = point.work { try touch(point.cpus) }
    let made = ThreadValues<Result<PreparedTask, ProbeError>?>(nil, count: point.cpus.count)
    let buffers = point.cpus.map { self.buffers[$0] }
    try Team(cpus: point.cpus).run { index in
      made[index] = Result { () throws(ProbeError) in
        try PreparedTask(point.work, in: buffers[index])
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

  /// Sees to it that each CPU has memory, first touched by a thread on it.
  private func touch(_ cpus: [Int]) throws(ProbeError) {
    let missing = cpus.filter { buffers[$0] == nil }
    guard !missing.isEmpty else { return }
    var fresh: [Buffer] = []
    for _ in missing { fresh.append(try Buffer(bytes: bytesPerThread)) }
    let made = fresh
    try Team(cpus: missing).run { index in made[index].touch() }
    for (cpu, buffer) in zip(missing, made) { buffers[cpu] = buffer }
  }

  /// Runs one visit of each member, in this order; the joint slices of each.
  private func run(_ members: [Member], on cpus: [Int]) throws(ProbeError) -> [[JointSlice]] {
    guard let barrier = rl_barrier_make() else { throw ProbeError("out of memory") }
    defer { rl_barrier_free(barrier) }
    let shared = SharedPointer(barrier)
    let count = members.count * Self.slicesPerVisit
    let all = ThreadValues<[rl_slice]>([], count: cpus.count)
    let plans = cpus.indices.map { thread in
      SharedVisits(visits: members.map { $0.visit(of: thread, slices: Self.slicesPerVisit) })
    }
    try Team(cpus: cpus).run { thread in
      var slices = [rl_slice](repeating: rl_slice(), count: count)
      let visits = plans[thread].visits
      rl_run_schedule(
        shared.pointer, UInt32(plans.count), visits, UInt32(visits.count), &slices)
      all[thread] = slices
    }
    let threads = all.values
    return members.indices.map { visit in
      (visit * Self.slicesPerVisit..<(visit + 1) * Self.slicesPerVisit).compactMap { slice in
        JointSlice(joining: threads.map { $0[slice] })
      }
    }
  }
}

/// What each thread of a team leaves in its own place. A class, since the threads share it: no two of
/// them use the same place, and the team reads it once they have ended.
private final class ThreadValues<Value>: @unchecked Sendable {
  private let places: UnsafeMutableBufferPointer<Value>

  init(_ value: Value, count: Int) {
    places = .allocate(capacity: count)
    places.initialize(repeating: value)
  }

  deinit {
    places.deinitialize()
    places.deallocate()
  }

  subscript(index: Int) -> Value {
    get { places[index] }
    set { places[index] = newValue }
  }

  var values: [Value] { Array(places) }
}

/// The barrier of a team: made to be shared.
private struct SharedPointer: @unchecked Sendable {
  let pointer: OpaquePointer
  init(_ pointer: OpaquePointer) { self.pointer = pointer }
}

/// The visits of one thread, whose tasks only it touches.
private struct SharedVisits: @unchecked Sendable {
  let visits: [rl_visit]
}

extension Array {
  /// Consecutive parts of at most `size`.
  fileprivate func batches(of size: Int) -> [ArraySlice<Element>] {
    stride(from: 0, to: count, by: size).map { self[$0..<Swift.min($0 + size, count)] }
  }
}
