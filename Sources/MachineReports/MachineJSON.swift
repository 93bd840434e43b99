import Machine
import Reports

/// The JSON form of a machine: bytes and counts; `null` where nothing is known.
package struct MachineJSON: Encodable, Sendable {
  let fingerprint: String
  let processor: ProcessorJSON
  let topology: TopologyJSON
  @Nullable var system: SystemJSON?
  let notes: [String]

  init(_ machine: MachineDescription) {
    fingerprint = Fingerprint(machine).description
    processor = ProcessorJSON(machine.processor)
    topology = TopologyJSON(machine.topology)
    system = machine.system.map(SystemJSON.init)
    notes = machine.notes
  }
}

/// The JSON form of a processor.
struct ProcessorJSON: Encodable, Sendable {
  @Nullable var name: String?
  @Nullable var vendor: String?
  @Nullable var identity: String?
  @Nullable var architecture: String?
  let microarchitectures: [String]
  let instructionSets: [String]
  let features: [String]

  init(_ processor: Processor) {
    name = processor.name
    vendor = processor.vendor
    identity = processor.identity
    architecture = processor.architecture
    microarchitectures = processor.microarchitectures
    instructionSets = processor.instructionSets
    features = processor.features
  }
}

/// The JSON form of a system's state.
struct SystemJSON: Encodable, Sendable {
  @Nullable var quotaProcessors: Double?
  @Nullable var limitBytes: Int?
  @Nullable var memoryBytes: Int?
  @Nullable var availableBytes: Int?
  @Nullable var swappedBytes: Int?
  @Nullable var hugePageBytes: Int?
  @Nullable var freeHugePages: Int?
  @Nullable var transparentHugePages: String?
  @Nullable var load: Double?
  @Nullable var hypervisor: String?
  @Nullable var counterVersion: String?
  @Nullable var counterReason: String?
  let isVirtual: Bool
  let governors: [String]

  init(_ system: SystemState) {
    quotaProcessors = system.controlGroup.processors
    limitBytes = system.controlGroup.bytes
    memoryBytes = system.memory.bytes
    availableBytes = system.memory.availableBytes
    swappedBytes = system.memory.swappedBytes
    hugePageBytes = system.memory.hugePageBytes
    freeHugePages = system.memory.freeHugePages
    transparentHugePages = system.memory.transparentHugePages
    load = system.load
    hypervisor = system.virtualization.hypervisor
    counterVersion = system.counters.version
    if case .refused(let reason) = system.counterTrial { counterReason = reason }
    isVirtual = system.virtualization.isVirtual
    governors = system.governors
  }
}
