public import LatencyModels
public import Operators

/// One operator with the time that a runtime took for it.
public struct MeasuredOperator: Sendable, Hashable {
  /// What messages call it: a row of a table, a layer of a network.
  public var name: String
  /// What it computes.
  public var kernel: Kernel
  /// Its counts.
  public var work: Work
  /// The types that it works with.
  public var format: NumberFormat
  /// What of its data was in the last-level cache when it started.
  public var reuse: Reuse
  /// The measured time, in seconds.
  public var seconds: Double

  /// An operator's measured time.
  public init(
    name: String, kernel: Kernel, work: Work, format: NumberFormat, reuse: Reuse, seconds: Double
  ) {
    self.name = name
    self.kernel = kernel
    self.work = work
    self.format = format
    self.reuse = reuse
    self.seconds = seconds
  }
}
