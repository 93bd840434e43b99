import CMicroKernels
package import Machine

/// What a profile says of the machine besides its figures.
package struct ProfileLabels: Sendable, Hashable {
  /// The profile's ID: lower-case letters, digits, `-`.
  package var id: String
  /// The processor's name.
  package var name: String
  /// Who made it.
  package var vendor: String
  /// The day of the measurement, as `2026-05-31`.
  package var date: String
  /// The compiler of the kernels.
  package var compiler: String

  /// Labels.
  package init(id: String, name: String, vendor: String, date: String, compiler: String) {
    self.id = id
    self.name = name
    self.vendor = vendor
    self.date = date
    self.compiler = compiler
  }

  private static let makers = [
    "AuthenticAMD": "AMD", "GenuineIntel": "Intel", "HygonGenuine": "Hygon", "0x41": "Arm",
    "0x61": "Apple", "0xc0": "Ampere", "0x46": "Fujitsu", "0x51": "Qualcomm",
  ]

  /// Those of a machine, on a day.
  package init(_ machine: MachineDescription, date: String) {
    let processor = machine.processor
    let name =
      processor.name ?? processor.microarchitectures.first ?? "processor without a name"
    let maker = processor.vendor ?? "unknown"
    let cores = machine.topology.onePerCore.count
    self.init(
      id: Self.id("local-\(name)-\(cores)-cores"), name: name,
      vendor: Self.makers[maker] ?? maker, date: date, compiler: String(cString: rl_compiler()))
  }

  /// What a kept profile of a machine is found by: another machine, or other kernels, make another one.
  package static func fingerprint(_ machine: MachineDescription) -> String {
    let compute = (0..<rl_compute_kernel_count()).compactMap {
      rl_compute_kernel_at($0).map { String(cString: $0.pointee.name) }
    }
    let memory = (0..<rl_memory_kernel_count()).compactMap {
      rl_memory_kernel_at($0).map { String(cString: $0.pointee.name) }
    }
    let parts = ["\(Fingerprint(machine))", String(cString: rl_compiler())] + compute + memory
    return Fingerprint.digits(of: parts.joined(separator: "|"))
  }

  /// A text as an ID: runs of anything but letters and digits become one `-`.
  static func id(_ text: String) -> String {
    let words = text.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
    return String(words.joined(separator: "-").prefix(80))
  }
}
