/// What changed between two networks, or of one between two devices.
public struct NetworkDiff: Sendable {
  /// A layer on both sides, or on one alone.
  public struct Change: Sendable, Hashable {
    /// The layer before; nil where it is new.
    public var before: DiffSide.Layer?
    /// The layer after; nil where it is gone.
    public var after: DiffSide.Layer?

    /// How much longer it takes, in seconds; a layer that is not there takes none.
    public var seconds: Double { (after?.seconds ?? 0) - (before?.seconds ?? 0) }
    /// Its time after over its time before; nil where there is none before.
    public var ratio: Double? { NetworkDiff.ratio(before?.seconds ?? 0, after?.seconds ?? 0) }
    /// The layer's name.
    public var name: String { (after ?? before)?.name ?? "" }
    /// What it computes.
    public var operatorName: String { (after ?? before)?.operatorName ?? "" }
  }

  /// What was.
  public let before: DiffSide
  /// What is.
  public let after: DiffSide
  /// Every layer, in order.
  public let changes: [Change]

  /// The difference of two sides.
  public init(_ before: DiffSide, _ after: DiffSide) {
    self.before = before
    self.after = after
    changes = LayerMatch.pairs(before.layers, after.layers).map { pair in
      Change(
        before: pair.before.map { before.layers[$0] }, after: pair.after.map { after.layers[$0] })
    }
  }

  /// How much longer all takes, in seconds.
  public var seconds: Double { after.seconds - before.seconds }
  /// The time after over the time before; nil where there is none before.
  public var ratio: Double? { Self.ratio(before.seconds, after.seconds) }

  /// The changes that a reader wants to see: those of the time, the largest first.
  public var byImpact: [Change] {
    changes.enumerated()
      .filter { abs($0.element.seconds) > Self.sameness * max(before.seconds, after.seconds) }
      .sorted { (abs($1.element.seconds), $0.offset) < (abs($0.element.seconds), $1.offset) }
      .map(\.element)
  }

  /// A share of the whole time below which a change is rounding.
  private static let sameness = 1e-9

  private static func ratio(_ before: Double, _ after: Double) -> Double? {
    before > 0 ? after / before : nil
  }
}
