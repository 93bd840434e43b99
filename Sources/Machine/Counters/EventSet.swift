/// A set of events that are counted together: of the thread that started it, or of what it is attached
/// to.
///
/// Where the trait `HardwareCounters` is off, no set can be made, and the error says so.
package struct EventSet: ~Copyable {
  /// What a set counts, beside the thread that starts it.
  package struct Options: Sendable, Hashable {
    /// Whether threads and children that come later are counted too.
    package var isInherited: Bool
    /// Whether more events than counters are counted, in turns: the counts are then estimates.
    package var isMultiplexed: Bool
    /// The process or thread that is counted in the place of the caller's.
    package var attachedTo: Int32?

    /// The calling thread alone, unless said otherwise.
    package init(
      isInherited: Bool = false, isMultiplexed: Bool = false, attachedTo: Int32? = nil
    ) {
      self.isInherited = isInherited
      self.isMultiplexed = isMultiplexed
      self.attachedTo = attachedTo
    }
  }

  private var counters: Counters.Set

  /// A set of the events of these names: PAPI's presets (`PAPI_TOT_CYC`), native events
  /// (`perf::INSTRUCTIONS`) or software-defined ones (`sde:::library::event`).
  package init(events: [String], options: Options = Options()) throws(MachineError) {
    counters = try Counters.Set(events: events, options: options)
  }

  /// Starts counting from zero.
  package mutating func start() throws(MachineError) { try counters.start() }

  /// The counts until now, in the order of the events.
  package borrowing func read() throws(MachineError) -> [Int] { try counters.read() }

  /// Adds the counts until now to `totals`, in the order of the events, and counts on from zero.
  package borrowing func accumulate(into totals: inout [Int]) throws(MachineError) {
    try counters.accumulate(into: &totals)
  }

  /// Stops counting; the counts, in the order of the events.
  package mutating func stop() throws(MachineError) -> [Int] { try counters.stop() }
}
