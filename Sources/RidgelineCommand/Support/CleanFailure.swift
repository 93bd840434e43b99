/// A failure that is told in one line.
struct CleanFailure: Error, CustomStringConvertible {
  /// What, where, and what to do.
  let description: String

  /// A failure.
  init(_ description: String) {
    self.description = description
  }
}
