// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that nobody who uses Ridgeline builds its benchmarks.
let package = Package(
  name: "ridgeline-benchmarks",
  dependencies: [.package(name: "ridgeline", path: "..")],
  targets: [
    .executableTarget(
      name: "StageBenchmark",
      dependencies: [.product(name: "RidgelineKit", package: "ridgeline")],
      swiftSettings: [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .treatAllWarnings(as: .error),
      ]),
    .executableTarget(
      name: "LatencyAccuracy",
      dependencies: [.product(name: "RidgelineKit", package: "ridgeline")],
      swiftSettings: [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .treatAllWarnings(as: .error),
      ]),
  ]
)
