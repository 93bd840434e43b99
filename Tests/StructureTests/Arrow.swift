import Testing

/// What one target may import: the arrows of the architecture, which the manifest and the sources
/// are held against.
struct Arrow: Sendable, CustomTestStringConvertible {
  /// The target that imports.
  var target: String
  /// The targets of this package, and the products of others, that it may import.
  var imports: Set<String> = []
  /// The modules of the toolchain that it may import. `Foundation` is in none: it makes the program
  /// several times larger and slower to start.
  var toolchain: Set<String> = []

  /// The folder of its sources, where that is not `Sources/<target>`.
  var otherFolder: String?

  /// The folder of its sources.
  var folder: String { otherFolder ?? "Sources/\(target)" }
  /// How a failure names it.
  var testDescription: String { target }

  /// Every target that is not a test; a new one gets a line here.
  static let all = [
    // Glibc: logarithms and angles.
    Arrow(
      target: "Charts",
      imports: [
        "Devices", "LatencyModels", "ModelGraph", "Operators", "Reports", "Roofline", "Sweeps",
      ],
      toolchain: ["FoundationEssentials", "Glibc"]),
    Arrow(target: "CMicroKernels"),
    Arrow(target: "ModelGraph"),
    Arrow(
      target: "ModelFormats", imports: ["Gzip", "ModelGraph"], toolchain: ["Glibc"]),
    Arrow(target: "Operators", imports: ["ModelGraph"]),
    Arrow(target: "OperatorFiles", imports: ["Devices", "ModelGraph", "Operators"]),
    Arrow(target: "CountConventions", imports: ["ModelGraph", "Operators"]),
    Arrow(
      target: "Devices", imports: ["HardwareProfiles"],
      toolchain: ["FoundationEssentials", "Glibc"]),
    Arrow(
      target: "Diffs", imports: ["Devices", "ModelGraph", "Operators", "Roofline"],
      toolchain: ["FoundationEssentials"]),
    Arrow(target: "HardwareProfiles", otherFolder: "HardwareProfiles"),
    Arrow(
      target: "EmbedPageTool", imports: ["Mustache"],
      toolchain: ["FoundationEssentials", "Glibc"]),
    Arrow(target: "EmbedProfilesTool", toolchain: ["FoundationEssentials", "Glibc"]),
    Arrow(
      target: "LatencyModels",
      imports: ["Devices", "LatencyParameters", "ModelGraph", "Operators", "Roofline"],
      // Glibc: logarithms and powers.
      toolchain: ["Glibc"]),
    Arrow(target: "LatencyParameters", otherFolder: "LatencyParameters"),
    Arrow(target: "CounterGroups", toolchain: ["FoundationEssentials"]),
    Arrow(
      target: "Calibration",
      imports: [
        "Devices", "LatencyModels", "MeasuredProfiles", "ModelFormats", "ModelGraph", "Operators",
      ],
      toolchain: ["Glibc"]),
    Arrow(target: "CForwards"),
    Arrow(target: "CHwloc", imports: ["CForwards"]),
    Arrow(target: "CZlib"),
    Arrow(target: "Gzip", imports: ["CZlib"]),
    Arrow(target: "CPAPI", imports: ["CForwards"]),
    Arrow(target: "CProgramCounting"),
    Arrow(target: "CRidgelineRegions"),
    Arrow(
      target: "RidgelineCounting", imports: ["CounterGroups", "Machine", "ProgramCounting"]),
    Arrow(
      target: "ProgramCounting",
      imports: [
        "CMicroKernels", "CProgramCounting", "CRidgelineRegions", "CounterGroups", "Machine",
      ],
      toolchain: ["Glibc"]),
    Arrow(target: "Machine", imports: ["CHwloc", "CPAPI"], toolchain: ["Glibc"]),
    Arrow(
      target: "MeasuredProfiles", imports: ["ModelGraph", "Operators"],
      toolchain: ["FoundationEssentials"]),
    Arrow(
      target: "MicroBenchmarks",
      imports: ["CMicroKernels", "CounterGroups", "Devices", "Machine", "ProgramCounting"],
      toolchain: ["Glibc"]),
    Arrow(
      target: "MachineReports",
      imports: [
        "CounterGroups", "Devices", "Machine", "MicroBenchmarks", "ProgramCounting", "Reports",
      ]),
    Arrow(target: "Roofline", imports: ["ModelGraph", "Operators", "Devices"]),
    Arrow(
      target: "Sweeps", imports: ["ModelGraph", "Operators", "Devices", "Roofline"],
      // Dispatch: all processors at once.
      toolchain: ["Dispatch", "Synchronization"]),
    Arrow(
      target: "Reports",
      imports: [
        "CountConventions", "ModelGraph", "ModelFormats", "Operators", "Devices", "Diffs",
        "LatencyModels", "MeasuredProfiles", "Roofline", "Sweeps",
      ],
      // Glibc: logarithms, for charts with logarithmic axes.
      toolchain: ["FoundationEssentials", "Glibc"]),
    Arrow(
      target: "RidgelineCommand",
      imports: [
        "Calibration", "Charts", "CountConventions", "CounterGroups", "Gzip", "ModelGraph",
        "ModelFormats", "OperatorFiles", "Operators",
        "Devices", "Diffs", "LatencyModels", "Machine", "MachineReports", "MeasuredProfiles",
        "MicroBenchmarks", "ProgramCounting", "Roofline", "Reports", "Sweeps", "ArgumentParser",
      ],
      toolchain: ["FoundationEssentials", "Glibc"]),
  ]

  /// What a test may import of the toolchain.
  static let toolchainOfTests: Set<String> = [
    "Foundation", "FoundationEssentials", "Glibc", "Synchronization", "Testing",
  ]
}
