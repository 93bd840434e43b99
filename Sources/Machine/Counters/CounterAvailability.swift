/// What this machine lets a program count.
package struct CounterAvailability: Sendable, Hashable {
  /// A part of PAPI that counts one kind of events.
  package struct Component: Sendable, Hashable {
    /// Its name, as `perf_event`.
    package var name: String
    /// Why it is disabled, in PAPI's own words; nil where it is enabled.
    package var disabledReason: String?
    /// How many native events it lists.
    package var nativeEvents: Int
  }

  /// PAPI's version, as `7.0.0`; nil where this program was built without it or it does not start.
  package var version: String?
  /// PAPI's components.
  package var components: [Component]
  /// Why the processor's events cannot be counted, word for word as PAPI says where it does; nil
  /// where they can, as far as PAPI knows: ``CounterTrial`` proves it.
  package var reason: String?

  /// What can be counted; nothing, for `reason`.
  package init(version: String? = nil, components: [Component] = [], reason: String?) {
    self.version = version
    self.components = components
    self.reason = reason
  }

  /// What PAPI tells here. The first call starts PAPI.
  package static func current() -> CounterAvailability { Counters.availability }
}

/// What a loop with a known count says of the counters.
package enum CounterTrial: Sendable, Hashable {
  /// They counted what was done. `cycles` tells whether cycles are counted too.
  case believed(instructionEvent: String, cycleEvent: String?)
  /// They did not, or there are none: why, in one line.
  case refused(reason: String)

  /// Runs a loop that retires a known number of instructions on the calling thread (about a
  /// millisecond), and holds the counters against it.
  package static func run() -> CounterTrial { Counters.trial() }
}
