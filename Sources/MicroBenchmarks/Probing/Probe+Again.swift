extension Probe {
  /// Rounds in which the ceilings are measured again: enough that no single disturbance hits all.
  private static let rounds = 8

  /// Measures the ceilings that need luck again in all the time that is left: those of several threads,
  /// which must all run undisturbed at once, and those that were disturbed more often than not. A
  /// neighbour can take half a core for seconds, and so for all of the phase in which a point was
  /// measured first; what is measured at two times is seldom disturbed at both.
  func measureAgain(_ result: inout ProbeResult) throws(ProbeError) {
    let compute = result.compute.map { ($0.point, $0.ceiling) }
    let memory = result.levels.flatMap { zip($0.points, $0.bandwidths.map(\.ceiling)) }
    let points = Set(
      (compute + memory).filter { point, ceiling in
        point.team.threads > 1 || 2 * ceiling.undisturbed < ceiling.slices
      }.map(\.0))
    let kept = result.raw.filter { points.contains($0.point) }
    guard !kept.isEmpty, !hasNoTime else { return }
    let measured = try bench.measure(
      kept.map(\.point), slices: effort.slices, seconds: secondsLeft, rounds: Self.rounds,
      progress: { show(.again, $0, "again: " + $1) })
    let again = zip(kept, measured).map { RawPoint(point: $0.point, slices: $1) }
    result.raw += again
    let all = Dictionary(grouping: kept + again, by: \.point).mapValues { $0.flatMap(\.slices) }
    for place in result.compute.indices {
      let slices = all[result.compute[place].point] ?? []
      result.compute[place].ceiling = result.compute[place].ceiling.replaced(by: slices)
    }
    for level in result.levels.indices {
      for (place, point) in result.levels[level].points.enumerated() {
        let before = result.levels[level].bandwidths[place].ceiling
        result.levels[level].bandwidths[place].ceiling = before.replaced(by: all[point] ?? [])
      }
    }
  }
}

extension Measured where Kernel == ComputeKernel {
  /// What was measured for it.
  fileprivate var point: ProbePoint { ProbePoint(.compute(kernel), on: team) }
}

extension MeasuredLevel {
  /// What was measured for each of its bandwidths.
  fileprivate var points: [ProbePoint] {
    bandwidths.map {
      ProbePoint(.memory($0.kernel, bytes: level.bytesPerThread(of: $0.team)), on: $0.team)
    }
  }
}
