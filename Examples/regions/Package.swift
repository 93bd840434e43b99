// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "regions",
  dependencies: [.package(name: "ridgeline", path: "../..")],
  targets: [
    .executableTarget(
      name: "regions",
      dependencies: [.product(name: "RidgelineCounting", package: "ridgeline")], path: ".",
      exclude: ["regions.c"], sources: ["Regions.swift"])
  ]
)
