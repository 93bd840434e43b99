import Testing

/// SwiftPM compiles an import that the manifest does not declare; these tests do not let it pass.
@Suite("The arrows between targets")
struct ArrowTests {
  private let manifest: Manifest

  init() throws {
    manifest = Manifest(try SourceTree.file("Package.swift").text)
  }

  @Test("every target of the manifest has a line in the table, and every line a target")
  func tableIsComplete() throws {
    let tests = Set(try SourceTree.folders(in: "Tests"))
    let targets = Set(manifest.dependencies.keys).subtracting(tests)
    #expect(targets.sorted() == Arrow.all.map(\.target).sorted())
    let inTheirOwnFolder = Arrow.all.filter { $0.otherFolder == nil }.map(\.target)
    #expect(try SourceTree.folders(in: "Sources") == inTheirOwnFolder.sorted())
  }

  @Test("a source imports only what the table allows its target", arguments: Arrow.all)
  func sourcesFollowTheTable(_ arrow: Arrow) throws {
    let allowed = arrow.imports.union(arrow.toolchain)
    for file in try SourceTree.swiftFiles(in: arrow.folder) {
      for module in imports(ofSwift: file.text) where !allowed.contains(module) {
        Issue.record("\(file) imports \(module), which the table does not allow \(arrow.target)")
      }
    }
    for file in try SourceTree.files(in: arrow.folder, endings: [".c", ".h"]) {
      for target in includes(ofC: file.text, in: arrow.target) where !allowed.contains(target) {
        Issue.record("\(file) includes \(target), which the table does not allow \(arrow.target)")
      }
    }
  }

  @Test("the manifest declares what the sources import, and nothing else", arguments: Arrow.all)
  func manifestFollowsTheSources(_ arrow: Arrow) throws {
    let imported = Set(
      try SourceTree.swiftFiles(in: arrow.folder).flatMap { imports(ofSwift: $0.text) }
        + SourceTree.files(in: arrow.folder, endings: [".c", ".h"]).flatMap {
          includes(ofC: $0.text, in: arrow.target)
        })
    #expect(manifest.dependencies[arrow.target] == imported.subtracting(arrow.toolchain))
  }

  @Test("a test imports only what the manifest declares for it")
  func testsFollowTheManifest() throws {
    for target in try SourceTree.folders(in: "Tests") {
      let allowed = try #require(manifest.dependencies[target], "\(target) is not in the manifest")
        .union(Arrow.toolchainOfTests)
      for file in try SourceTree.swiftFiles(in: "Tests/\(target)") {
        for module in imports(ofSwift: file.text) where !allowed.contains(module) {
          Issue.record("\(file) imports \(module), which the manifest does not declare")
        }
      }
    }
  }

  @Test("no arrow of the table leads back to where it came from", arguments: Arrow.all)
  func noCycle(_ arrow: Arrow) {
    let next = Dictionary(uniqueKeysWithValues: Arrow.all.map { ($0.target, $0.imports) })
    var reached: Set<String> = []
    var open = Array(arrow.imports)
    while let target = open.popLast() {
      if reached.insert(target).inserted { open += next[target] ?? [] }
    }
    #expect(!reached.contains(arrow.target))
  }
}
