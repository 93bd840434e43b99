/// What the slices of one point say.
package struct Ceiling: Sendable, Hashable {
  /// What the hardware can do undisturbed: the mean of the 95th to the 99th percentile of the rates of
  /// undisturbed slices, or of the quiet ones alone where that is more. The highest hundredth is left
  /// out: it is where timers err.
  package var capability: Interval
  /// What is left of it with all disturbances: the work of a second without a break over its time where
  /// ``secondsSustained`` says so, else of all slices.
  package var sustained: Interval
  /// How long it ran without a break for ``sustained``; nil where the slices had to do.
  package var secondsSustained: Double?
  /// The clock of the slices that make up the capability, in hertz: their median, by the chain that ran
  /// beside each. 0 where it was not measured.
  package var hertz: Double
  /// Work of all threads in a cycle, in the same slices: the median. Nil without a clock.
  package var perCycle: Double?
  /// How many slices there were.
  package var slices: Int
  /// How many of them each kind of disturbance hit.
  package var disturbed: [Disturbances: Int]
  /// How many nothing hit.
  package var undisturbed: Int
  /// How many were quiet: undisturbed, with each core whole. See ``JointSlice/isQuiet``. Where threads share
  /// nothing, each thread had so many of its own, where that is more.
  package var quiet: Int
  /// Whether the capability is the sum of what each thread did where it had its core whole, while all worked:
  /// where they share nothing and hardly ever had all their cores whole at once.
  package var isSumOfThreads = false

  /// How far the cores were apart in the slices of which it tells, in seconds: their median. Nil for one
  /// core, and where that is not known.
  package var distance: Double?
  /// What was found in another place of the cores, where they were moved.
  package var elsewhere: Elsewhere?

  /// The capability in a place of the cores that gave less.
  package struct Elsewhere: Sendable, Hashable {
    /// What the hardware can do there undisturbed.
    package var capability: Interval
    /// How far the cores were apart, in seconds.
    package var distance: Double
  }

  /// So many quiet slices are enough; with fewer, a capability is no more than what was seen. A guess.
  package static let enoughQuiet = 40
  /// So many slices tell what a place of the cores gives: three visits, since what others take of a memory
  /// changes from one to the next. A guess.
  package static let enoughPlaced = 120
  /// With fewer than so many, nothing is told by them alone. A guess.
  package static let fewestQuiet = 8

  /// A rate below this share of the capability has a cause, if none that this system shows. A guess:
  /// half speed, as beside a second thread on the core, lies well below it, and noise of timing above.
  static let slowShare = 0.8

  /// Sums up slices; nil where there are none, or where no time passed in them.
  package init?(_ slices: [JointSlice]) {
    let clean = slices.filter { $0.disturbances.isEmpty && $0.rate > 0 }
    let quiet = clean.filter(\.isQuiet)
    // With nothing undisturbed, what there is has to do; the counts say so.
    let usable = (clean.isEmpty ? slices : clean).sorted { $0.rate < $1.rate }
    let ranked = Self.faster(quiet.sorted { $0.rate < $1.rate }, usable)
    self.quiet = quiet.count
    guard
      let capability = Interval.bootstrap(
        sorted: ranked.map(\.rate), statistic: { Quantile.mean(of: $0, from: 0.95, to: 0.99) }),
      let sustained = Interval.bootstrap(sorted: slices, statistic: Self.total),
      capability.value > 0
    else { return nil }
    self.capability =
      ranked.count < Self.fewestQuiet ? Self.wide(capability, over: slices) : capability
    self.sustained = sustained
    self.slices = slices.count
    let top = ranked[Quantile.range(of: ranked.count, from: 0.95, to: 0.99)]
    hertz = Quantile.median(of: top.map(\.hertz)) ?? 0
    perCycle = Quantile.median(of: top.filter { $0.hertz > 0 }.map { $0.rate / $0.hertz })
    (disturbed, undisturbed) = ([:], 0)
    take(ThreadSum(slices))
    let usual = Self.Usual(
      rate: self.capability.value, hertz: hertz,
      seconds: Quantile.median(of: ranked.map(\.seconds)) ?? 0)
    let judged = slices.map { usual.judge($0) }
    disturbed = Dictionary(
      uniqueKeysWithValues: Disturbances.names.map { kind, _ in
        (kind, judged.count { $0.contains(kind) })
      })
    undisturbed = judged.count { $0.isEmpty }
  }

  /// More than this share above what all threads did at once is no noise of their tops. A guess.
  private static let sumRatio = 1.01

  /// Takes the sum of what each thread did by itself where that is more than what all did at once.
  private mutating func take(_ sum: ThreadSum?) {
    guard let sum, let found = sum.capability else { return }
    quiet = max(quiet, sum.quiet)
    guard found.value > Self.sumRatio * capability.value else { return }
    capability = found
    isSumOfThreads = true
    (hertz, perCycle) = sum.clock.map { ($0.hertz, $0.perCycle) } ?? (0, nil)
  }

  /// Whether enough slices were quiet, of all threads at once or of each by itself where they share nothing.
  package static func hasEnoughQuiet(_ slices: [JointSlice]) -> Bool {
    slices.count(where: \.isQuiet) >= enoughQuiet
      || (ThreadSum(slices)?.quiet ?? 0) >= enoughQuiet
  }

  /// The same with what stretches without a break gave.
  package func sustaining(_ stretches: [JointSlice]) -> Ceiling {
    guard let found = Interval.bootstrap(sorted: stretches, statistic: Self.total) else {
      return self
    }
    var ceiling = self
    ceiling.sustained = found
    ceiling.secondsSustained = stretches.reduce(0) { $0 + $1.seconds }
    return ceiling
  }

  /// What all these slices say in its place; what it sustained without a break stays.
  package func replaced(by slices: [JointSlice]) -> Ceiling {
    guard var ceiling = Ceiling(slices) else { return self }
    if let secondsSustained {
      ceiling.sustained = sustained
      ceiling.secondsSustained = secondsSustained
    }
    return ceiling
  }

  /// What these slices say, each place of the cores by itself, `border` between near and far: the better
  /// place's ceiling, and beside it what the other gave. As it is where no place has enough slices; what it
  /// sustained without a break stays.
  package func placed(_ slices: [JointSlice], border: Double?) -> Ceiling {
    let known = slices.filter { $0.distance != nil }
    guard let border else {
      var ceiling = self
      ceiling.distance = Quantile.median(of: known.compactMap(\.distance))
      return ceiling
    }
    let parts = [true, false].map { isNear in
      known.filter { ($0.distance ?? 0 < border) == isNear }
    }
    let places = parts.filter { $0.count >= Self.enoughPlaced }.map { part in
      replaced(by: part).placed(part, border: nil)
    }.sorted { $0.capability.value > $1.capability.value }
    guard var best = places.first else { return self }
    if places.count == 2, let distance = places[1].distance {
      best.elsewhere = Elsewhere(capability: places[1].capability, distance: distance)
    }
    return best
  }

  /// What the capability of the earlier and of the later half of the slices may differ by at most. A guess.
  private static let steadyRatio = 1.02

  /// Whether the later half of the undisturbed slices tells the same capability as the earlier one, so that
  /// more of them would hardly tell another.
  package static func isSteady(_ slices: [JointSlice]) -> Bool {
    let clean = slices.filter { $0.disturbances.isEmpty && $0.rate > 0 }
    let (earlier, later) = (clean.prefix(clean.count / 2), clean.dropFirst(clean.count / 2))
    let tops = [earlier, later].compactMap { half in
      Quantile.mean(of: half.map(\.rate).sorted(), from: 0.95, to: 0.99)
    }
    guard let least = tops.min(), let most = tops.max(), tops.count == 2 else { return false }
    return most <= steadyRatio * least
  }

  /// The quiet slices where they are enough to tell something and faster than all.
  private static func faster(_ quiet: [JointSlice], _ all: [JointSlice]) -> [JointSlice] {
    guard quiet.count >= fewestQuiet,
      let one = Quantile.mean(of: quiet.map(\.rate), from: 0.95, to: 0.99),
      let other = Quantile.mean(of: all.map(\.rate), from: 0.95, to: 0.99)
    else { return all }
    return one > other ? quiet : all
  }

  /// An interval of so few slices that their own noise tells nothing: down to the slowest of all.
  private static func wide(_ interval: Interval, over slices: [JointSlice]) -> Interval {
    let least = slices.map(\.rate).min() ?? interval.low
    return Interval(value: interval.value, low: min(least, interval.low), high: interval.high)
  }

  private static func total(_ slices: [JointSlice]) -> Double? {
    let seconds = slices.reduce(0) { $0 + $1.seconds }
    return seconds > 0 ? slices.reduce(0) { $0 + $1.work } / seconds : nil
  }

  /// What slices of a point are like, and what those that differ suffered from.
  private struct Usual {
    let rate: Double
    let hertz: Double
    let seconds: Double

    /// What disturbed a slice: what was seen, and the cause of a slow one as far as it is known.
    func judge(_ slice: JointSlice) -> Disturbances {
      guard slice.rate < rate * slowShare else { return slice.disturbances }
      if !slice.suspects.isEmpty { return slice.disturbances.union(slice.suspects) }
      if !slice.disturbances.isEmpty { return slice.disturbances }
      if slice.hertz > 0, slice.hertz < hertz * slowShare { return .clock }
      if let fastest = slice.fastestSeconds, fastest > seconds / slowShare { return .together }
      return .slow
    }
  }
}
