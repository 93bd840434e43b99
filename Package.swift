// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "ridgeline",
  products: [
    .library(
      name: "RidgelineKit",
      targets: ["ModelFormats", "ModelGraph", "Operators"])
  ],
  dependencies: [],
  targets: [
    .target(name: "ModelFormats", dependencies: ["ModelGraph"]),
    .target(name: "ModelGraph"),
    .target(name: "Operators", dependencies: ["ModelGraph"]),
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
