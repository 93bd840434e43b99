import CMicroKernels

extension Bench {
  /// Points that need the same team and instructions of the same width.
  struct Group {
    var order: Int
    var cpus: [Int]
    var label: String
    var members: [Member]

    /// Whether its points work in caches or main memory; they are of one kind.
    var isOfMemory: Bool { members.first?.tasks.first?.isOfMemory ?? false }
  }

  /// A point of a group: its place among all, and the task of each thread.
  struct Member {
    var index: Int
    var tasks: [PreparedTask]

    /// Whether its threads share what it measures.
    var isShared: Bool { tasks.first?.isShared ?? true }

    /// What a thread does in one visit: as many untimed slices as the slowest of them needs. The first
    /// visit of a batch lets the clock settle to the width of what runs, and caches to what is in them.
    func visit(
      of thread: Int, slices: Int, isFirst: Bool, pace: rl_pace, pairing: UInt32
    ) -> rl_visit {
      let task = tasks[thread]
      let warm = tasks.map(\.warmSlices).max() ?? task.warmSlices
      return rl_visit(
        kind: task.kind, task: task.context, warm: warm + (isFirst ? Bench.settlingSlices : 0),
        slices: UInt32(slices), pace: pace, settles: isFirst && task.isOfCaches, pairing: pairing)
    }
  }

  /// The points in groups, as far as they could be prepared before `deadline`.
  func groups(
    of points: [ProbePoint], before deadline: UInt64
  ) throws(ProbeError) -> [Group] {
    var groups: [Group] = []
    let indices = points.indices.filter { !points[$0].team.cpus.isEmpty }
    for (cpus, places) in Dictionary(grouping: indices, by: { points[$0].team.cpus }).sorted(
      by: { $0.value[0] < $1.value[0] })
    {
      let prepared = try tasks(of: places.map { points[$0] }, on: cpus, before: deadline)
      for (index, tasks) in zip(places, prepared) {
        guard let tasks else { continue }
        let member = Member(index: index, tasks: tasks)
        let place = groups.firstIndex { $0.order == points[index].order && $0.cpus == cpus }
        if let place {
          groups[place].members.append(member)
        } else {
          groups.append(
            Group(
              order: points[index].order, cpus: cpus, label: points[index].label,
              members: [member]))
        }
      }
    }
    return groups
  }

  /// The task of each thread of each point, prepared on it; nil for those that the time did not reach.
  private func tasks(
    of points: [ProbePoint], on cpus: [Int], before deadline: UInt64
  ) throws(ProbeError) -> [[PreparedTask]?] {
    var memory: [[ThreadMemory]] = []
    for point in points { memory.append(try pool.memory(for: point)) }
    let shared = ThreadShare(memory)
    let seconds = sliceSeconds(threads: cpus.count)
    let privateBytes = privateBytes
    typealias Made = Result<PreparedTask, ProbeError>
    let made = ThreadValues<[Made]>([], count: cpus.count)
    try Team(cpus: cpus, binder: binder).run { thread in
      var found: [Made] = []
      for (point, memory) in zip(points, shared.parts) {
        // The first is made in any case: it may tell why none can be.
        if !found.isEmpty, rl_now() > deadline { break }
        found.append(
          Result { () throws(ProbeError) in
            try PreparedTask(
              point.work, in: memory[thread], sliceSeconds: seconds, privateBytes: privateBytes)
          })
      }
      made[thread] = found
    }
    var all: [[PreparedTask]?] = []
    for place in points.indices {
      var tasks: [PreparedTask] = []
      for found in made.values where found.count > place { tasks.append(try found[place].get()) }
      equalise(tasks, on: cpus)
      all.append(tasks.count == cpus.count ? tasks : nil)
    }
    return all
  }

