/// Why a device profile could not be found, read, or used.
public struct DeviceError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kind of failure.
  public struct Code: Sendable, Hashable {
    private enum Kind {
      case file, syntax, version, unknownKey, missingKey, type, value, duplicate, source
      case unknownDevice, ambiguousDevice
    }
    private let kind: Kind

    /// The file cannot be opened, or is no file that holds a profile: a directory, empty, too large.
    public static let file = Code(kind: .file)
    /// The text is not JSON5.
    public static let syntax = Code(kind: .syntax)
    /// The profile follows another version of the format.
    public static let version = Code(kind: .version)
    /// A key that the format does not have.
    public static let unknownKey = Code(kind: .unknownKey)
    /// A key that the format asks for.
    public static let missingKey = Code(kind: .missingKey)
    /// A value of another type than its key asks for.
    public static let type = Code(kind: .type)
    /// A value out of its range.
    public static let value = Code(kind: .value)
    /// Something that stands twice where it may stand once.
    public static let duplicate = Code(kind: .duplicate)
    /// A figure that names a source which the profile does not list.
    public static let source = Code(kind: .source)
    /// No device has this name.
    public static let unknownDevice = Code(kind: .unknownDevice)
    /// Several devices have this name.
    public static let ambiguousDevice = Code(kind: .ambiguousDevice)
  }

  /// The kind of failure.
  public var code: Code
  /// What is wrong.
  public var what: String
  /// The file, or the ID of a shipped profile; empty where a name was looked up.
  public var file: String
  /// The path of the key in the profile, as in `compute[3].flopsPerSecond.value`; empty where it is
  /// the whole file.
  public var keyPath: String
  /// What to do about it.
  public var remedy: String

  /// A failure; the texts may quote the file: ``description`` escapes what is not printable.
  public init(
    _ code: Code, _ what: String, file: String = "", keyPath: String = "", remedy: String
  ) {
    self.code = code
    self.what = what
    self.file = file
    self.keyPath = keyPath
    self.remedy = remedy
  }

  /// Where: the file and the key path.
  public var location: String {
    [file, keyPath].filter { !$0.isEmpty }.joined(separator: ": ")
  }

  /// One line: where, what, and what to do.
  public var description: String {
    [location, remedy.isEmpty ? what : "\(what); \(remedy)"].filter { !$0.isEmpty }
      .joined(separator: ": ").singleLine
  }

  /// The same failure in a named file.
  package func inFile(_ file: String) -> DeviceError {
    var error = self
    error.file = file
    return error
  }
}
