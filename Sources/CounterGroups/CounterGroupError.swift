/// Why a family of counters, or a formula of one, cannot be read.
package struct CounterGroupError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong and where, in one line.
  package let description: String

  /// An error that says this.
  package init(_ description: String) {
    self.description = description
  }
}