  /// Threads on cores of one kind do equal work, so that they end together: as much as the fastest, since
  /// one that did less when it was measured was disturbed. Those of unequal cores keep their own measure.
  private func equalise(_ tasks: [PreparedTask], on cpus: [Int]) {
    let kinds = cpus.map(cores.kind)
    for kind in Set(kinds) {
      let alike = zip(tasks, kinds).filter { $1 == kind }.map(\.0)
      let most = alike.map(\.amount).max() ?? 1
      for task in alike { task.amount = most }
    }
  }

  /// Untimed slices before the first visit of a batch: some 5 ms, in which a clock settles to the width
  /// of what runs.
  fileprivate static let settlingSlices: UInt32 = 25

  /// Runs one visit of each member, in this order; the joint slices of each, none of those that would
  /// have begun after `deadline`.
  func visit(
    _ members: [Member], on cpus: [Int], slices: Int, before deadline: UInt64
  ) throws(ProbeError) -> [[JointSlice]] {
    let before = surroundings.read()
    let threads = try schedule(
      members, on: cpus, slices: slices, pace: RL_PACE_TOGETHER, before: deadline)
    let suspects = surroundings.suspects(since: before)
    return zip(members.indices, members).map { visit, member in
      let parts = threads.map { Array($0[visit * slices..<(visit + 1) * slices]).withClearClocks }
      distances.add(parts.compactMap(\.first), on: cpus)
      let shares = cores.shares(of: parts, on: cpus)
      return zip(0..<slices, shares).compactMap { slice, shares in
        JointSlice(
          joining: parts.map { $0[slice] }, suspects: suspects, shares: shares,
          isShared: member.isShared)
      }
    }
  }

  /// The slices of each thread.
  func schedule(
    _ members: [Member], on cpus: [Int], slices: Int, pace: rl_pace, before deadline: UInt64
  ) throws(ProbeError) -> [[rl_slice]] {
    guard let barrier = rl_barrier_make(UInt32(cpus.count)) else {
      throw ProbeError("out of memory")
    }
    defer { rl_barrier_free(barrier) }
    let plan = ThreadShare(
      cpus.indices.map { thread in
        members.enumerated().map { place, member in
          member.visit(
            of: thread, slices: slices, isFirst: place == 0, pace: pace,
            pairing: pairing &+ UInt32(truncatingIfNeeded: place))
        }
      })
    pairing &+= UInt32(truncatingIfNeeded: members.count)
    let shared = ThreadShare([barrier])
    let all = ThreadValues<[rl_slice]>([], count: cpus.count)
    try Team(cpus: cpus, binder: binder).run { thread in
      let visits = plan.parts[thread]
      var found = [rl_slice](repeating: rl_slice(), count: visits.count * slices)
      rl_run_schedule(
        shared.parts[0], UInt32(thread), visits, UInt32(visits.count), deadline, &found)
      all[thread] = found
    }
    return all.values
  }
}

extension [rl_slice] {
  /// A chain that is slower than the fastest of the visit by more than this was disturbed: a clock does
  /// not change so much within some milliseconds, and then back. A guess.
  private static var steadyShare: Double { 0.97 }

  /// The slices of one thread in one visit, each with the clock that its chain told, or, where that was
  /// disturbed, with the fastest of them.
  var withClearClocks: [rl_slice] {
    let told = self.filter { $0.chain_nanoseconds > 0 }
    guard let best = told.max(by: { $0.clock < $1.clock }) else { return self }
    return map { slice in
      guard slice.end > 0, slice.clock < Self.steadyShare * best.clock else { return slice }
      var slice = slice
      slice.chain_cycles = best.chain_cycles
      slice.chain_nanoseconds = best.chain_nanoseconds
      return slice
    }
  }
}

extension rl_slice {
  /// Cycles of its chain in a nanosecond.
  fileprivate var clock: Double { Double(chain_cycles) / Swift.max(Double(chain_nanoseconds), 1) }
}

/// What threads of a team share without changing it.
private struct ThreadShare<Part>: @unchecked Sendable {
  let parts: [Part]
  init(_ parts: [Part]) { self.parts = parts }
}
