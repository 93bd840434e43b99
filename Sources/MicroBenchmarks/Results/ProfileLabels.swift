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

  /// Those of this machine (`/proc/cpuinfo`, proc(5)), on a day.
  package init(files: SystemFiles = SystemFiles(), cores: Int, date: String) {
    let lines = (files.text("/proc/cpuinfo") ?? "").split(separator: "\n")
    let field = { (names: [String]) -> String? in
      names.lazy.compactMap { name in
        lines.first { $0.hasPrefix(name) }?.split(separator: ":", maxSplits: 1).dropFirst().first
          .map { String($0.drop { $0 == " " }) }
      }.first { !$0.isEmpty }
    }
    name = field(["model name", "Hardware", "CPU part"]) ?? "unknown processor"
    let maker = field(["vendor_id", "CPU implementer"]) ?? "unknown"
    vendor =
      [
        "AuthenticAMD": "AMD", "GenuineIntel": "Intel", "0x41": "Arm", "0x61": "Apple",
        "0xc0": "Ampere",
      ][maker] ?? maker
    self.date = date
    compiler = String(cString: rl_compiler())
    id = Self.id("local-\(name)-\(cores)-cores")
  }

  /// What a kept profile of this machine is found by: another processor, other CPUs or caches, or other
  /// kernels make another one. 16 hexadecimal digits.
  package static func fingerprint(
    _ machine: ProbedMachine, files: SystemFiles = SystemFiles()
  ) -> String {
    let labels = ProfileLabels(files: files, cores: machine.cores, date: "")
    let kernels = (0..<rl_compute_kernel_count()).compactMap {
      rl_compute_kernel_at($0).map { String(cString: $0.pointee.name) }
    }
    let caches = machine.caches.map { "\($0.name) \($0.bytes) \($0.sharers)" }
    let text = [labels.name, "\(machine.cpus)", labels.compiler] + caches + kernels
    let digits = String(hash(text.joined(separator: "|")), radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// FNV-1a of 64 bits (Fowler, Noll and Vo; IETF draft-eastlake-fnv, section 2).
  private static func hash(_ text: String) -> UInt64 {
    text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }

  /// A text as an ID: runs of anything but letters and digits become one `-`.
  static func id(_ text: String) -> String {
    let words = text.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
    return String(words.joined(separator: "-").prefix(80))
  }
}
