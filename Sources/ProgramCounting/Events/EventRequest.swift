package import CounterGroups
package import Machine

/// An event that is to be counted, as the kernel and as PAPI take it.
package struct EventRequest: Sendable, Hashable {
  /// The family that it is of.
  package var family: String
  /// Its name in the family's formulas.
  package var key: String
  /// Its name in libpfm4 and PAPI.
  package var name: String?
  /// The kernel's number of the counters that have it, and its code there; nil for an event that only
  /// PAPI knows.
  package var code: KernelCode?
  /// How many counters it takes.
  package var slots: Int
  /// Whether the processor counts it, not the kernel.
  package var isHardware: Bool

  /// What `perf_event_open` takes.
  package struct KernelCode: Sendable, Hashable {
    /// `perf_event_attr.type`.
    package var type: UInt32
    /// `perf_event_attr.config`.
    package var config: UInt64

    /// A code.
    package init(type: UInt32, config: UInt64) {
      self.type = type
      self.config = config
    }
  }

  /// An event of PAPI's, by its name there.
  package init(papi name: String) {
    self.init(
      family: "papi", key: name, name: name, code: nil, slots: 1, isHardware: true)
  }

  /// An event of these parts.
  package init(
    family: String, key: String, name: String?, code: KernelCode?, slots: Int, isHardware: Bool
  ) {
    self.family = family
    self.key = key
    self.name = name
    self.code = code
    self.slots = slots
    self.isHardware = isHardware
  }
}

extension MachineFamily {
  /// The kernel's number of counters that have no folder of their own: PERF_TYPE_RAW, and for its own
  /// events PERF_TYPE_SOFTWARE (perf_event_open(2)).
  private static let raw: UInt32 = 4
  private static let software: UInt32 = 1

  /// The events that the metrics of some groups need, in the order of their names.
  package func requests(
    _ groups: Set<CounterGroup>, files: SystemFiles = SystemFiles()
  ) -> [EventRequest] {
    let metrics = family.metrics.filter { metric in groups.contains { $0.contains(metric) } }
    let needed = Set(metrics.flatMap(\.formula.names))
    let isSoftware = family.id == "software"
    let type = isSoftware ? Self.software : number(files)
    return family.events.filter { needed.contains($0.key) }.sorted { $0.key < $1.key }.map {
      EventRequest(
        family: family.id, key: $0.key, name: $0.value.name,
        code: family.pmu == "papi" ? nil : .init(type: type, config: $0.value.config),
        slots: $0.value.slots, isHardware: !isSoftware)
    }
  }

  /// The number of the family's counters. Arm's have a folder named after the core or its firmware.
  private func number(_ files: SystemFiles) -> UInt32 {
    let root = "/sys/bus/event_source/devices"
    let names =
      [kernelPMU]
      + (kernelPMU.hasPrefix("armv8") ? files.names(in: root).filter { $0.hasPrefix("armv8") } : [])
    let number = names.lazy.compactMap { files.number("\(root)/\($0)/type") }.first
    return number.flatMap { UInt32(exactly: $0) } ?? Self.raw
  }
}
