// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "ridgeline",
  products: [
    .executable(name: "ridgeline", targets: ["RidgelineCommand"]),
    .library(
      name: "RidgelineKit",
      targets: ["ModelGraph", "ModelFormats", "Operators", "Devices", "Roofline", "Reports"]),
  ],
  dependencies: [
    // Subcommands, --help, completion scripts and usage errors, as every Swift tool has them.
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    .target(name: "ModelGraph"),
    .target(name: "ModelFormats", dependencies: ["ModelGraph"]),
    .target(name: "Operators", dependencies: ["ModelGraph"]),
    .target(name: "Devices"),
    .target(name: "Roofline", dependencies: ["ModelGraph", "Operators", "Devices"]),
    .target(name: "Reports", dependencies: ["Roofline"]),
    .executableTarget(
      name: "RidgelineCommand",
      dependencies: [
        "ModelGraph", "ModelFormats", "Operators", "Devices", "Roofline", "Reports",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .testTarget(name: "ModelGraphTests", dependencies: ["ModelGraph"]),
    .testTarget(name: "DevicesTests", dependencies: ["Devices"]),
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
