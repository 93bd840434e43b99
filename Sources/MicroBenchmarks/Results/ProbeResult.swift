import Devices

/// A kernel's ceiling on a team of CPUs.
package struct Measured<Kernel: Sendable & Hashable>: Sendable, Hashable {
  /// The kernel.
  package var kernel: Kernel
  /// The CPUs that ran it, one thread each.
  package var team: ProbeTeam
  /// What they did together.
  package var ceiling: Ceiling

  /// A kernel's ceiling.
  package init(kernel: Kernel, team: ProbeTeam, ceiling: Ceiling) {
    self.kernel = kernel
    self.team = team
    self.ceiling = ceiling
  }

  /// Work of one core a cycle, by the clock that was measured beside it; nil where that was not.
  package var perCycle: Double? {
    ceiling.perCycle.map { $0 / Double(max(team.cores, 1)) }
  }

  /// Work of one core a second.
  package var perCore: Double { ceiling.capability.value / Double(max(team.cores, 1)) }
}

/// A memory level, measured.
package struct MeasuredLevel: Sendable, Hashable {
  /// The level.
  package var level: DetectedLevel
  /// Dependent reads a second in one chain; nil where it was not measured.
  package var chase: Ceiling?
  /// Reads that it serves at once: the rate of the best number of chains over that of one.
  package var parallelism: Double?
  /// What each kernel did, by algorithm bytes a second.
  package var bandwidths: [Measured<MemoryKernel>]

  /// A level of which nothing is measured yet.
  package init(level: DetectedLevel) {
    self.level = level
    bandwidths = []
  }

  /// Seconds of one dependent read.
  package var latencySeconds: Double? {
    chase.map { 1 / $0.capability.value }
  }

  /// The teams that it was measured on, small before large.
  package var teams: [ProbeTeam] {
    bandwidths.reduce(into: []) { if !$0.contains($1.team) { $0.append($1.team) } }
      .sorted { ($0.cores, $0.threads) < ($1.cores, $1.threads) }
  }

  /// The fastest kernel of an operation on a team, or on any.
  package func best(_ operation: String, on team: ProbeTeam? = nil) -> Measured<MemoryKernel>? {
    bandwidths.filter { $0.kernel.operation == operation && (team ?? $0.team) == $0.team }
      .max { $0.ceiling.capability.value < $1.ceiling.capability.value }
  }
}

/// Main memory of one node, used from the cores of one.
package struct NodePair: Sendable, Hashable {
  /// The node of the cores, by the system's index.
  package var from: Int
  /// The node of the memory.
  package var to: Int
  /// The cores that read together.
  package var team: ProbeTeam
  /// Bytes a second that they read together; nil where it was not measured.
  package var bandwidth: Ceiling?
  /// Dependent reads a second of one of them.
  package var chase: Ceiling?

  /// A pair of nodes.
  package init(from: Int, to: Int, team: ProbeTeam, bandwidth: Ceiling?, chase: Ceiling?) {
    self.from = from
    self.to = to
    self.team = team
    self.bandwidth = bandwidth
    self.chase = chase
  }
}

/// A point's slices as they were measured.
package struct RawPoint: Sendable {
  /// The point.
  package var point: ProbePoint
  /// Its slices.
  package var slices: [JointSlice]

  /// A point with its slices.
  package init(point: ProbePoint, slices: [JointSlice]) {
    self.point = point
    self.slices = slices
  }
}

