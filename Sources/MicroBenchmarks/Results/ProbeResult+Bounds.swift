/// Whether a ceiling was seen undisturbed, and what bounds it where it was not.
///
/// A rate that was measured is reached: it is a ceiling from below in any case. That the hardware gives no
/// more is known where the threads had their cores whole, or where they reached what one core alone does,
/// so many times.
extension ProbeResult {
  /// This share of the most that there can be is all of it: a guess at what the clock takes back when
  /// several cores work.
  static let joint = 0.95

  /// The most that the cores of a team can do with a kernel: so many times what one of them did alone.
  /// Nil for one core, and where that was not measured, or is itself only known to be reached.
  package func upperBound(of measured: Measured<ComputeKernel>) -> Double? {
    measured.upperBound(by: compute.filter { $0.team.threads == 1 && !isLowerBound($0) })
  }

  /// Whether a rate is only known to be reached: its threads were never seen to have their cores to
  /// themselves, and it is less than what the design or so many single cores allow.
  package func isLowerBound(_ measured: Measured<ComputeKernel>) -> Bool {
    guard measured.isUnseen else { return false }
    let share = limit(of: measured).flatMap { limit in measured.perCycle.map { $0 / limit } }
    if share ?? 0 >= Self.joint { return false }
    guard measured.team.threads > 1, let bound = upperBound(of: measured) else { return true }
    return measured.ceiling.capability.value < Self.joint * bound
  }

  /// The same of a bandwidth on a level.
  package func isLowerBound(
    _ measured: Measured<MemoryKernel>, on level: MeasuredLevel
  ) -> Bool {
    let share = level.upperBound(of: measured).map { measured.ceiling.capability.value / $0 }
    return measured.isUnseen && share ?? 0 < Self.joint
  }

  /// How many ceilings are only known to be reached, and how many there are.
  package var lowerBounds: (count: Int, all: Int) {
    let bandwidths = levels.flatMap { level in
      level.bandwidths.map { isLowerBound($0, on: level) }
    }
    let found = compute.map { isLowerBound($0) } + bandwidths
    return (found.count { $0 }, found.count)
  }

  /// How many ceilings are the sum of what each thread did by itself.
  package var sumsOfThreads: Int { ceilings.count(where: \.isSumOfThreads) }
}

extension MeasuredLevel {
  /// The most that the cores of a team can move: so many times what one of them did alone. Nil for one
  /// core, and where that was not measured.
  package func upperBound(of measured: Measured<MemoryKernel>) -> Double? {
    measured.upperBound(by: bandwidths.filter { $0.team.threads == 1 && !$0.isUnseen })
  }
}

extension Measured {
  /// Whether few slices were quiet. Threads of one core never have it to themselves: what they do
  /// together is what it can do.
  fileprivate var isUnseen: Bool {
    team.threads == team.cores && ceiling.quiet < Ceiling.enoughQuiet
  }

  /// So many times the best of the same kernel in `others`, which are of one core of the fastest kind; nil
  /// for one core.
  fileprivate func upperBound(by others: [Measured]) -> Double? {
    guard team.cores > 1, team.threads == team.cores else { return nil }
    let alone = others.filter { $0.kernel == kernel }
    return alone.map(\.ceiling.capability.value).max().map { $0 * Double(team.cores) }
  }
}
