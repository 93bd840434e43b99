/// The rate that stands for a precision on a device, and what was substituted to get it.
public struct ResolvedRate: Sendable, Hashable {
  /// The rate that holds.
  public var rate: ComputeRate
  /// The precision that was asked for.
  public var requested: Precision
  /// One sentence without a full stop on what was substituted and why; nil where nothing was.
  public var explanation: String?

  /// A rate for a requested precision.
  public init(rate: ComputeRate, requested: Precision, explanation: String? = nil) {
    self.rate = rate
    self.requested = requested
    self.explanation = explanation
  }

  /// The precision that the arithmetic runs in.
  public var used: Precision { rate.precision }

  /// Operations a second, a multiply–accumulate being two.
  public var flopsPerSecond: Double { rate.flopsPerSecond.value }
}
