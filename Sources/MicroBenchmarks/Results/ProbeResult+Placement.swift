/// What the places of the processors say, where a hypervisor moves them.
extension ProbeResult {
  /// What a kernel did on all cores, told apart by where these were.
  package struct Placed: Sendable, Hashable {
    /// The level.
    package var level: String
    /// What was done.
    package var operation: String
    /// The capability while the cores were near each other, in bytes a second; nil where too few slices
    /// were.
    package var near: Double?
    /// The same while they were far.
    package var far: Double?
  }

  /// The bandwidths that cores share, near and far, where CPUs were moved during the probe.
  package var placed: [Placed] {
    guard let border = distances.border else { return [] }
    let raw = raw.reduce(into: [:]) { $0[$1.point, default: [JointSlice]()] += $1.slices }
    return levels.filter { $0.level.name == "dram" || $0.level.sharers > 1 }.flatMap { level in
      memoryOperations.compactMap { operation -> Placed? in
        guard let best = level.best(operation, on: machine.allCores) else { return nil }
        let bytes = level.level.bytesPerThread(of: best.team)
        let slices = raw[ProbePoint(.memory(best.kernel, bytes: bytes), on: best.team)] ?? []
        let placed = Placed(
          level: level.level.name, operation: operation,
          near: Self.capability(slices.filter { $0.distance ?? border < border }),
          far: Self.capability(slices.filter { $0.distance ?? 0 >= border }))
        return placed.near ?? placed.far == nil ? nil : placed
      }
    }
  }

  private static func capability(_ slices: [JointSlice]) -> Double? {
    slices.count < Ceiling.enoughQuiet ? nil : Ceiling(slices)?.capability.value
  }

  /// A sentence for each pair of CPUs that was moved.
  package var placementWarnings: [String] {
    distances.pairs.compactMap { pair in
      distances.placements(pair).map { near, far in
        "CPUs \(pair.first) and \(pair.second) were moved while they were measured: passing a cache line "
          + "took \(Self.nanoseconds(near.seconds)) in \(Self.percent(near.share)) of the samples and "
          + "\(Self.nanoseconds(far.seconds)) in \(Self.percent(far.share)). What they share differs with "
          + "it, and a ceiling is the better of both."
      }
    }
  }

  /// What the pairs of CPUs are apart, for the notes of a profile; nil where nothing was measured.
  var distanceNote: String? {
    let medians = distances.pairs.compactMap(distances.median).sorted()
    guard let least = medians.first, let most = medians.last else { return nil }
    let range =
      medians.count == 1
      ? Self.nanoseconds(least)
      : "\(Self.nanoseconds(least)) to \(Self.nanoseconds(most))"
    return "Core-to-core latency: \(range), the median of each pair, one way."
  }

  private static func nanoseconds(_ seconds: Double) -> String {
    "\(Int((seconds * 1e9).rounded())) ns"
  }

  private static func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
}
