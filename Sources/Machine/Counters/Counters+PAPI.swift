#if HardwareCounters
  import CPAPI
  import Glibc

  /// The processor's event counters through PAPI.
  enum Counters {
    /// Whether PAPI has started, once for the process; PAPI says itself why not.
    private static let startFailure: String? = {
      if let refusal = ridgeline_papi_refusal() {
        return "PAPI cannot be loaded: \(String(cString: refusal))"
      }
      let version = PAPI_library_init(ridgeline_papi_version)
      guard version == ridgeline_papi_version else {
        return version > 0
          ? "PAPI of version \(text(version: version)) was found, and this program was built for "
            + text(version: ridgeline_papi_version)
          : "PAPI does not start: \(message(version))"
      }
      let status = ridgeline_papi_thread_init()
      return status == PAPI_OK ? nil : "PAPI does not know threads here: \(message(status))"
    }()

    /// PAPI's own words for one of its error codes.
    static func message(_ code: Int32) -> String {
      let words = PAPI_strerror(code).map { String(cString: $0) } ?? "error \(code)"
      return code == PAPI_ESYS ? "\(words) (\(String(cString: strerror(errno))))" : words
    }

    /// The three numbers of a version, eight bits each (`PAPI_VERSION_MAJOR` of papi.h).
    private static func text(version: Int32) -> String {
      "\(version >> 24 & 0xff).\(version >> 16 & 0xff).\(version >> 8 & 0xff)"
    }

    /// Starts PAPI where it has not been.
    static func begin() throws(MachineError) {
      if let startFailure {
        throw MachineError(.counters, startFailure, remedy: "measure without hardware counters")
      }
    }

    /// What PAPI tells here.
    static var availability: CounterAvailability {
      if let startFailure {
        return CounterAvailability(version: nil, components: [], reason: startFailure)
      }
      let components = (0..<max(0, PAPI_num_components())).compactMap(component)
      return CounterAvailability(
        version: text(version: ridgeline_papi_version), components: components,
        reason: reason(of: components))
    }

    private static func reason(of components: [CounterAvailability.Component]) -> String? {
      guard let core = components.first(where: { $0.name == "perf_event" }) else {
        return "this PAPI has no component perf_event"
      }
      if let reason = core.disabledReason { return reason }
      return PAPI_num_cmp_hwctrs(0) > 0 ? nil : "PAPI finds no hardware counter"
    }

    private static func component(_ number: Int32) -> CounterAvailability.Component? {
      guard let info = PAPI_get_component_info(number) else { return nil }
      let isDisabled = info.pointee.disabled != 0 && info.pointee.disabled != PAPI_EDELAY_INIT
      let reason = withUnsafeBytes(of: info.pointee.disabled_reason, text)
      return CounterAvailability.Component(
        name: withUnsafeBytes(of: info.pointee.name, text),
        disabledReason: isDisabled ? (reason.isEmpty ? "PAPI gives no reason" : reason) : nil,
        nativeEvents: max(0, Int(info.pointee.num_native_events)))
    }

    /// The text of an array of characters that ends with a zero.
    private static func text(_ bytes: UnsafeRawBufferPointer) -> String {
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }

    /// A trial with a known count; see ``CounterTrial``.
    static func trial() -> CounterTrial {
      if let reason = availability.reason { return .refused(reason: reason) }
      let instructions = ["PAPI_TOT_INS", "perf::INSTRUCTIONS", "perf::PERF_COUNT_HW_INSTRUCTIONS"]
      let cycles = ["PAPI_TOT_CYC", "perf::CYCLES", "perf::PERF_COUNT_HW_CPU_CYCLES"]
      var refusals: [String] = []
      for event in instructions {
        do throws(MachineError) {
          if let reason = try refusalOfKnownLoop(event) {
            refusals.append(reason)
          } else {
            return .believed(instructionEvent: event, cycleEvent: cycles.first(where: isCounted))
          }
        } catch {
          refusals.append(error.description)
        }
      }
      // The first is the preset's, which says the most.
      return .refused(reason: refusals.first ?? "no event counts instructions here")
    }

    /// Why the count of a known loop is not to be believed; nil where it is within 1 %.
    private static func refusalOfKnownLoop(_ event: String) throws(MachineError) -> String? {
      var set = try Set(events: [event], options: EventSet.Options())
      let passes = 1_000_000
      try set.start()
      let each = ridgeline_papi_known_loop(UInt(passes))
      let counted = try set.stop().first ?? 0
      guard each > 0 else { return "no loop with a known count is written for this processor" }
      let expected = passes * Int(each)
      guard Double(counted) >= 0.99 * Double(expected), Double(counted) <= 1.01 * Double(expected)
      else { return "\(event) counted \(counted) in a loop of \(expected) instructions" }
      return nil
    }

    /// Whether an event counts anything in a loop.
    private static func isCounted(_ event: String) -> Bool {
      guard var set = try? Set(events: [event], options: EventSet.Options()),
        (try? set.start()) != nil
      else { return false }
      _ = ridgeline_papi_known_loop(1_000_000)
      return ((try? set.stop()) ?? []).contains { $0 > 0 }
    }
  }
#endif
