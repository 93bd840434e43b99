import FoundationEssentials

/// The checkout that this test was compiled in.
enum SourceTree {
  /// The package's folder: three up from this file.
  static let root = String(#filePath).split(separator: "/", omittingEmptySubsequences: false)
    .dropLast(3).joined(separator: "/")

  /// A file of the checkout.
  struct File: Sendable, CustomStringConvertible {
    /// The path from the package's folder.
    var path: String
    /// What it holds.
    var text: String
    /// Its lines.
    var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
    /// How a failure names it.
    var description: String { path }
  }

  /// The folders directly under `folder`: the targets of `Sources` and `Tests`.
  static func folders(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "\(root)/\(folder)").sorted().filter {
      isFolder("\(folder)/\($0)")
    }
  }

  /// The files under `folder`, at any depth, with one of the endings; hidden folders (what is built,
  /// what is downloaded) and what is not text are left out. None where the folder is not there.
  static func files(in folder: String, endings: [String]) throws -> [File] {
    guard isFolder(folder) else { return [] }
    let names = try FileManager.default.contentsOfDirectory(atPath: "\(root)/\(folder)").sorted()
    return try names.filter { !$0.hasPrefix(".") }.flatMap { name -> [File] in
      let path = "\(folder)/\(name)"
      if isFolder(path) { return try files(in: path, endings: endings) }
      guard endings.contains(where: name.hasSuffix) else { return [] }
      return (try? file(path)).map { [$0] } ?? []
    }
  }

  /// The Swift files under `folder`.
  static func swiftFiles(in folder: String) throws -> [File] {
    try files(in: folder, endings: [".swift"])
  }

  /// The file at `path` from the package's folder.
  static func file(_ path: String) throws -> File {
    File(path: path, text: try String(contentsOfFile: "\(root)/\(path)", encoding: .utf8))
  }

  /// Whether there is a file or a folder at `path` from the package's folder.
  static func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: "\(root)/\(path)")
  }

  /// Whether there is a folder at `path` from the package's folder.
  private static func isFolder(_ path: String) -> Bool {
    var isFolder = false
    let exists = FileManager.default.fileExists(atPath: "\(root)/\(path)", isDirectory: &isFolder)
    return exists && isFolder
  }
}
