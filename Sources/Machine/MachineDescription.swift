/// All that is known of a machine without measuring it.
package struct MachineDescription: Sendable, Hashable {
  /// What it is made of.
  package var topology: Topology
  /// Its processor.
  package var processor: Processor
  /// What only this machine can tell of itself; nil for a recorded one.
  package var system: SystemState?

  /// A description.
  package init(topology: Topology, processor: Processor, system: SystemState?) {
    self.topology = topology
    self.processor = processor
    self.system = system
  }

  /// This machine.
  package static func ofThisMachine(
    files: SystemFiles = SystemFiles()
  ) throws(MachineError) -> MachineDescription {
    let topology = try Topology.ofThisMachine()
    return MachineDescription(
      topology: topology, processor: .reading(topology, files: files),
      system: .reading(files, counters: .current(), counterTrial: .run()))
  }

  /// A machine of which only the topology is known.
  package init(recorded topology: Topology) {
    self.init(topology: topology, processor: .reading(topology), system: nil)
  }

  /// A machine that a user names: hwloc's XML file, or its synthetic description.
  package init(reference: String) throws(MachineError) {
    let isDescription =
      !RecordedFile.exists(reference) && reference.contains(":") && !reference.contains("/")
    try self.init(
      recorded: isDescription ? .synthetic(reference) : .recorded(path: reference))
  }

  /// The processors that can work for this process at a time: its cpuset, and its quota.
  package var usableProcessors: Double {
    let allowed = Double(topology.allowed.count)
    return min(allowed, system?.controlGroup.processors ?? allowed)
  }

  /// The most memory that this process should touch, in bytes: available, and within its limits.
  package var usableBytes: Int? {
    [
      system?.memory.availableBytes, system?.memory.limitBytes, system?.controlGroup.availableBytes,
    ].compactMap { $0 }.min()
  }
}

/// The state of the system that a measurement runs in.
package struct SystemState: Sendable, Hashable {
  /// The limits of this process.
  package var controlGroup: ControlGroup
  /// The memory.
  package var memory: MemoryState
  /// Whether the machine is virtual.
  package var virtualization: Virtualization
  /// The governors of the processors' clocks, each once; empty where the kernel governs none.
  package var governors: [String]
  /// The load of the last minute: how many threads ran or wanted to.
  package var load: Double?
  /// What can be counted, as PAPI says.
  package var counters: CounterAvailability
  /// What a loop with a known count says of that.
  package var counterTrial: CounterTrial

  /// The state that the kernel tells.
  package static func reading(
    _ files: SystemFiles, counters: CounterAvailability, counterTrial: CounterTrial
  ) -> SystemState {
    SystemState(
      controlGroup: .reading(files), memory: .reading(files), virtualization: .reading(files),
      governors: governors(files),
      load: files.text("/proc/loadavg")?.words.first.flatMap { Double($0) }, counters: counters,
      counterTrial: counterTrial)
  }

  private static func governors(_ files: SystemFiles) -> [String] {
    let folder = "/sys/devices/system/cpu"
    let units = files.names(in: folder).filter { name in
      name.hasPrefix("cpu") && Int(name.dropFirst(3)) != nil
    }
    return Set(units.compactMap { files.text("\(folder)/\($0)/cpufreq/scaling_governor") }).sorted()
  }
}
