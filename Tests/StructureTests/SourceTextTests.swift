import Testing

/// What the conventions ask of each file, as far as text shows it.
@Suite("The files of the package")
struct SourceTextTests {
  private static let codeFolders = ["Sources", "Tests", "Plugins", "Benchmarks"]
  private static let otherFolders = ["Examples", "HardwareProfiles", "Scripts", "docs"]

  /// A file may be this long; a longer one says why in a comment that begins with `longFileMark`.
  private static let mostLines = 400
  private static let longFileMark = "// Over \(mostLines) lines"

  @Test("a file has at most 400 lines, or a comment that says why not")
  func length() throws {
    for folder in Self.codeFolders {
      for file in try SourceTree.files(in: folder, endings: [".swift", ".c", ".h"]) {
        let isExcused = file.text.contains(Self.longFileMark) || file.text.contains("DO NOT EDIT")
        #expect(
          file.lines.count <= Self.mostLines || isExcused,
          "\(file): split it, or say why in a comment that begins with \(Self.longFileMark)")
      }
    }
  }

  @Test("no file names a place on somebody's machine")
  func noMachinePaths() throws {
    // In pieces, so that this file does not hold what it looks for.
    let places = ["home", "root", "Users", "work", "tmp/wt"].map { "/" + $0 + "/" }
    for folder in Self.codeFolders + Self.otherFolders {
      for file in try SourceTree.files(in: folder, endings: [""]) {
        for place in places {
          #expect(!file.text.contains(place), "\(file) names \(place)")
        }
      }
    }
  }

  @Test(
    "no source takes a shortcut that ends the program", arguments: ["try!", "as!", "fatalError("])
  func noTraps(_ shortcut: String) throws {
    for file in try SourceTree.swiftFiles(in: "Sources") {
      for (number, line) in file.lines.enumerated() where !line.contains("//") {
        #expect(!line.contains(shortcut), "\(file):\(number + 1) has \(shortcut)")
      }
    }
  }
}
