import Devices

/// A kernel's ceiling on a team of CPUs.
package struct Measured<Kernel: Sendable & Hashable>: Sendable, Hashable {
  /// The kernel.
  package var kernel: Kernel
  /// How many threads ran, each on a CPU of its own.
  package var threads: Int
  /// What they did together.
  package var ceiling: Ceiling

  /// Work a cycle of one thread, by the clock that was measured beside it; nil where that was not.
  package var perCycle: Double? {
    ceiling.hertz > 0 ? ceiling.capability.value / Double(threads) / ceiling.hertz : nil
  }
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

  /// Seconds of one dependent read.
  package var latencySeconds: Double? {
    chase.map { 1 / $0.capability.value }
  }

  /// The fastest kernel of an operation on a number of threads, or on any.
  package func best(_ operation: String, threads: Int? = nil) -> Measured<MemoryKernel>? {
    bandwidths.filter { $0.kernel.operation == operation && (threads ?? $0.threads) == $0.threads }
      .max { $0.ceiling.capability.value < $1.ceiling.capability.value }
  }
}

/// A point's slices as they were measured.
package struct RawPoint: Sendable {
  /// The point.
  package var point: ProbePoint
  /// Its slices.
  package var slices: [JointSlice]
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
  /// Kernels that this machine does not run.
  package var unavailable: [UnavailableKernel] = []
  /// The pages behind the memory, in bytes.
  package var pageBytes: Int?
  /// All slices.
  package var raw: [RawPoint] = []
  /// Whether it was ended early.
  package var isInterrupted = false

  /// Nothing found yet.
  package init(machine: ProbedMachine) {
    self.machine = machine
  }

  /// The fastest kernel of a precision whose rate is a ceiling, on any team or one of a size.
  package func best(
    _ precision: String, threads: Int? = nil
  ) -> Measured<ComputeKernel>? {
    compute.filter {
      $0.kernel.precision.rawValue == precision && $0.kernel.isCeiling
        && (threads ?? $0.threads) == $0.threads
    }.max { $0.ceiling.capability.value < $1.ceiling.capability.value }
  }

  /// How many cores the machine's cores amount to: their joint peak over that of one. Two "cores" that
  /// are threads of one have 1. By the precision that all CPUs have.
  package var effectiveCores: Double? {
    guard let one = best("fp32", threads: 1), let all = best("fp32", threads: machine.cores) else {
      return nil
    }
    return all.ceiling.capability.value / one.ceiling.capability.value
  }
}
