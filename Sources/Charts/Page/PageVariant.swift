public import Operators
public import Reports
public import Roofline

/// A network under one choice of batch and precision, on every device of a page that can run it.
public struct PageVariant: Sendable {
  /// The network's place among the page's.
  public var model: Int
  /// What the user reads of the precision: `fp16`, or `fp32, as stored`.
  public var precision: String
  /// The network's work.
  public var work: ModelWork
  /// What it comes to, a device each.
  public var estimates: [Estimate]
  /// What a runtime is expected to take on a device, by the device's ID; none where nobody asked.
  public var expectations: [String: Expectation] = [:]
  /// What a runtime took on the first device; nil where nothing was measured.
  public var measured: MeasuredColumn?
  /// What else there is to say of it.
  public var facts: [Document.Fact] = []

  /// A network under a choice.
  public init(model: Int = 0, precision: String, work: ModelWork, estimates: [Estimate]) {
    self.model = model
    self.precision = precision
    self.work = work
    self.estimates = estimates
  }

  /// How much a page grows by it, in bytes, at most: numbers of each layer and of each estimate.
  public var cost: Int {
    let expected = expectations.values.count { $0.latency != nil }
    let columns = expected + (measured == nil ? 0 : 1)
    // What is expected has an interval: three numbers.
    let numbers = estimates.count + columns + 2 * expected
    return PageModel([self]).classes.count * (72 + 24 * numbers)
      + work.layers.count * (9 + 5 * columns)
  }

  /// What all variants of a page may cost together, so that a thousand layers stay below 500 kB.
  public static let largestCost = 330_000
}
