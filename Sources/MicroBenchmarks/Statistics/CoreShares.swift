import CMicroKernels

/// How much of its core a thread has: told by the rate at which it can start instructions that do
/// nothing, in a cycle, against the highest rate that a core of the same kind was seen to have.
///
/// Another thread on the same core takes turns with it, whatever it does, be it of this system or of a
/// neighbour on the same machine that this system does not see. What a slice's own rate tells of that
/// depends on what both do; this does not.
struct CoreShares {
  /// The kind of each CPU's core; CPUs without one are of one kind.
  private let kinds: [Int: Int]
  /// The highest rate a cycle of each kind.
  private var best: [Int: Double] = [:]

  /// Shares of cores of which nothing was seen yet.
  init(kinds: [Int: Int]) {
    self.kinds = kinds
  }

  /// The share that each thread had in each slice of one visit, `threads` by what each measured: slices of
  /// threads; 0 where it was not measured.
  ///
  /// The clock of a visit is the highest that its chains told: what disturbs a chain only lowers it.
  mutating func shares(of threads: [[rl_slice]], on cpus: [Int]) -> [[Double]] {
    let rates = threads.map { slices -> [Double] in
      let clock = slices.map { Double($0.chain_cycles) / max(Double($0.chain_nanoseconds), 1) }
        .max()
      return slices.map { slice in
        guard let clock, clock > 0, slice.flood_nanoseconds > 0 else { return 0 }
        return Double(slice.flood_instructions) / Double(slice.flood_nanoseconds) / clock
      }
    }
    for (cpu, rates) in zip(cpus, rates) {
      best[kind(of: cpu), default: 0] = max(best[kind(of: cpu)] ?? 0, rates.max() ?? 0)
    }
    return (threads.first ?? []).indices.map { slice in
      zip(cpus, rates).map { cpu, rates in
        rates[slice] / max(best[kind(of: cpu)] ?? 0, .leastNormalMagnitude)
      }
    }
  }

  /// The kind of a CPU's core.
  func kind(of cpu: Int) -> Int { kinds[cpu] ?? 0 }
}
