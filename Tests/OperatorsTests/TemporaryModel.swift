import FoundationEssentials
import ModelFormats
import ModelGraph

/// A model file that lives as long as a test reads it.
enum TemporaryModel {
  /// The graph of a file of this text and name.
  static func graph(_ text: String, name: String) throws -> Graph {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: name)
    try Data(text.utf8).write(to: file)
    return try ModelReader.read(path: file.path())
  }
}
