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

  /// Tells what cores share by where they were: of each ceiling the better place's, with the other beside
  /// it. What was measured while they were moved counts for neither.
  package mutating func tellPlaces() {
    let slices = raw.reduce(into: [:]) { $0[$1.point, default: [JointSlice]()] += $1.slices }
    let border = distances.border
    for place in levels.indices {
      let level = levels[place].level
      for index in levels[place].bandwidths.indices {
        let measured = levels[place].bandwidths[index]
        guard measured.team.cores > 1, measured.isShared(on: level) else { continue }
        let point = ProbePoint(
          .memory(measured.kernel, bytes: level.bytesPerThread(of: measured.team)),
          on: measured.team)
        levels[place].bandwidths[index].ceiling = measured.ceiling.placed(
          slices[point] ?? [], border: border)
      }
    }
  }

  /// The bandwidths that cores share, near and far, where CPUs were moved during the probe.
  package var placed: [Placed] {
    guard let border = distances.border else { return [] }
    return levels.flatMap { level in
      memoryOperations.compactMap { operation -> Placed? in
        guard let ceiling = level.best(operation, on: machine.allCores)?.ceiling,
          let distance = ceiling.distance
        else { return nil }
        let (here, there) = (ceiling.capability.value, ceiling.elsewhere?.capability.value)
        return Placed(
          level: level.level.name, operation: operation, near: distance < border ? here : there,
          far: distance < border ? there : here)
      }
    }
  }

  /// More pairs that were moved than this are told in one sentence.
  private static let mostSentences = 3

  /// A sentence for each pair of CPUs that was moved, or one for many.
  package var placementWarnings: [String] {
    let moved = distances.pairs.compactMap { pair in
      distances.placements(pair).map { (pair: pair, near: $0.near, far: $0.far) }
    }
    let effect = "What they share differs with it, and a ceiling is the better of both."
    guard moved.count <= Self.mostSentences else {
      let medians = [moved.map(\.near.seconds), moved.map(\.far.seconds)].map { seconds in
        Quantile.median(of: seconds).map(Self.nanoseconds) ?? "?"
      }
      return [
        "CPUs were moved while they were measured, \(moved.count) of \(distances.pairs.count) pairs of "
          + "them: passing a cache line took \(medians[0]) near and \(medians[1]) far, in the median of "
          + "these. \(effect)"
      ]
    }
    return moved.map { pair, near, far in
      "CPUs \(pair.first) and \(pair.second) were moved while they were measured: passing a cache line "
        + "took \(Self.nanoseconds(near.seconds)) in \(Self.percent(near.share)) of the samples and "
        + "\(Self.nanoseconds(far.seconds)) in \(Self.percent(far.share)). \(effect)"
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

  /// Where the cores were: for the note of a figure; empty where that is not known.
  func places(of ceiling: Ceiling) -> String {
    guard let distance = ceiling.distance else { return "" }
    let other = ceiling.elsewhere.map {
      " (\($0.capability.value.significant) at \(Self.nanoseconds($0.distance)))"
    }
    return ", cores \(Self.nanoseconds(distance)) apart\(other ?? "")"
  }

  private static func nanoseconds(_ seconds: Double) -> String {
    "\(Int((seconds * 1e9).rounded())) ns"
  }

  private static func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
}

extension Measured where Kernel == MemoryKernel {
  /// Whether cores share what it measures on a level.
  func isShared(on level: DetectedLevel) -> Bool {
    kernel.passesCaches || level.isShared
  }
}
