/// Why something cannot be counted or run.
package struct CountingError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong, where, and what to do, in one line.
  package var description: String
  /// The status that the shell gives for it: 127 for a program that is not there, 126 for one that
  /// cannot be executed, else 125, as env(1) does.
  package var exitCode: Int32

  /// An error that says this.
  package init(_ description: String, exitCode: Int32 = 125) {
    self.description = description
    self.exitCode = exitCode
  }
}
