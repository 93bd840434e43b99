import CMicroKernels
import Devices

/// Measures what this machine can do.
package struct Probe {
  /// What is being measured, for a progress bar: a share of the whole and a name.
  package typealias Progress = (_ done: Double, _ label: String) -> Void

  let machine: ProbedMachine
  let effort: ProbeEffort
  let inventory: KernelInventory
  let bench: Bench
  let shouldStop: () -> Bool
  private let progress: Progress
  /// When it was made, in nanoseconds of the monotonic clock.
  private let begin = rl_now()

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
    bench = try Bench(machine, sliceSeconds: effort.sliceSeconds, shouldStop: shouldStop)
  }

  /// A part of a probe: the share of its time that is over when it begins, and what it may take.
  struct Phase {
    let begin: Double
    let share: Double

    static let compute = Phase(begin: 0, share: 0.15)
    static let between = Phase(begin: 0.15, share: 0.05)
    static let curve = Phase(begin: 0.2, share: 0.15)
    static let levels = Phase(begin: 0.35, share: 0.2)
    static let parallelism = Phase(begin: 0.55, share: 0.05)
    static let nodes = Phase(begin: 0.6, share: 0.05)
    static let sustained = Phase(begin: 0.65, share: 0.13)
    static let counts = Phase(begin: 0.78, share: 0.02)
    static let again = Phase(begin: 0.8, share: 0.2)

    /// The `part`th of so many equal parts of it.
    func part(_ part: Int, of count: Int) -> Phase {
      let each = share / Double(max(count, 1))
      return Phase(begin: begin + Double(part) * each, share: each)
    }
  }

  /// Whether its time is over, or its end asked for: what can be left out then is.
  var hasNoTime: Bool { shouldStop() || secondsLeft <= 0 }

  /// What is left of its time, in seconds.
  var secondsLeft: Double {
    effort.seconds - Self.reserve(of: effort.seconds) - Double(rl_now() &- begin) / 1e9
  }

  /// What is kept of so many seconds for what comes before and after, and for a visit that ends late on a
  /// busy machine: guesses.
  private static func reserve(of seconds: Double) -> Double {
    min(0.3 + 0.03 * seconds, seconds / 10)
  }

  /// Runs everything; what was measured until a stop, where one is asked for.
  ///
  /// - Throws: ``ProbeError`` where threads or memory cannot be had.
  package func run() throws(ProbeError) -> ProbeResult {
    var result = ProbeResult(machine: machine)
    result.unavailable = inventory.unavailable
    try measureCompute(&result)
    measureMemory(&result)
    try sustain(&result)
    if !shouldStop() {
      show(.counts, 0, "hardware counters")
      result.counters =
        hasNoTime
        ? KernelCountReport(reason: "the time was over before the counters were asked")
        : KernelCounting.report(of: inventory, on: machine.cpus.first ?? 0)
    }
    try measureAgain(&result)
    result.distances = bench.distances
    result.tellPlaces()
    result.pageBytes = bench.pageBytes
    result.chainPageBytes = bench.chainPageBytes
    result.isInterrupted = shouldStop()
    result.seconds = Double(rl_now() &- begin) / 1e9
    return result
  }

  /// Where memory cannot be had, what was measured before stays, with a warning that says why no more is.
  private func measureMemory(_ result: inout ProbeResult) {
    do throws(ProbeError) {
      try measureCurve(&result)
      try measureLevels(&result)
      try measureParallelism(&result)
      tellMissingLevels(&result)
    } catch {
      result.warnings.append("Memory was not measured to the end: \(error.description).")
      return
    }
    do throws(ProbeError) {
      try measureNodes(&result)
    } catch {
      result.warnings.append("Memory nodes were not measured apart: \(error.description).")
    }
  }

  /// Warns of memory levels that the time did not reach.
  private func tellMissingLevels(_ result: inout ProbeResult) {
    let empty = result.levels.filter(\.bandwidths.isEmpty).map(\.level.name)
    guard !shouldStop(), result.levels.isEmpty || !empty.isEmpty else { return }
    let what = empty.isEmpty ? "memory was" : "bandwidths of \(empty.joined(separator: ", ")) were"
    result.warnings.append(
      "The time was over before \(what) measured; give it more (--budget).")
  }

  /// Says how far a phase is, a share of it.
  func show(_ phase: Phase, _ done: Double, _ label: String) {
    progress(phase.begin + phase.share * done, label)
  }

  /// Measures points, keeps their slices, and sums each up; nil for those that a stop left out. What other
  /// things come of may take `patience` times its share of the time.
  func ceilings(
    _ points: [ProbePoint], slices: Int, in phase: Phase, visits: Int = 1, patience: Double = 1,
    _ result: inout ProbeResult
  ) throws(ProbeError) -> [Ceiling?] {
    // With little time, what has enough leaves the rest to what needs luck.
    let quick = !effort.isThorough
    let measured = try bench.measure(
      points, slices: slices, seconds: patience * phase.share * effort.seconds, limit: secondsLeft,
      visits: visits,
      until: { quick && Ceiling.hasEnoughQuiet($1) },
      progress: { show(phase, $0, $1) })
    result.raw += zip(points, measured).map { RawPoint(point: $0, slices: $1) }
    let summing = rl_now()
    let ceilings = measured.map { Ceiling($0) }
    result.summing.seconds += Double(rl_now() &- summing) / 1e9
    result.summing.slices += measured.reduce(0) { $0 + $1.count }
    return ceilings
  }

  private func measureCompute(_ result: inout ProbeResult) throws(ProbeError) {
    let ends = inventory.compute.flatMap { kernel in machine.endTeams.map { (kernel, $0) } }
    result.compute = try compute(ends, slices: effort.slices, in: .compute, &result)
    if result.compute.count < ends.count, !shouldStop() {
      result.warnings.append(
        "The time was over before \(ends.count - result.compute.count) of \(ends.count) ceilings of "
          + "arithmetic were measured; give it more (--budget).")
    }
    guard !hasNoTime else { return }
    // Between one core and all, only the best kernel of each precision.
    let best = Set(result.compute.map(\.kernel.precision.rawValue)).sorted()
      .compactMap { result.best($0, on: machine.oneCore)?.kernel }
    let middle = best.flatMap { kernel in machine.middleTeams.map { (kernel, $0) } }
    result.compute += try compute(middle, slices: effort.slices / 2, in: .between, &result)
  }

  private func compute(
    _ pairs: [(ComputeKernel, ProbeTeam)], slices: Int, in phase: Phase,
    _ result: inout ProbeResult
  ) throws(ProbeError) -> [Measured<ComputeKernel>] {
    let points = pairs.map { ProbePoint(.compute($0), on: $1) }
    let found = try ceilings(points, slices: slices, in: phase, &result)
    return zip(pairs, found).compactMap { pair, ceiling in
      ceiling.map { Measured(kernel: pair.0, team: pair.1, ceiling: $0) }
    }
  }
}
