import FoundationEssentials
import ModelFormats
import ModelGraph

/// The models that ship with the project.
enum Examples {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Examples")

  /// The graph of one of them.
  static func graph(_ file: String) throws -> Graph {
    try ModelReader.read(path: folder.appending(path: file).path())
  }
}
