import ModelGraph

/// Why a model file could not be read.
public struct FormatError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kind of failure.
  public struct Code: Sendable, Hashable {
    private enum Kind { case file, unrecognised, syntax, value, reference, unsupported }
    private let kind: Kind

    /// The file cannot be opened, or is no file that holds a model: a directory, a pipe, empty.
    public static let file = Code(kind: .file)
    /// No format's reader knows the file.
    public static let unrecognised = Code(kind: .unrecognised)
    /// The file is not written as its format asks: cut off, binary where text is due, malformed.
    public static let syntax = Code(kind: .syntax)
    /// A setting that is missing, unreadable or out of its range.
    public static let value = Code(kind: .value)
    /// Something is named that the file does not hold: a layer, a tensor; or a layer needs itself.
    public static let reference = Code(kind: .reference)
    /// The file is right, and holds something that is not read.
    public static let unsupported = Code(kind: .unsupported)
  }

  /// The kind of failure.
  public var code: Code
  /// What is wrong.
  public var what: String
  /// Where: the file, and the line, key or layer in it: `yolov3.cfg:12`, `a.onnx: node conv1`.
  public var location: String
  /// What to do about it.
  public var remedy: String

  /// A failure at `location`; all texts may quote the file: ``description`` escapes what is not
  /// printable.
  public init(_ code: Code, _ what: String, location: String, remedy: String) {
    self.code = code
    self.what = what
    self.location = location
    self.remedy = remedy
  }

  /// One line: where, what, and what to do.
  public var description: String {
    let place = location.isEmpty ? "" : "\(location): "
    return (place + what + (remedy.isEmpty ? "" : "; \(remedy)")).singleLine
  }
}

extension String {
  /// The text in quotation marks for a message, cut after 40 characters.
  package var quoted: String {
    let start = prefix(40)
    return "\"\(start)\(start.endIndex == endIndex ? "" : "…")\""
  }
}
