extension NetworkDiff.Change {
  /// Why the time changed.
  public enum Reason: Sendable, Hashable {
    /// The layer is new.
    case added
    /// The layer is gone.
    case removed
    /// Another ceiling binds: the one before, the one after.
    case bound(before: String, after: String)
    /// There is so many times the arithmetic.
    case flops(Double)
    /// There are so many times the transcendental functions.
    case transcendentals(Double)
    /// So many times the bytes are moved.
    case bytes(Double)
    /// The ceiling that binds is so many times as fast.
    case rate(Double)
  }

  /// Up to this share two amounts are the same.
  private static let sameness = 0.005

  /// Why its time changed, the ceiling first; empty where it did not.
  ///
  /// Time is amount over rate. Where both sides are bound by the same kind of ceiling, what the amount
  /// does not explain is the rate's; where they are not, only the amounts tell.
  public var reasons: [Reason] {
    guard let before else { return [.added] }
    guard let after else { return [.removed] }
    guard let ratio, Self.differs(ratio) else { return [] }
    var reasons: [Reason] = []
    if before.bound != after.bound {
      reasons.append(.bound(before: before.bound, after: after.bound))
    }
    let kind = Self.kind(after.bound)
    let amount = Self.amount(kind, before, after)
    if let amount, Self.differs(amount) { reasons.append(Self.reason(kind, amount)) }
    guard Self.kind(before.bound) == kind, let amount, amount > 0 else { return reasons }
    let rate = amount / ratio
    if Self.differs(rate) { reasons.append(.rate(rate)) }
    return reasons
  }

  /// `compute`, `transcendental`, `memory` or `none`.
  private static func kind(_ bound: String) -> Substring {
    bound.prefix { $0 != ":" }
  }

  private static func amount(
    _ kind: Substring, _ before: DiffSide.Layer, _ after: DiffSide.Layer
  ) -> Double? {
    switch kind {
    case "compute": ratio(before.flops, after.flops)
    case "transcendental": ratio(before.transcendentals, after.transcendentals)
    case "memory": ratio(before.bytes, after.bytes)
    default: nil
    }
  }

  private static func reason(_ kind: Substring, _ ratio: Double) -> Reason {
    switch kind {
    case "compute": .flops(ratio)
    case "transcendental": .transcendentals(ratio)
    default: .bytes(ratio)
    }
  }

  private static func ratio(_ before: Int, _ after: Int) -> Double? {
    before > 0 ? Double(after) / Double(before) : nil
  }

  private static func differs(_ ratio: Double) -> Bool {
    abs(ratio - 1) > sameness
  }
}
