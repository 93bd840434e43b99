// swift-tools-version: 6.2
import PackageDescription

// The sources are those of the package above, by links: a plugin of that package, which this one would
// have to build too, cannot be linked with libFuzzer.
let package = Package(
  name: "fuzzing",
  targets: [
    .systemLibrary(name: "CZlib"),
    .target(name: "Gzip", dependencies: ["CZlib"]),
    .target(name: "ModelFormats", dependencies: ["Gzip", "ModelGraph"]),
    .target(name: "ModelGraph"),
    .target(name: "Operators", dependencies: ["ModelGraph"]),
    .target(name: "FuzzDriver"),
    .executableTarget(
      name: "FuzzModels", dependencies: ["FuzzDriver", "ModelFormats", "ModelGraph", "Operators"],
      swiftSettings: [.unsafeFlags(["-parse-as-library"])],
      linkerSettings: [.unsafeFlags(["-sanitize=fuzzer,address"])]),
  ]
)

for target in package.targets where !["CZlib", "FuzzDriver"].contains(target.name) {
  let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    // What the fuzzer steers by, and reading past the end of a file.
    .unsafeFlags(["-sanitize=fuzzer,address"]),
  ]
  target.swiftSettings = (target.swiftSettings ?? []) + settings
}
