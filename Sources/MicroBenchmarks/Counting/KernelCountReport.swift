/// What the processor's counters say of the kernels.
package struct KernelCountReport: Sendable, Hashable {
  /// A number that was counted beside the one that is declared or was measured without counters.
  package struct Comparison: Sendable, Hashable {
    /// What is compared: `FLOPs`, `cycles`, `bytes`.
    package var quantity: String
    /// The events.
    package var events: String
    /// What the kernel declares, or the chain of dependent instructions tells.
    package var declared: Double
    /// What was counted.
    package var counted: Double

    /// A comparison.
    package init(quantity: String, events: String, declared: Double, counted: Double) {
      self.quantity = quantity
      self.events = events
      self.declared = declared
      self.counted = counted
    }

    /// Counts within 2 % agree.
    package static let tolerance = 0.02

    /// Whether the two differ by more than that.
    package var isFlagged: Bool {
      guard declared > 0 else { return counted > 0 }
      return !((counted / declared - 1).magnitude <= Self.tolerance)
    }
  }

  /// A kernel with what was counted in one run of it.
  package struct Kernel: Sendable, Hashable {
    /// Its name.
    package var name: String
    /// What was counted; a quantity without believed events is missing.
    package var comparisons: [Comparison]

    /// A kernel's counts.
    package init(name: String, comparisons: [Comparison]) {
      self.name = name
      self.comparisons = comparisons
    }

    /// Whether a count differs from what is declared.
    package var isFlagged: Bool { comparisons.contains(where: \.isFlagged) }
  }

  /// Why nothing was counted, with PAPI's own words where they are; nil where something was.
  package var reason: String?
  /// Metrics that did not prove themselves, one sentence each.
  package var refusals: [String] = []
  /// The kernels.
  package var kernels: [Kernel] = []

  /// A report without counts.
  package init(reason: String?) {
    self.reason = reason
  }
}
