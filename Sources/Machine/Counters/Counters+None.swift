#if !HardwareCounters
  /// No counters: this program was built without PAPI.
  enum Counters {
    private static let reason =
      "this program was built without hardware counters (the package trait HardwareCounters)"

    static var availability: CounterAvailability {
      CounterAvailability(version: nil, components: [], reason: reason)
    }

    static func trial() -> CounterTrial { .refused(reason: reason) }

    /// A set that cannot be made.
    struct Set: ~Copyable {
      init(events: [String], options: EventSet.Options) throws(MachineError) {
        throw MachineError(.counters, reason, remedy: "build with the trait, or measure without")
      }

      mutating func start() throws(MachineError) {}
      borrowing func read() throws(MachineError) -> [Int] { [] }
      borrowing func accumulate(into totals: inout [Int]) throws(MachineError) {}
      mutating func stop() throws(MachineError) -> [Int] { [] }
    }
  }
#endif
