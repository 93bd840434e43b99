import Devices
import ModelGraph

/// Why a file that describes operators could not be used.
public struct OperatorFileError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong.
  public var what: String
  /// The file.
  public var file: String
  /// The line in it, from 1; nil where it is the whole file or the text says it.
  public var line: Int?
  /// The path of the key, as in `operators[0].outputs[1].shape[2]`; empty where it is the whole file.
  public var keyPath: String
  /// What to do about it.
  public var remedy: String

  /// A failure.
  init(_ what: String, file: String = "", line: Int? = nil, keyPath: String = "", remedy: String) {
    self.what = what
    self.file = file
    self.line = line
    self.keyPath = keyPath
    self.remedy = remedy
  }

  /// What a reader of JSON5 found.
  init(_ error: DeviceError) {
    let remedy = error.code == .file ? "give a file that describes operators" : error.remedy
    self.init(
      error.what, file: error.file, keyPath: error.keyPath,
      remedy: remedy.replacing("docs/Device-profiles.md", with: "docs/Own-operators.md"))
  }

  /// One line: where, what, and what to do.
  public var description: String {
    let place = file + (line.map { ":\($0)" } ?? "")
    return [place, keyPath, remedy.isEmpty ? what : "\(what); \(remedy)"]
      .filter { !$0.isEmpty }.joined(separator: ": ").singleLine
  }
}
