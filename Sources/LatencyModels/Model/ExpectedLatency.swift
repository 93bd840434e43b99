/// How long a runtime is expected to take for an operator on a device, and what of it goes where.
public struct ExpectedLatency: Sendable, Hashable {
  /// The expected time, in seconds.
  public var seconds: Double
  /// 10 % of measurements are expected below this, in seconds.
  public var lowSeconds: Double
  /// 90 % of measurements are expected below this, in seconds.
  public var highSeconds: Double
  /// The part that no work asks for: starting kernels, splitting, meeting.
  public var overheadSeconds: Double
  /// The time of the arithmetic, were memory infinitely fast.
  public var computeSeconds: Double
  /// The time of the traffic, were arithmetic infinitely fast.
  public var memorySeconds: Double
  /// How it is computed, where there is a choice: `winograd`, `128x64 tiles in 2 parts`; else empty.
  public var algorithm: String
  /// Why the interval is wider than what was measured, each as a sentence without its full stop.
  public var extrapolations: [String]
}

extension ExpectedLatency {
  /// An operator's parts with the interval around their sum, and why that is wide.
  init(_ parts: LatencyParts, _ interval: Interval, reasons: [String]) {
    self.init(
      seconds: parts.seconds, lowSeconds: parts.seconds * interval.low,
      highSeconds: parts.seconds * interval.high, overheadSeconds: parts.overhead,
      computeSeconds: parts.compute, memorySeconds: parts.memory,
      algorithm: parts.algorithm.description, extrapolations: reasons)
  }
}
