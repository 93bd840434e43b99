import Devices

extension Probe {
  /// So many times the slices that a point gets first are no worse than for ever.
  private static let patience = 10

  /// What a turn takes, as a share of the probe's time, and in seconds at least: long against what caches
  /// take to settle. Guesses.
  private static let turnShare = 0.05
  private static let leastTurn = 0.8

  /// Measures what needs luck again in all the time that is left, round after round: ceilings of which too
  /// few slices were quiet or which rise still, of several threads before all, which must all have their
  /// cores at once. A neighbour can take half a core for seconds, and so for all of the phase in which a
  /// point was measured first. What has enough drops out, and leaves its time to the others. What works in
  /// caches and what empties them take turns.
  func measureAgain(_ result: inout ProbeResult) throws(ProbeError) {
    var all = result.raw.reduce(into: [:]) { $0[$1.point, default: [JointSlice]()] += $1.slices }
    let wishes = wishes(of: result).filter { wish in
      !(all[wish.point] ?? []).isEmpty && !wish.isMet(by: all[wish.point] ?? [])
    }
    let turns = [wishes.filter { !$0.passesCaches }, wishes.filter(\.passesCaches)]
    var isOver = wishes.isEmpty
    while !isOver {
      isOver = true
      for turn in turns where try !measure(turn, into: &all, &result) { isOver = false }
    }
    sumUp(Set(wishes.map(\.point)), all, &result)
  }

  /// One turn of those wishes that are not met yet; whether none of them is left, or no time.
  private func measure(
    _ wishes: [Wish], into all: inout [ProbePoint: [JointSlice]], _ result: inout ProbeResult
  ) throws(ProbeError) -> Bool {
    // To sum up takes time too: for all, and again for each place of the cores, and as long in reserve. By
    // what it took so far of all slices: of a few, on a busy machine, it may take any time.
    let slices = all.values.reduce(0) { $0 + $1.count }
    let each = result.summing.seconds / Double(max(result.summing.slices, 1))
    let left = secondsLeft - 3 * each * Double(slices)
    let most = Self.patience * effort.slices
    let open = wishes.filter { wish in
      let slices = all[wish.point] ?? []
      return slices.count < most && !wish.isMet(by: slices)
    }
    guard !open.isEmpty, left > 0, !shouldStop() else { return true }
    let kept = open.map { all[$0.point] ?? [] }
    let measured = try bench.measure(
      open.map(\.point), slices: most,
      seconds: min(left, max(Self.leastTurn, Self.turnShare * effort.seconds)), limit: left,
      until: { place, slices in open[place].isMet(by: kept[place] + slices) },
      progress: { show(.again, $0, "again: " + $1) })
    for (wish, slices) in zip(open, measured) where !slices.isEmpty {
      result.raw.append(RawPoint(point: wish.point, slices: slices))
      all[wish.point, default: []] += slices
    }
    return false
  }

  /// Puts what all slices of these points say in the place of what was found before.
  private func sumUp(
    _ fresh: Set<ProbePoint>, _ all: [ProbePoint: [JointSlice]], _ result: inout ProbeResult
  ) {
    for place in result.compute.indices where fresh.contains(result.compute[place].point) {
      let slices = all[result.compute[place].point] ?? []
      result.compute[place].ceiling = result.compute[place].ceiling.replaced(by: slices)
    }
    for level in result.levels.indices {
      for (place, point) in result.levels[level].points.enumerated() where fresh.contains(point) {
        let before = result.levels[level].bandwidths[place].ceiling
        result.levels[level].bandwidths[place].ceiling = before.replaced(by: all[point] ?? [])
      }
    }
  }

  /// What a point's slices should come to.
  private struct Wish {
    var point: ProbePoint
    /// A rate that some of them should reach; nil where none is known.
    var rate: Double?
    /// How many there should be in any case.
    var slices: Int
    /// Whether it empties caches for others.
    var passesCaches = false
    /// Over how long they should be spread, in seconds.
    var span = 0.0

    /// From the first of these slices to the last.
    private static func seconds(of slices: [JointSlice]) -> Double {
      guard let first = slices.map(\.start).min(), let last = slices.map(\.start).max() else {
        return 0
      }
      return Double(last - first) / 1e9
    }

    func isMet(by slices: [JointSlice]) -> Bool {
      guard slices.count >= self.slices, Self.seconds(of: slices) >= span else { return false }
      // Threads of one core never have it alone.
      if point.team.threads > point.team.cores { return true }
      if let sum = ThreadSum(slices), sum.quiet >= Ceiling.enoughQuiet,
        rate.map({ sum.reaches(ProbeResult.joint * $0) }) ?? true
      {
        return true
      }
      guard slices.count(where: \.isQuiet) >= Ceiling.enoughQuiet, Ceiling.isSteady(slices) else {
        return false
      }
      return rate.map { rate in
        slices.count { $0.rate >= ProbeResult.joint * rate } >= Ceiling.fewestQuiet
      } ?? true
    }
  }

  /// What others take of a memory that is shared changes within seconds: one look is none. A guess.
  private static let sharedSpan = 2.0

  /// What is wished of every ceiling; of the memory operations, of the kernels that may be one. What threads
  /// do not share, all of them should have at once, and in a cache that they may share too, since a hypervisor
  /// may give each its own; what they share with others whom nobody sees takes all the slices that are asked
  /// for, at more than one time.
  private func wishes(of result: ProbeResult) -> [Wish] {
    let compute = result.compute.map {
      Wish(point: $0.point, rate: result.upperBound(of: $0), slices: 1)
    }
    let memory = result.levels.flatMap { level in
      zip(level.points, level.bandwidths).filter { level.isContender($1) }.map { point, measured in
        let usesMemory = level.level.name == "dram" || measured.kernel.passesCaches
        let span = min(Self.sharedSpan, Phase.again.share * effort.seconds)
        return Wish(
          point: point, rate: usesMemory ? nil : level.upperBound(of: measured),
          slices: level.level.isShared ? effort.slices : 1,
          passesCaches: usesMemory, span: usesMemory ? span : 0)
      }
    }
    return compute + memory
  }
}

extension Measured where Kernel == ComputeKernel {
  /// What was measured for it.
  fileprivate var point: ProbePoint { ProbePoint(.compute(kernel), on: team) }
}

extension MeasuredLevel {
  /// A kernel that gives less than this share of the best one of its operation on its team, with vectors of
  /// another width, is the ceiling of nothing. A guess.
  private static let contending = 0.8

  /// Whether a kernel may be the best of its operation on its team.
  fileprivate func isContender(_ measured: Measured<MemoryKernel>) -> Bool {
    let best = best(measured.kernel.operation, on: measured.team)?.ceiling.capability.value ?? 0
    return measured.ceiling.capability.value >= Self.contending * best
  }

  /// What was measured for each of its bandwidths.
  fileprivate var points: [ProbePoint] {
    bandwidths.map {
      ProbePoint(.memory($0.kernel, bytes: level.bytesPerThread(of: $0.team)), on: $0.team)
    }
  }
}
