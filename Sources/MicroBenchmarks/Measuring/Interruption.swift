import CMicroKernels

/// The user's wish to end early.
package enum Interruption {
  /// From now on Ctrl-C asks for an end; a second one ends the program as usual.
  package static func watch() { rl_stop_on_interrupt() }
  /// Whether an end was asked for.
  package static var isRequested: Bool { rl_stop_requested() }
}
