import CMicroKernels
import Devices

/// How long a probe may take.
package struct ProbeEffort: Sendable, Hashable {
  /// Slices of each point.
  package var slices: Int
  /// Slices of each point of the curves.
  package var sweepSlices: Int
  /// Whether every vector width goes through every memory level, or only the widest two.
  package var isThorough: Bool
  /// What it may take, in seconds: fewer slices are taken where it would take longer.
  package var seconds: Double

  /// An effort of these parts.
  package init(slices: Int, sweepSlices: Int, isThorough: Bool, seconds: Double) {
    self.slices = slices
    self.sweepSlices = sweepSlices
    self.isThorough = isThorough
    self.seconds = seconds
  }

  /// Some ten seconds.
  package static let quick = ProbeEffort(
    slices: 120, sweepSlices: 40, isThorough: false, seconds: 10)
  /// A minute at most on up to eight cores.
  package static let full = ProbeEffort(
    slices: 400, sweepSlices: 120, isThorough: true, seconds: 60)

  /// This effort in no more than `seconds`.
  package func limited(to seconds: Double) -> ProbeEffort {
    var effort = self
    effort.seconds = seconds
    return effort
  }
}

/// Measures what this machine can do.
package struct Probe {
  /// What is being measured, for a progress bar: a share of the whole and a name.
  package typealias Progress = (_ done: Double, _ label: String) -> Void

  private let machine: ProbedMachine
  private let effort: ProbeEffort
  private let inventory: KernelInventory
  private let progress: Progress
  private let shouldStop: () -> Bool

  /// A probe of this machine; it tries every kernel first.
  ///
  /// - Throws: ``ProbeError`` where its numbers would mean nothing.
  package init(
    _ machine: ProbedMachine, effort: ProbeEffort, progress: @escaping Progress = { _, _ in },
    shouldStop: @escaping () -> Bool = { false }
  ) throws(ProbeError) {
    guard rl_is_optimised() else {
      throw ProbeError(
        "the kernels were compiled without optimisation, and their numbers would mean nothing; "
          + "build them with -O2, as the manifest says")
    }
    guard !machine.cpus.isEmpty else {
      throw ProbeError("this process may use no CPU; see its cpuset (taskset -p)")
    }
    self.machine = machine
    self.effort = effort
    self.progress = progress
    self.shouldStop = shouldStop
    inventory = KernelInventory()
  }

  /// Runs everything; what was measured until a stop, where one is asked for.
  ///
  /// - Throws: ``ProbeError`` where threads or memory cannot be had.
  package func run() throws(ProbeError) -> ProbeResult {
    var result = ProbeResult(machine: machine)
    result.unavailable = inventory.unavailable
    let bench = Bench(
      bytesPerThread: machine.bytesPerThread, progress: { progress(0, $0) }, shouldStop: shouldStop)
    try measureCompute(&result, bench)
    try measureCurve(&result, bench)
    try measureLevels(&result, bench)
    result.pageBytes = bench.pageBytes
    result.isInterrupted = shouldStop()
    return result
  }

  /// Measures points, keeps their slices, and sums each up; nil for those that a stop left out. Takes
  /// `share` of the time that there is at most.
  private func ceilings(
    _ points: [ProbePoint], slices: Int, share: Double, _ result: inout ProbeResult, _ bench: Bench
  ) throws(ProbeError) -> [Ceiling?] {
    let measured = try bench.measure(points, slices: slices, seconds: share * effort.seconds)
    result.raw += zip(points, measured).map { RawPoint(point: $0, slices: $1) }
    return measured.map { Ceiling($0) }
  }

  private func measureCompute(
    _ result: inout ProbeResult, _ bench: Bench
  ) throws(ProbeError) {
    let teams = machine.teams
    let ends = teams.filter { [1, machine.cores, machine.cpus.count].contains($0.count) }
    let points = inventory.compute.flatMap { kernel in
      ends.map { (kernel, ProbePoint(.compute(kernel), on: $0)) }
    }
    let found = try ceilings(
      points.map(\.1), slices: effort.slices, share: 0.3, &result, bench)
    result.compute = zip(points, found).compactMap { point, ceiling in
      ceiling.map { Measured(kernel: point.0, threads: point.1.cpus.count, ceiling: $0) }
    }
    // Between one core and all, only the best kernel of each precision.
    let between = teams.filter { !ends.contains($0) }
    let best = Set(result.compute.map(\.kernel.precision.rawValue)).sorted()
      .compactMap { result.best($0, threads: 1)?.kernel }
    let more = best.flatMap { kernel in
      between.map { (kernel, ProbePoint(.compute(kernel), on: $0)) }
    }
    let others = try ceilings(
      more.map(\.1), slices: effort.slices / 2, share: 0.1, &result, bench)
    result.compute += zip(more, others).compactMap { point, ceiling in
      ceiling.map { Measured(kernel: point.0, threads: point.1.cpus.count, ceiling: $0) }
    }
  }

  /// The reading kernel of the widest vectors.
  private var widestRead: MemoryKernel? {
    inventory.memory.last { $0.operation == "read" }
  }

  private func measureCurve(_ result: inout ProbeResult, _ bench: Bench) throws(ProbeError) {
    guard let read = widestRead, let cpu = machine.cpus.first else { return }
    let sizes = Levels.sizes(upTo: machine.bytesPerThread)
    let reads = try ceilings(
      sizes.map { ProbePoint(.memory(read, bytes: $0), on: [cpu]) }, slices: effort.sweepSlices,
      share: 0.1, &result, bench)
    for (bytes, bandwidth) in zip(sizes, reads) where !shouldStop() {
      // One at a time: each has memory of its own.
      let chase = try ceilings(
        [ProbePoint(.chase(bytes: bytes, chains: 1), on: [cpu])],
        slices: effort.sweepSlices / 2, share: 0.1 / Double(sizes.count), &result, bench)
      guard let latency = chase.first ?? nil, let bandwidth else { continue }
      result.curve.append(
        Levels.Sample(
          bytes: bytes, latency: 1 / latency.capability.value,
          bandwidth: bandwidth.capability.value))
    }
    result.levels = Levels.detect(in: result.curve, stated: machine.caches).map {
      MeasuredLevel(level: $0, bandwidths: [])
    }
  }

  private func measureLevels(_ result: inout ProbeResult, _ bench: Bench) throws(ProbeError) {
    let teams = Set([1, machine.cores, machine.cpus.count]).sorted().map {
      Array(machine.cpus.prefix($0))
    }
    let widths = Set(inventory.memory.map(\.widthBits)).sorted().suffix(effort.isThorough ? 9 : 2)
    let kernels = inventory.memory.filter { widths.contains($0.widthBits) }
    var points: [(place: Int, kernel: MemoryKernel, point: ProbePoint)] = []
    for (place, found) in result.levels.enumerated() {
      for team in teams {
        let sharers = max(1, min(team.count, found.level.sharers))
        let bytes = max(Int(RL_CHUNK_BYTES) * 3, found.level.typicalBytes / sharers)
        points += kernels.map { (place, $0, ProbePoint(.memory($0, bytes: bytes), on: team)) }
      }
    }
    let found = try ceilings(
      points.map(\.point), slices: effort.slices, share: 0.3, &result, bench)
    for (entry, ceiling) in zip(points, found) {
      guard let ceiling else { continue }
      result.levels[entry.place].bandwidths.append(
        Measured(kernel: entry.kernel, threads: entry.point.cpus.count, ceiling: ceiling))
    }
    try measureParallelism(&result, bench)
  }

  private func measureParallelism(
    _ result: inout ProbeResult, _ bench: Bench
  ) throws(ProbeError) {
    guard let cpu = machine.cpus.first else { return }
    for place in result.levels.indices where !shouldStop() {
      let bytes = result.levels[place].level.typicalBytes
      var rates: [Double] = []
      for chains in effort.isThorough ? [1, 2, 4, 8, 16] : [1, 4, 16] {
        let point = ProbePoint(.chase(bytes: bytes, chains: chains), on: [cpu])
        let found = try ceilings(
          [point], slices: effort.sweepSlices, share: 0.02, &result, bench)
        guard let ceiling = found.first ?? nil else { continue }
        if chains == 1 { result.levels[place].chase = ceiling }
        rates.append(ceiling.capability.value)
      }
      if let one = rates.first, let most = rates.max(), one > 0 {
        result.levels[place].parallelism = most / one
      }
    }
  }
}