/// What a probe found.
package struct ProbeResult: Sendable {
  /// The machine that it ran on.
  package var machine: ProbedMachine
  /// Every compute kernel on every team.
  package var compute: [Measured<ComputeKernel>] = []
  /// The curves over the working set, from which the levels come.
  package var curve: [Levels.Sample] = []
  /// The memory levels, innermost first.
  package var levels: [MeasuredLevel] = []
  /// Main memory between the nodes; empty where there is one.
  package var nodes: [NodePair] = []
  /// What summing up slices took, in seconds, and how many they were.
  var summing = (seconds: 0.0, slices: 0)
  /// How far the CPUs are apart.
  package var distances = CoreDistances()
  /// What the processor's counters say of the kernels.
  package var counters: KernelCountReport?
  /// Matrix products of the libraries that are installed here, where they were asked for.
  package var products: ProductReport?
  /// Kernels that this machine does not run.
  package var unavailable: [UnavailableKernel] = []
  /// The pages behind the arrays, in bytes.
  package var pageBytes: Int?
  /// The pages behind the chains of dependent reads, in bytes.
  package var chainPageBytes: Int?
  /// All slices.
  package var raw: [RawPoint] = []
  /// What may have disturbed the whole, one sentence each.
  package var warnings: [String] = []
  /// Whether it was ended early.
  package var isInterrupted = false
  /// How long it took.
  package var seconds = 0.0
  /// The key of the measurement among a profile's sources; in a profile it has the date, so that what was
  /// found on several days stands side by side.
  var source = "probe"

  /// Nothing found yet.
  package init(machine: ProbedMachine) {
    self.machine = machine
  }

  /// The fastest kernel of a precision whose rate is a ceiling, on any team or one.
  package func best(
    _ precision: String, on team: ProbeTeam? = nil
  ) -> Measured<ComputeKernel>? {
    let places = compute.indices.filter { place in
      let measured = compute[place]
      return measured.kernel.precision.rawValue == precision && measured.kernel.isCeiling
        && (team ?? measured.team) == measured.team
    }
    return fastest(of: places).map { compute[$0] }
  }

  /// The same on so many threads.
  package func best(_ precision: String, threads: Int) -> Measured<ComputeKernel>? {
    compute.indices.filter { place in
      let measured = compute[place]
      return measured.kernel.precision.rawValue == precision && measured.kernel.isCeiling
        && measured.team.threads == threads
    }.max {
      compute[$0].ceiling.capability.value < compute[$1].ceiling.capability.value
    }.map { compute[$0] }
  }

  /// The ceiling of each unit and precision, on the team that gave the most.
  package var bestRates: [Measured<ComputeKernel>] {
    let kinds = compute.filter(\.kernel.isCeiling).map(\.kernel.kind)
    return Set(kinds).sorted().compactMap { kind in
      fastest(
        of: compute.indices.filter { place in
          compute[place].kernel.kind == kind && compute[place].kernel.isCeiling
        }
      ).map { compute[$0] }
    }
  }

  /// The memory operations that were measured, in the order of the kernels.
  package var memoryOperations: [String] {
    levels.flatMap(\.bandwidths).reduce(into: []) { found, measured in
      if !found.contains(measured.kernel.operation) { found.append(measured.kernel.operation) }
    }
  }

  /// The place of the highest rate among places of ``compute``; nil for none.
  func fastest(of places: [Int]) -> Int? {
    places.max {
      compute[$0].ceiling.capability.value < compute[$1].ceiling.capability.value
    }
  }

  /// How many cores the machine's cores amount to: their joint peak over that of one. Two "cores" that
  /// are threads of one have 1. By the precision that all CPUs have.
  package var effectiveCores: Double? {
    guard let one = best("fp32", on: machine.oneCore),
      let all = best("fp32", on: machine.allCores)
    else { return nil }
    return all.ceiling.capability.value / one.ceiling.capability.value
  }

  /// All ceilings of kernels.
  var ceilings: [Ceiling] {
    compute.map(\.ceiling) + levels.flatMap { $0.bandwidths.map(\.ceiling) }
  }

  /// How many slices the kernels ran.
  package var slices: Int { ceilings.reduce(0) { $0 + $1.slices } }
  /// How many of them nothing disturbed.
  package var undisturbedSlices: Int { ceilings.reduce(0) { $0 + $1.undisturbed } }
  /// How many of them each kind of disturbance hit.
  package var disturbances: [(name: String, slices: Int)] {
    Disturbances.names.map { kind, name in
      (name, ceilings.reduce(0) { $0 + ($1.disturbed[kind] ?? 0) })
    }
  }
}
