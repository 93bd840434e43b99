/// What the slices of one point say.
package struct Ceiling: Sendable, Hashable {
  /// What the hardware can do undisturbed: the mean of the 95th to the 99th percentile of the rates of
  /// undisturbed slices. The highest hundredth is left out: it is where timers err.
  package var capability: Interval
  /// What all slices gave, disturbed ones too: their work over their time.
  package var sustained: Interval
  /// The clock of undisturbed slices, in hertz: their median. 0 where it was not measured.
  package var hertz: Double
  /// How many slices there were.
  package var slices: Int
  /// How many of them each kind of disturbance hit.
  package var disturbed: [Disturbances: Int]
  /// How many nothing hit.
  package var undisturbed: Int

  /// A rate below this share of the capability has a cause, if none that this system shows. A guess:
  /// half speed, as beside a second thread on the core, lies well below it, and noise of timing above.
  static let slowShare = 0.8

  /// Sums up slices; nil where there are none, or where no time passed in them.
  package init?(_ slices: [JointSlice]) {
    let clean = slices.filter { $0.disturbances.isEmpty && $0.rate > 0 }
    // With nothing undisturbed, what there is has to do; the counts say so.
    let rates = (clean.isEmpty ? slices : clean).map(\.rate)
    guard
      let capability = Interval.bootstrap(
        sorted: rates.sorted(), statistic: { Quantile.mean(of: $0, from: 0.95, to: 0.99) }),
      let sustained = Interval.bootstrap(sorted: slices, statistic: Self.total),
      capability.value > 0
    else { return nil }
    self.capability = capability
    self.sustained = sustained
    self.slices = slices.count
    hertz = Quantile.median(of: (clean.isEmpty ? slices : clean).map(\.hertz)) ?? 0
    let limit = capability.value * Self.slowShare
    let judged = slices.map { slice in
      slice.disturbances.isEmpty && slice.rate < limit ? .slow : slice.disturbances
    }
    disturbed = Dictionary(
      uniqueKeysWithValues: Disturbances.names.map { kind, _ in
        (kind, judged.count { $0.contains(kind) })
      })
    undisturbed = judged.count { $0.isEmpty }
  }

  private static func total(_ slices: [JointSlice]) -> Double? {
    let seconds = slices.reduce(0) { $0 + $1.seconds }
    return seconds > 0 ? slices.reduce(0) { $0 + $1.work } / seconds : nil
  }
}
