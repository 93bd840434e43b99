import FoundationEssentials
import MeasuredProfiles

/// The recorded profiles beside these tests.
enum Recorded {
  /// The path of one of them.
  static func path(_ name: String) -> String {
    URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Recorded/\(name)").path()
  }

  /// A profile of this text; an error calls its file FILE.
  static func read(_ text: String) throws -> MeasuredProfile {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "profile.json")
    try Data(text.utf8).write(to: file)
    do {
      return try ProfileReader.read(path: file.path())
    } catch {
      var named = error
      named.location = "FILE"
      throw named
    }
  }
}
