import FoundationEssentials

/// A folder that is there while a test needs it.
struct TemporaryFolder: ~Copyable {
  /// The folder.
  let path: String

  /// A new, empty folder.
  init() throws {
    path = FileManager.default.temporaryDirectory.path() + "/ridgeline-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file and returns its path.
  @discardableResult
  func write(_ text: String, to name: String) throws -> String {
    try write(bytes: Array(text.utf8), to: name)
  }

  /// Writes a file and returns its path.
  @discardableResult
  func write(bytes: [UInt8], to name: String) throws -> String {
    let file = "\(path)/\(name)"
    try Data(bytes).write(to: URL(filePath: file))
    return file
  }
}
