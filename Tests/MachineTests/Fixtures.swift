import Foundation
import Machine

/// A folder of recorded files.
enum Fixture {
  /// The path of a recorded topology.
  static func topology(_ name: String) -> String {
    URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Recorded/\(name).xml").path()
  }

  /// Runs `body` with the files of a recorded system, and removes them.
  static func withSystem<Value>(
    _ files: [String: String], _ body: (SystemFiles) throws -> Value
  ) throws -> Value {
    let root = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: root) }
    try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
    for (path, text) in files {
      let file = root.appending(path: path)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    return try body(SystemFiles(root: root.path()))
  }
}
