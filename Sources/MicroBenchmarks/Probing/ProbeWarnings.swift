package import Machine

/// What may spoil a measurement, one sentence each.
package struct ProbeWarnings: ~Copyable {
  /// More threads than this share of the processors want to run beside a probe: a guess.
  private static let mostLoad = 0.25
  /// More stolen time than this share is worth a word: a guess.
  private static let mostStolen = 0.005

  private let machine: MachineDescription
  private let processors: Int
  private let meter = DisturbanceMeter()
  private let before: DisturbanceReading
  private let isDebugBuild: Bool

  /// Warnings of a probe that begins now.
  package init(_ machine: MachineDescription, isDebugBuild: Bool = Self.isDebugBuild) {
    self.machine = machine
    self.isDebugBuild = isDebugBuild
    processors = machine.topology.processingUnits.count
    before = meter.read()
  }

  /// Whether this code was compiled for debugging.
  package static var isDebugBuild: Bool {
    #if DEBUG
      true
    #else
      false
    #endif
  }

  /// What was in the way when it began.
  package func atStart(_ probed: ProbedMachine) -> [String] {
    var warnings: [String] = []
    if isDebugBuild {
      warnings.append(
        "This is a debug build: the kernels are optimised all the same, what runs between them is not."
      )
    }
    if let system = machine.system {
      warnings += system.notes(allowed: machine.topology.allowed.count)
      if let load = system.load, load > Self.mostLoad * Double(max(processors, 1)) {
        warnings.append(
          "Others work on this machine: \((load * 100).rounded() / 100) threads wanted to run "
            + "in the last minute, on \(processors) processors.")
      }
    }
    if !probed.reachesMainMemory {
      warnings.append(
        "Memory is short: \(probed.bytesPerThread >> 20) MiB a thread are less than twice the last "
          + "cache, so that main memory may not be told from it.")
    }
    return warnings
  }

  /// What came in the way since it began, which took `seconds`.
  package func atEnd(seconds: Double) -> [String] {
    guard let stolen = meter.read().since(before).stolenSeconds, seconds > 0 else { return [] }
    let share = stolen / seconds / Double(max(processors, 1))
    guard share > Self.mostStolen else { return [] }
    return [
      "The hypervisor gave \((share * 1000).rounded() / 10) % of the processors' time to others."
    ]
  }
}
