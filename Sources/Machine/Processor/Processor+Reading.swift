extension Processor {
  /// The processor of a machine, from what hwloc tells of it and, for this machine, the kernel.
  package static func reading(_ topology: Topology, files: SystemFiles? = nil) -> Processor {
    let info = ProcessorInfo(files?.text("/proc/cpuinfo") ?? "")
    let told = (topology.packages.first?.infos ?? [:]).merging(topology.infos) { first, _ in first }
    let arm = armParts(info, told: told)
    return Processor(
      name: (told["CPUModel"] ?? info.first("model name")).map(\.trimmed),
      vendor: told["CPUVendor"] ?? info.first("vendor_id") ?? told["CPUImplementer"]
        ?? info.first("CPU implementer"),
      identity: identity(info, told: told) ?? identity(arm: arm),
      microarchitectures: x86Name(info, told: told).map { [$0] } ?? names(arm: arm),
      architecture: told["Architecture"], features: info.features)
  }

  /// The four values that identify an x86 processor.
  private static func x86(
    _ info: ProcessorInfo, told: [String: String]
  ) -> (vendor: String, family: Int, model: Int, stepping: Int?)? {
    let number = { (hwloc: String, kernel: String) in
      told[hwloc].flatMap(ProcessorInfo.number) ?? info.number(kernel)
    }
    guard let vendor = told["CPUVendor"] ?? info.first("vendor_id"),
      let family = number("CPUFamilyNumber", "cpu family"),
      let model = number("CPUModelNumber", "model")
    else { return nil }
    return (vendor, family, model, number("CPUStepping", "stepping"))
  }

  private static func x86Name(_ info: ProcessorInfo, told: [String: String]) -> String? {
    x86(info, told: told).flatMap {
      Microarchitecture.name(
        vendor: $0.vendor, family: $0.family, model: $0.model, stepping: $0.stepping)
    }
  }

  private static func identity(_ info: ProcessorInfo, told: [String: String]) -> String? {
    x86(info, told: told).map { numbers in
      let stepping = numbers.stepping.map { " stepping \($0)" } ?? ""
      return "family \(numbers.family) model \(numbers.model)\(stepping)"
    }
  }

  /// An Arm design's numbers.
  private struct ArmPart: Hashable {
    let implementer: Int
    let part: Int
  }

  /// The Arm designs of the kernel's blocks, each once, or the one that hwloc tells.
  private static func armParts(_ info: ProcessorInfo, told: [String: String]) -> [ArmPart] {
    let blocks = info.blocks.map { ($0["CPU implementer"], $0["CPU part"]) }
    let recorded = [(told["CPUImplementer"], told["CPUPart"])]
    var parts: [ArmPart] = []
    for (implementer, part) in blocks + recorded {
      guard let implementer = implementer.flatMap(ProcessorInfo.number),
        let part = part.flatMap(ProcessorInfo.number)
      else { continue }
      let found = ArmPart(implementer: implementer, part: part)
      if !parts.contains(found) { parts.append(found) }
    }
    return parts
  }

  private static func identity(arm parts: [ArmPart]) -> String? {
    guard !parts.isEmpty else { return nil }
    return parts.map { part in
      "implementer 0x\(String(part.implementer, radix: 16)) part 0x\(String(part.part, radix: 16))"
    }.joined(separator: ", ")
  }

  private static func names(arm parts: [ArmPart]) -> [String] {
    parts.compactMap { Microarchitecture.name(implementer: $0.implementer, part: $0.part) }
  }
}

extension Processor {
  /// The designs of this machine's cores by what the kernel alone tells: without hwloc, which takes
  /// milliseconds to start.
  package static func microarchitectures(_ files: SystemFiles = SystemFiles()) -> [String] {
    let info = ProcessorInfo(files.text("/proc/cpuinfo") ?? "")
    return x86Name(info, told: [:]).map { [$0] } ?? names(arm: armParts(info, told: [:]))
  }
}
