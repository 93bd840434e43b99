// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "ridgeline",
  products: [
    .executable(name: "ridgeline", targets: ["RidgelineCommand"]),
    .library(name: "RidgelineCounting", targets: ["RidgelineCounting"]),
    .library(
      name: "RidgelineKit",
      targets: [
        "Calibration", "CountConventions", "Devices", "Diffs", "LatencyModels", "ModelFormats",
        "ModelGraph", "OperatorFiles", "Operators", "Reports", "Roofline", "Sweeps",
      ]),
  ],
  traits: [
    .trait(
      name: "HardwareCounters",
      description: "Reads the processor's event counters through PAPI (libpapi-dev)."),
    .default(enabledTraits: ["HardwareCounters"]),
  ],
  dependencies: [
    // Subcommands, --help, completion scripts and usage errors, as every Swift tool has them.
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    // The template of the report page. Only the tool that embeds it while the program is built needs
    // it: in the program it would bring all of Foundation along, and make it four times as large.
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
  ],
  targets: [
    .target(
      name: "Charts",
      dependencies: [
        "Devices", "LatencyModels", "ModelGraph", "Operators", "Reports", "Roofline", "Sweeps",
      ],
      plugins: ["EmbedPage"]),
    // C, because only C takes assembly. Optimised in debug builds too: the numbers mean nothing else.
    .target(name: "CMicroKernels", cSettings: [.unsafeFlags(["-O2"])]),
    // The header with which programs mark regions; it is all that a C program needs.
    .target(name: "CRidgelineRegions"),
    // perf_event_open and fork: what Swift cannot call.
    .target(name: "CProgramCounting"),
    // Calls of a library that is loaded where it is first asked for.
    .target(name: "CForwards"),
    // What a machine is made of, on every processor and system, also from a recorded file.
    .target(name: "CHwloc", dependencies: ["CForwards"]),
    // Event counters of every processor under one interface.
    .target(name: "CPAPI", dependencies: ["CForwards"]),
    // What processors count, a file for each family; embedded as the profiles are.
    .target(name: "CounterGroups", plugins: ["EmbedProfiles"]),
    // Expands gzip: every system has it, and none should have our own.
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "Gzip", dependencies: ["CZlib"]),
    .target(name: "CountConventions", dependencies: ["ModelGraph", "Operators"]),
    .target(
      name: "Calibration",
      dependencies: [
        "Devices", "LatencyModels", "MeasuredProfiles", "ModelFormats", "ModelGraph", "Operators",
      ]),
    .target(name: "Devices", dependencies: ["HardwareProfiles"]),
    .target(name: "Diffs", dependencies: ["Devices", "ModelGraph", "Operators", "Roofline"]),
    // The profiles' folder is a target of its own, so that a build notices what comes and goes there.
    .target(
      name: "HardwareProfiles", path: "HardwareProfiles", exclude: ["profile.schema.json"],
      plugins: ["EmbedProfiles"]),
    .plugin(
      name: "EmbedProfiles", capability: .buildTool(), dependencies: ["EmbedProfilesTool"]),
    .plugin(name: "EmbedPage", capability: .buildTool(), dependencies: ["EmbedPageTool"]),
    .executableTarget(
      name: "EmbedPageTool",
      dependencies: [.product(name: "Mustache", package: "swift-mustache")]),
    .executableTarget(name: "EmbedProfilesTool"),
    .target(
      name: "LatencyModels",
      dependencies: ["Devices", "LatencyParameters", "ModelGraph", "Operators", "Roofline"]),
    // A target for the same reason: what runtimes and devices achieve, a file for each.
    .target(name: "LatencyParameters", path: "LatencyParameters", plugins: ["EmbedProfiles"]),
    .target(
      name: "Machine",
      dependencies: [
        "CHwloc", .target(name: "CPAPI", condition: .when(traits: ["HardwareCounters"])),
      ]),
    .target(name: "MeasuredProfiles", dependencies: ["ModelGraph", "Operators"]),
    .target(
      name: "MicroBenchmarks",
      dependencies: ["CMicroKernels", "CounterGroups", "Devices", "Machine", "ProgramCounting"]),
    .target(name: "ModelFormats", dependencies: ["Gzip", "ModelGraph"]),
    // Apart from Reports, whose library is for programs without hwloc and PAPI.
    .target(
      name: "MachineReports",
      dependencies: [
        "CounterGroups", "Devices", "Machine", "MicroBenchmarks", "ProgramCounting", "Reports",
      ]),
    .target(name: "ModelGraph"),
    .target(name: "Operators", dependencies: ["ModelGraph"]),
    // Apart from Operators, which reads no files.
    .target(name: "OperatorFiles", dependencies: ["Devices", "ModelGraph", "Operators"]),
    .target(
      name: "Reports",
      dependencies: [
        "CountConventions", "Devices", "Diffs", "LatencyModels", "MeasuredProfiles", "ModelFormats",
        "ModelGraph", "Operators", "Roofline", "Sweeps",
      ]),
    .target(
      name: "ProgramCounting",
      dependencies: [
        "CMicroKernels", "CProgramCounting", "CRidgelineRegions", "CounterGroups", "Machine",
      ]),
    .executableTarget(
      name: "RidgelineCommand",
      dependencies: [
        "Calibration", "Charts", "CountConventions", "CounterGroups", "Devices", "Diffs", "Gzip",
        "LatencyModels", "Machine", "MachineReports", "MeasuredProfiles", "MicroBenchmarks",
        "ModelFormats", "ModelGraph", "OperatorFiles", "Operators", "ProgramCounting", "Reports",
        "Roofline",
        "Sweeps",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    // Counting for programs: a library of its own, with hwloc and PAPI behind it.
    .target(
      name: "RidgelineCounting", dependencies: ["CounterGroups", "Machine", "ProgramCounting"]),
    .target(name: "Roofline", dependencies: ["Devices", "ModelGraph", "Operators"]),
    .target(name: "Sweeps", dependencies: ["Devices", "ModelGraph", "Operators", "Roofline"]),
    .testTarget(
      name: "ChartsTests",
      dependencies: [
        "Charts", "Devices", "ModelFormats", "ModelGraph", "Operators", "Reports", "Roofline",
        "Sweeps",
      ],
      exclude: ["Snapshots"]),
    .testTarget(
      name: "CalibrationTests",
      dependencies: [
        "Calibration", "Devices", "LatencyModels", "MeasuredProfiles", "ModelFormats",
        "ModelGraph", "Operators",
      ]),
    .testTarget(
      name: "CMicroKernelsTests", dependencies: ["CMicroKernels"], exclude: ["Fixtures"]),
    // The whole program, run as users run it.
    .testTarget(name: "CountCommandTests", dependencies: ["RidgelineCommand"]),
    .testTarget(
      name: "CounterGroupsTests", dependencies: ["CounterGroups"], exclude: ["Fixtures"]),
    .testTarget(
      name: "CountConventionsTests",
      dependencies: ["CountConventions", "ModelFormats", "ModelGraph", "Operators"]),
    .testTarget(name: "DevicesTests", dependencies: ["Devices"]),
    .testTarget(
      name: "DiffsTests", dependencies: ["Devices", "Diffs", "ModelGraph", "Operators", "Roofline"]
    ),
    .testTarget(
      name: "LatencyModelsTests",
      dependencies: ["Devices", "LatencyModels", "ModelGraph", "Operators", "Roofline"]),
    .testTarget(
      name: "MachineReportsTests",
      dependencies: ["Devices", "Machine", "MachineReports", "MicroBenchmarks", "Reports"],
      exclude: ["Snapshots"]),
    .testTarget(
      name: "MachineTests", dependencies: ["Machine"], exclude: ["Pretended", "Recorded"]),
    .testTarget(
      name: "MeasuredProfilesTests",
      dependencies: [
        "Devices", "LatencyModels", "MeasuredProfiles", "ModelFormats", "ModelGraph", "Operators",
        "Reports", "Roofline",
      ],
      exclude: ["Recorded"]),
    .testTarget(
      name: "MicroBenchmarksTests",
      dependencies: [
        "CMicroKernels", "Devices", "Machine", "MicroBenchmarks", "ProgramCounting",
      ]),
    .testTarget(name: "GzipTests", dependencies: ["Gzip"]),
    .testTarget(
      name: "ModelFormatsTests", dependencies: ["ModelFormats", "ModelGraph", "Operators"]),
    .testTarget(name: "ModelGraphTests", dependencies: ["ModelGraph"]),
    .testTarget(
      name: "OperatorFilesTests",
      dependencies: ["Devices", "ModelGraph", "OperatorFiles", "Operators", "Reports", "Roofline"]),
    .testTarget(
      name: "OperatorsTests", dependencies: ["ModelFormats", "ModelGraph", "Operators"]),
    .testTarget(
      name: "ProgramCountingTests",
      dependencies: ["CounterGroups", "Machine", "ProgramCounting", "RidgelineCounting"],
      exclude: ["Programs"]),
    .testTarget(
      name: "ReportsTests",
      dependencies: [
        "Devices", "Diffs", "ModelGraph", "Operators", "Reports", "Roofline", "Sweeps",
      ],
      exclude: ["Snapshots"]),
    .testTarget(
      name: "RooflineTests", dependencies: ["Devices", "ModelGraph", "Operators", "Roofline"]),
    .testTarget(name: "StructureTests"),
    .testTarget(
      name: "SweepsTests",
      dependencies: ["Devices", "ModelGraph", "Operators", "Roofline", "Sweeps"]),
  ]
)

for target in package.targets where ![.plugin, .system].contains(target.type) {
  target.swiftSettings = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
  ]
}
