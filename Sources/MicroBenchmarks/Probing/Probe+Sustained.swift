import Devices

extension Probe {
  /// Runs the ceilings for a second without a break each: all of them on one core and where they are
  /// highest, or only the highest rate and main memory.
  func sustain(_ result: inout ProbeResult) throws(ProbeError) {
    let rates = ratesToSustain(result)
    let bandwidths = bandwidthsToSustain(result)
    let count = rates.count + bandwidths.count
    let share = Phase.sustained.share * effort.seconds / Double(max(count, 1))
    let seconds = min(effort.sustainedSeconds, share)
    for (done, place) in rates.enumerated() where !hasNoTime {
      let measured = result.compute[place]
      let point = ProbePoint(.compute(measured.kernel), on: measured.team)
      show(.sustained, Double(done) / Double(count), "sustained: " + point.label)
      result.compute[place].ceiling = measured.ceiling.sustaining(
        try bench.sustain(point, seconds: seconds))
    }
    for (done, place) in bandwidths.enumerated() where !hasNoTime {
      let level = result.levels[place.level]
      let measured = level.bandwidths[place.bandwidth]
      let point = ProbePoint(
        .memory(measured.kernel, bytes: level.level.bytesPerThread(of: measured.team)),
        on: measured.team)
      let part = Double(done + rates.count) / Double(count)
      show(.sustained, part, "sustained: " + point.label)
      result.levels[place.level].bandwidths[place.bandwidth].ceiling = measured.ceiling.sustaining(
        try bench.sustain(point, seconds: seconds))
    }
  }

  /// The places of the rates to sustain.
  private func ratesToSustain(_ result: ProbeResult) -> [Int] {
    let kinds = Set(result.compute.filter(\.kernel.isCeiling).map(\.kernel.kind))
    let best = kinds.flatMap { kind -> [Int] in
      let places = result.compute.indices.filter { place in
        result.compute[place].kernel.kind == kind && result.compute[place].kernel.isCeiling
      }
      let alone = places.filter { result.compute[$0].team == machine.oneCore }
      return [result.fastest(of: places), result.fastest(of: alone)].compactMap { $0 }
    }
    let all = Set(best).sorted()
    return effort.isThorough ? all : result.fastest(of: all).map { [$0] } ?? []
  }

  private func bandwidthsToSustain(_ result: ProbeResult) -> [(level: Int, bandwidth: Int)] {
    let levels = effort.isThorough ? Array(result.levels.indices) : result.levels.indices.suffix(1)
    return levels.flatMap { level in
      let measured = result.levels[level].bandwidths
      let reads = measured.indices.filter { measured[$0].kernel.operation == "read" }
      let alone = reads.filter { measured[$0].team == machine.oneCore }
      let places = [reads, effort.isThorough ? alone : []].compactMap { places in
        places.max {
          measured[$0].ceiling.capability.value < measured[$1].ceiling.capability.value
        }
      }
      return Set(places).sorted().map { (level, $0) }
    }
  }
}
