// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "ridgeline",
  products: [
    .library(
      name: "RidgelineKit",
      targets: ["Devices", "ModelFormats", "ModelGraph", "Operators"])
  ],
  dependencies: [],
  targets: [
    .target(name: "Devices", dependencies: ["HardwareProfiles"]),
    // The profiles' folder is a target of its own, so that a build notices what comes and goes there.
    .target(
      name: "HardwareProfiles", path: "HardwareProfiles", exclude: ["profile.schema.json"],
      plugins: ["EmbedProfiles"]),
    .plugin(
      name: "EmbedProfiles", capability: .buildTool(), dependencies: ["EmbedProfilesTool"]),
    .executableTarget(name: "EmbedProfilesTool"),
    .target(name: "ModelFormats", dependencies: ["ModelGraph"]),
    .target(name: "ModelGraph"),
    .target(name: "Operators", dependencies: ["ModelGraph"]),
    .testTarget(name: "DevicesTests", dependencies: ["Devices"]),
    .testTarget(name: "ModelFormatsTests", dependencies: ["ModelFormats", "ModelGraph"]),
    .testTarget(name: "ModelGraphTests", dependencies: ["ModelGraph"]),
    .testTarget(
      name: "OperatorsTests", dependencies: ["ModelFormats", "ModelGraph", "Operators"]),
    .testTarget(name: "StructureTests"),
  ]
)

for target in package.targets where target.type != .plugin {
  target.swiftSettings = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
  ]
}
