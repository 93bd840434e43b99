extension Probe {
  /// Rounds in which the ceilings are measured again: enough that no single disturbance hits all.
  private static let rounds = 8

  /// Measures every ceiling again in all the time that is left. A neighbour can take half a core for
  /// seconds, and so for all of the phase in which a point was measured first; what is measured at two
  /// times is seldom disturbed at both.
  func measureAgain(_ result: inout ProbeResult) throws(ProbeError) {
    let points = Set(result.compute.map(\.point) + result.levels.flatMap(\.points))
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
