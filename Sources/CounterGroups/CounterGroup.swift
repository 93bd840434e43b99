/// Metrics that are asked for together.
package enum CounterGroup: String, Sendable, Hashable, CaseIterable {
  /// Floating-point operations, by precision and width.
  case flops
  /// Bytes between the levels of memory.
  case memory
  /// Cycles, instructions and stalls.
  case cycles
  /// What the kernel counts.
  case software

  /// Whether a metric is of this group.
  package func contains(_ metric: CounterFamily.Metric) -> Bool {
    Self.group(of: metric.id) == self
  }

  /// The group of a metric of the processor's; ``software`` has a family of its own.
  private static func group(of id: String) -> CounterGroup {
    let flops = ["flops", "ops-", "instructions-"]
    if flops.contains(where: id.hasPrefix) { return .flops }
    if id.hasPrefix("bytes") || id == "l1-misses" { return .memory }
    if id.hasPrefix("cycles") || id == "instructions" || id.hasPrefix("stall") { return .cycles }
    return .software
  }
}
