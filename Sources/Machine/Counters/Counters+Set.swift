#if HardwareCounters
  import CPAPI

  extension Counters {
    /// PAPI's event set, freed when it goes out of use.
    struct Set: ~Copyable {
      private let handle: Int32
      private let count: Int
      private var isRunning = false

      /// A set of these events.
      init(events: [String]) throws(MachineError) {
        handle = try Self.made(events)
        count = events.count
      }

      private static func made(_ events: [String]) throws(MachineError) -> Int32 {
        try begin()
        guard !events.isEmpty else { throw MachineError(.counters, "the set has no events") }
        var handle = PAPI_NULL
        try check(PAPI_create_eventset(&handle), "PAPI makes no event set")
        for event in events {
          do throws(MachineError) {
            try check(PAPI_add_named_event(handle, event), "PAPI cannot count it", location: event)
          } catch {
            PAPI_cleanup_eventset(handle)
            PAPI_destroy_eventset(&handle)
            throw error
          }
        }
        return handle
      }

      deinit {
        var handle = handle
        if isRunning { PAPI_stop(handle, nil) }
        PAPI_cleanup_eventset(handle)
        PAPI_destroy_eventset(&handle)
      }

      private static func check(
        _ status: Int32, _ what: String, location: String = ""
      ) throws(MachineError) {
        guard status == PAPI_OK else {
          throw MachineError(.counters, "\(what): \(message(status))", location: location)
        }
      }

      mutating func start() throws(MachineError) {
        try Self.check(PAPI_start(handle), "PAPI does not start counting")
        isRunning = true
      }

      borrowing func read() throws(MachineError) -> [Int] {
        var counts = [Int64](repeating: 0, count: count)
        try Self.check(PAPI_read(handle, &counts), "PAPI does not read")
        return counts.map { Int($0) }
      }

      mutating func stop() throws(MachineError) -> [Int] {
        var counts = [Int64](repeating: 0, count: count)
        try Self.check(PAPI_stop(handle, &counts), "PAPI does not stop")
        isRunning = false
        return counts.map { Int($0) }
      }
    }
  }
#endif
