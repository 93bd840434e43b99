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

/// A set of events that are counted together, of the thread that started it.
///
/// Where the trait `HardwareCounters` is off, no set can be made, and the error says so.
package struct EventSet: ~Copyable {
  private var counters: Counters.Set

  /// A set of the events of these names: PAPI's presets (`PAPI_TOT_CYC`), native events
  /// (`perf::INSTRUCTIONS`) or software-defined ones (`sde:::library::event`).
  package init(events: [String]) throws(MachineError) {
    counters = try Counters.Set(events: events)
  }

  /// Starts counting from zero.
  package mutating func start() throws(MachineError) { try counters.start() }

  /// The counts until now, in the order of the events.
  package borrowing func read() throws(MachineError) -> [Int] { try counters.read() }

  /// Stops counting; the counts, in the order of the events.
  package mutating func stop() throws(MachineError) -> [Int] { try counters.stop() }
}
