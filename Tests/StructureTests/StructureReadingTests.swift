import Testing

/// The readers of this target find what they are to find.
@Suite("Reading imports and manifests")
struct StructureReadingTests {
  @Test(
    "finds the module of an import, however it is written",
    arguments: [
      ("import A", ["A"]),
      ("  public import A", ["A"]),
      ("@preconcurrency import A", ["A"]),
      ("@_spi(B) package import A", ["A"]),
      ("import struct A.B", ["A"]),
      ("import A" + "; " + "import B", ["A", "B"]),
      ("import A\nimport B\nimport A", ["A", "B"]),
      ("// import A", []),
      ("let important = 1", []),
    ])
  func readsImports(text: String, modules: [String]) {
    #expect(imports(ofSwift: text) == modules)
  }

  @Test("finds a target's dependencies, and not the packages or conditions beside them")
  func readsManifest() {
    let manifest = Manifest(
      """
      let package = Package(
        dependencies: [.package(url: "https://example.org/parser", from: "1.0.0")],
        targets: [
          .target(name: "A"),
          .target(
            name: "B",
            // Brackets ] and "names" in a comment mean nothing.
            dependencies: [
              "A",  // nor "here"
              .product(
                name: "Parser", package: "parser", condition: .when(traits: ["Extra"])),
              .target(name: "C"),
            ],
            plugins: ["Maker"]),
          .executableTarget(name: "tool", dependencies: ["B"]),
          .testTarget(name: "BTests", dependencies: ["B"], resources: [.copy("Snapshots")]),
        ])
      """)
    #expect(manifest.dependencies["A"] == [])
    #expect(manifest.dependencies["B"] == ["A", "Parser", "C"])
    #expect(manifest.dependencies["C"] == [])
    #expect(manifest.dependencies["tool"] == ["B"])
    #expect(manifest.dependencies["BTests"] == ["B"])
  }
}
