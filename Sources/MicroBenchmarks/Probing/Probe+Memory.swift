extension Probe {
  /// The reading kernel of the widest vectors.
  private var widestRead: MemoryKernel? {
    inventory.memory.last { $0.operation == "read" }
  }

  /// Bandwidth and latency of one core over the size of the working set, and the levels in them.
  func measureCurve(_ result: inout ProbeResult) throws(ProbeError) {
    guard let read = widestRead, let team = machine.oneCore else { return }
    let sizes = Levels.sizes(upTo: machine.bytesPerThread)
    let reads = try ceilings(
      sizes.map { ProbePoint(.memory(read, bytes: $0), on: team) }, slices: effort.sweepSlices,
      in: Phase.curve.part(0, of: 2), visits: Self.visits, patience: Self.curvePatience, &result)
    let chases = Phase.curve.part(1, of: 2)
    let least = secondsLeft - Self.curvePatience * chases.share * effort.seconds
    for (place, index) in Self.coarseFirst(sizes.count).enumerated()
    where !hasNoTime && secondsLeft > least {
      let (bytes, bandwidth) = (sizes[index], reads[index])
      // One size at a time: they share the memory in which their chains lie.
      let latency = try chase(
        bytes: bytes, chains: [1], on: team, slices: effort.sweepSlices / 2,
        in: chases.part(place, of: sizes.count), &result
      ).first
      guard let latency, let latency, let bandwidth else { continue }
      result.curve.append(
        Levels.Sample(
          bytes: bytes, latency: 1 / latency.capability.value,
          bandwidth: bandwidth.capability.value))
    }
    result.curve.sort { $0.bytes < $1.bytes }
    result.levels = Levels.detect(in: result.curve, stated: machine.caches).map {
      MeasuredLevel(level: $0)
    }
  }

  /// Visits of a size of the curves, as far as a round through it takes no longer than some milliseconds:
  /// guesses.
  private static let visits = 3
  private static let quickRound = 16 << 20

  /// How many times its share of the time each half of the curve may take, since the levels come of it: a
  /// guess.
  private static let curvePatience = 3.0

  /// Places of a curve, its ends and every fourth first: what the time does not reach is what lies
  /// between two that are there.
  package static func coarseFirst(_ count: Int) -> [Int] {
    let last = count - 1
    return (0..<count).sorted { one, other in
      let ranks = [one, other].map { place in
        place == 0 || (last - place) % 4 == 0 ? 0 : (last - place) % 2 == 0 ? 1 : 2
      }
      return ranks[0] == ranks[1] ? one < other : ranks[0] < ranks[1]
    }
  }

  /// The reads a second of so many chains at once.
  private func chase(
    bytes: Int, chains: [Int], on team: ProbeTeam, node: Int? = nil, slices: Int, in phase: Phase,
    _ result: inout ProbeResult
  ) throws(ProbeError) -> [Ceiling?] {
    let points = chains.map { ProbePoint(.chase(bytes: bytes, chains: $0), on: team, node: node) }
    return try ceilings(
      points, slices: slices, in: phase, visits: bytes <= Self.quickRound ? Self.visits : 1, &result
    )
  }

  /// Every operation on every level, on one core, all cores, and their other threads.
  func measureLevels(_ result: inout ProbeResult) throws(ProbeError) {
    let widths = Set(inventory.memory.map(\.widthBits)).sorted().suffix(effort.isThorough ? 9 : 1)
    let kernels = inventory.memory.filter { widths.contains($0.widthBits) }
    let ends: [Wanted] = result.levels.indices.flatMap { place in
      machine.endTeams.flatMap { team in kernels.map { (place, team, $0) } }
    }
    // Caches by themselves: after main memory they take long to keep their working sets again.
    let levels = result.levels
    let isCached = { (entry: Wanted) in
      !entry.kernel.passesCaches && levels[entry.place].level.name != "dram"
    }
    let (cached, beyond) = (ends.filter(isCached), ends.filter { !isCached($0) })
    try measure(cached, slices: effort.slices, in: Phase.levels.part(0, of: 2), &result)
    try measure(beyond, slices: effort.slices, in: Phase.levels.part(1, of: 2), &result)
    // Main memory is full before all cores read: how many it takes is a result.
    guard !hasNoTime, let last = result.levels.indices.last, let read = widestRead else { return }
    let middle = machine.middleTeams.map { (last, $0, read) }
    try measure(middle, slices: effort.slices / 2, in: .between, &result)
  }

  /// A kernel on a team and a level, by its place.
  private typealias Wanted = (place: Int, team: ProbeTeam, kernel: MemoryKernel)

  private func measure(
    _ wanted: [Wanted], slices: Int, in phase: Phase,
    _ result: inout ProbeResult
  ) throws(ProbeError) {
    let points = wanted.map { entry in
      let bytes = result.levels[entry.place].level.bytesPerThread(of: entry.team)
      return ProbePoint(.memory(entry.kernel, bytes: bytes), on: entry.team)
    }
    let found = try ceilings(points, slices: slices, in: phase, &result)
    for (entry, ceiling) in zip(wanted, found) {
      guard let ceiling else { continue }
      result.levels[entry.place].bandwidths.append(
        Measured(kernel: entry.kernel, team: entry.team, ceiling: ceiling))
    }
  }

  /// Latency of each level by one chain, and how many reads it serves at once by more of them.
  func measureParallelism(_ result: inout ProbeResult) throws(ProbeError) {
    guard let team = machine.oneCore else { return }
    let many = effort.isThorough ? [1, 2, 4, 8, 16] : [1, 8, 16]
    for place in result.levels.indices where !hasNoTime {
      let found = try chase(
        bytes: result.levels[place].level.typicalBytes, chains: many, on: team,
        slices: effort.sweepSlices, in: Phase.parallelism.part(place, of: result.levels.count),
        &result)
      guard let one = found.first ?? nil else { continue }
      result.levels[place].chase = one
      let more = found.dropFirst().compactMap { $0?.capability.value }.max()
      result.levels[place].parallelism = more.map { max($0 / one.capability.value, 1) }
    }
  }

  /// How many times its share of the time the nodes may take: a machine may have many pairs of them. A guess.
  private static let nodePatience = 3.0

  /// Main memory from the cores of each node to the memory of each, where there are several.
  func measureNodes(_ result: inout ProbeResult) throws(ProbeError) {
    guard machine.nodes.count > 1, let read = widestRead,
      let bytes = result.levels.last(where: { $0.level.name == "dram" })?.level.typicalBytes
    else { return }
    let least = secondsLeft - Self.nodePatience * Phase.nodes.share * effort.seconds
    let pairs = machine.nodePairs
    for (place, (home, memory)) in pairs.enumerated() where !hasNoTime && secondsLeft > least {
      let phase = Phase.nodes.part(place, of: pairs.count)
      let all = ProbeTeam(cpus: home.cpus, cores: home.cpus.count)
      let one = ProbeTeam(cpus: Array(home.cpus.prefix(1)), cores: 1)
      let reads = try ceilings(
        [
          ProbePoint(
            .memory(read, bytes: machine.bytesPerNodeThread), on: all, node: memory.index)
        ],
        slices: effort.sweepSlices, in: phase.part(0, of: 2), &result)
      let chases = try chase(
        bytes: bytes, chains: [1], on: one, node: memory.index, slices: effort.sweepSlices / 2,
        in: phase.part(1, of: 2), &result)
      result.nodes.append(
        NodePair(
          from: home.index, to: memory.index, team: all, bandwidth: reads.first ?? nil,
          chase: chases.first ?? nil))
      bench.releaseNodes()
    }
    result.nodes.sort { ($0.from, $0.to) < ($1.from, $1.to) }
  }
}
