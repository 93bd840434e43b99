/// Why a measurement is not possible.
package struct ProbeError: Error, CustomStringConvertible, Sendable {
  /// What failed and what to do about it, in one line.
  package let description: String

  /// An error that says this.
  init(_ description: String) {
    self.description = description
  }
}
