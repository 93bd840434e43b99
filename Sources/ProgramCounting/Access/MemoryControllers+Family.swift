package import CounterGroups

extension MemoryControllers {
  /// The name of their family.
  package static let family = "memory-controllers"

  private func key(_ place: Int) -> String { "event_\(place)" }

  /// The events as requests, for each list of processing units that they are opened on.
  package var requests: [(units: [Int], events: [EventRequest])] {
    var found: [(units: [Int], events: [EventRequest])] = []
    for (place, event) in events.enumerated() {
      let request = EventRequest(
        family: Self.family, key: key(place), name: nil, code: event.code, slots: 1,
        isHardware: true)
      if let known = found.firstIndex(where: { $0.units == event.units }) {
        found[known].events.append(request)
      } else {
        found.append((event.units, [request]))
      }
    }
    return found
  }

  /// The family of their metrics: the bytes that all of them read, wrote or moved.
  ///
  /// - Throws: ``CounterGroupError`` where the driver states what no formula can hold.
  package func counterFamily() throws(CounterGroupError) -> CounterFamily {
    let places = events.indices.map { place in
      let config = String(events[place].code.config, radix: 16)
      return "\(key(place)): { config: \"0x\(config)\", source: \"kernel\" }"
    }
    let metrics = Direction.allCases.compactMap { direction -> String? in
      let terms = events.indices.filter { events[$0].direction == direction }
        .map { "\(key($0)) * \(Self.text(events[$0].bytes))" }
      guard !terms.isEmpty else { return nil }
      return """
        { id: "bytes-memory-\(direction.rawValue)", unit: "byte", source: "kernel",
          about: "bytes that the whole machine \(direction.rawValue) meanwhile",
          formula: "\(terms.joined(separator: " + "))", faults: ["machine"] }
        """
    }
    return try CounterFamily(
      json5: """
        { id: "\(Self.family)", name: "Memory controllers", designs: [],
          counters: { value: 4096, source: "kernel" },
          sources: { kernel: "the kernel's drivers, /sys/bus/event_source/devices" },
          events: { \(places.joined(separator: ", ")) },
          metrics: [ \(metrics.joined(separator: ", ")) ],
          faults: { machine: {
            what: "The controllers count the whole machine: what else ran meanwhile is in it.",
            evidence: "They open on a processing unit of each package, for no process." } },
          absent: {} }
        """)
  }

  /// As formulas write it.
  private static func text(_ bytes: Double) -> String {
    bytes == bytes.rounded() && bytes < 1e15 ? "\(Int(bytes))" : "\(bytes)"
  }

  /// Why they are not counted and what to do, a sentence each; nil where they are.
  package var explanation: String? {
    guard let refusal, let first = events.first else { return nil }
    let pmus = Set(events.map(\.pmu)).count
    return
      "The memory controllers (\(first.pmu)\(pmus > 1 ? " and \(pmus - 1) more" : "")) count the "
      + "whole machine alone, and the kernel does not let that be done: \(refusal). As root, or after "
      + "sudo sysctl kernel.perf_event_paranoid=0, their bytes are counted too."
  }
}
