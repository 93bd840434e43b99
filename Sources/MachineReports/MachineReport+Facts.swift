import Machine
import Reports

extension MachineReport {
  /// Names and values for people.
  var facts: [Document.Fact] {
    processorFacts + topologyFacts + (machine.system.map(systemFacts) ?? [])
      + [Document.Fact("fingerprint", Fingerprint(machine).description)]
  }

  private var processorFacts: [Document.Fact] {
    let processor = machine.processor
    let sets = processor.instructionSets.joined(separator: ", ")
    let designs = processor.microarchitectures.joined(separator: ", ")
    return [
      Document.Fact("processor", processor.name ?? "not known"),
      Document.Fact(
        "identity",
        processor.identity.map { identity in
          let vendor = processor.vendor ?? ""
          return identity.contains(vendor) ? identity : "\(vendor) \(identity)"
        } ?? processor.vendor ?? "not known"),
      Document.Fact("microarchitecture", designs.orNotKnown),
      Document.Fact("architecture", processor.architecture ?? "not known"),
      Document.Fact("instruction sets", sets.orNotKnown),
    ]
  }

  private var topologyFacts: [Document.Fact] {
    let topology = machine.topology
    let threads = topology.threadsPerCore
    var facts = [
      Document.Fact("packages", "\(topology.packages.count)"),
      Document.Fact(
        "cores",
        "\(topology.cores.count)" + (threads > 1 ? ", up to \(threads) threads each" : "")),
      Document.Fact(
        "processing units",
        "\(topology.processingUnits.count), allowed: \(Ranges.text(topology.allowed))"),
    ]
    if !topology.accelerators.isEmpty {
      facts.append(
        Document.Fact("accelerators", topology.accelerators.joined(separator: ", ")))
    }
    return facts
  }

  private func systemFacts(_ system: SystemState) -> [Document.Fact] {
    let memory = system.memory
    let group = system.controlGroup
    let pages = [
      memory.hugePageBytes.map(Sizes.binary), memory.freeHugePages.map { "\($0) free" },
      memory.transparentHugePages.map { "transparent: \($0)" },
    ]
    return [
      Document.Fact(
        "control group",
        (group.processors.map { "\($0) processors" } ?? "no processor limit") + ", "
          + (group.bytes.map { "\(Sizes.binary($0)) of memory" } ?? "no memory limit")),
      Document.Fact("memory", memory.bytes.map(Sizes.binary) ?? "not known"),
      Document.Fact("available", memory.availableBytes.map(Sizes.binary) ?? "not known"),
      Document.Fact(
        "huge pages", pages.compactMap { $0 }.joined(separator: ", ").orNotKnown),
      Document.Fact(
        "governor",
        system.governors.isEmpty
          ? "the kernel shows none" : system.governors.joined(separator: ", ")),
      Document.Fact(
        "virtual",
        system.virtualization.isVirtual
          ? "yes, \(system.virtualization.hypervisor ?? "hypervisor not known")" : "no sign of it"),
      Document.Fact("load", system.load.map { Numbers.fixed($0, digits: 2) } ?? "not known"),
      Document.Fact("hardware counters", counters(system)),
    ]
  }

  private func counters(_ system: SystemState) -> String {
    switch system.counterTrial {
    case .believed(let instructions, let cycles):
      let events = [instructions, cycles].compactMap { $0 }.joined(separator: ", ")
      return "PAPI \(system.counters.version ?? ""), proven by a loop of known count: \(events)"
    case .refused(let reason): return "none: \(reason)"
    }
  }
}

extension String {
  /// Words for nothing.
  fileprivate var orNotKnown: String { isEmpty ? "not known" : self }
}
