/// Tells machines apart: the same as long as the processor, what it can do, and what it is made of
/// stay the same, whatever the load, the memory that is free, or the order of its features.
package struct Fingerprint: Sendable, Hashable, CustomStringConvertible {
  /// Sixteen hexadecimal digits.
  package let description: String

  /// The fingerprint of a machine.
  package init(_ machine: MachineDescription) {
    let processor = machine.processor
    let topology = machine.topology
    let told = [
      processor.name, processor.vendor, processor.identity, processor.architecture,
      machine.system?.virtualization.hypervisor,
    ]
    var lines = told.map { $0 ?? "" } + [processor.features.sorted().joined(separator: " ")]
    lines += topology.packages.map { "package \($0.processingUnits)" }
    lines += topology.cores.map { "core \($0.processingUnits) \($0.efficiencyClass ?? -1)" }
    // Without the memory's size, which drifts by what firmware and kernel keep.
    lines += topology.numaNodes.map { "node \($0.index) \($0.processingUnits)" }
    lines += topology.caches.map { cache in
      "cache \(cache.level) \(cache.content.rawValue) \(cache.bytes ?? 0) \(cache.processingUnits)"
    }
    lines += [
      "allowed \(topology.allowed)", "quota \(machine.system?.controlGroup.processors ?? 0)",
    ]
    description = Self.digits(of: lines.joined(separator: "\n"))
  }

  /// Sixteen hexadecimal digits that tell texts apart.
  package static func digits(of text: String) -> String {
    let digits = String(hash(text.utf8), radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// FNV-1a of 64 bits (RFC 9923): the same in every run, unlike Swift's own hashes.
  private static func hash(_ bytes: some Sequence<UInt8>) -> UInt64 {
    bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }
}
