#if HardwareCounters
  import CPAPI

  extension Counters {
    /// PAPI's event set, freed when it goes out of use.
    struct Set: ~Copyable {
      private let handle: Int32
      private let count: Int
      private var isRunning = false

      /// A set of these events.
      init(events: [String], options: EventSet.Options) throws(MachineError) {
        handle = try Self.made(events, options)
        count = events.count
      }

      private static func made(
        _ events: [String], _ options: EventSet.Options
      ) throws(MachineError) -> Int32 {
        try begin()
        guard let first = events.first else {
          throw MachineError(.counters, "the set has no events")
        }
        var handle = PAPI_NULL
        try check(PAPI_create_eventset(&handle), "PAPI makes no event set")
        do throws(MachineError) {
          if options != EventSet.Options() { try apply(options, to: handle, for: first) }
          for event in events {
            try check(PAPI_add_named_event(handle, event), "PAPI cannot count it", location: event)
          }
        } catch {
          PAPI_cleanup_eventset(handle)
          PAPI_destroy_eventset(&handle)
          throw error
        }
        return handle
      }

      /// Options come before events, and after the component that is to follow them: the first
      /// event's.
      private static func apply(
        _ options: EventSet.Options, to handle: Int32, for event: String
      ) throws(MachineError) {
        var code: Int32 = 0
        try check(PAPI_event_name_to_code(event, &code), "PAPI does not know it", location: event)
        try check(
          PAPI_assign_eventset_component(handle, PAPI_get_event_component(code)),
          "PAPI assigns no component to the set")
        if options.isInherited {
          try check(
            ridgeline_papi_inherit(handle), "PAPI does not count children", location: event)
        }
        if options.isMultiplexed {
          try check(ridgeline_papi_multiplex(handle), "PAPI does not multiplex", location: event)
        }
        if let target = options.attachedTo {
          try check(
            PAPI_attach(handle, UInt(target)), "PAPI does not attach", location: "process \(target)"
          )
        }
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

      borrowing func accumulate(into totals: inout [Int]) throws(MachineError) {
        guard totals.count == count else {
          throw MachineError(.counters, "\(totals.count) totals for \(count) events")
        }
        var counts = totals.map { Int64($0) }
        try Self.check(PAPI_accum(handle, &counts), "PAPI does not accumulate")
        totals = counts.map { Int($0) }
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
