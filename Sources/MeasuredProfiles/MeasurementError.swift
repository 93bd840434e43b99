/// Why measurements could not be read or used.
public struct MeasurementError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kind of failure.
  public struct Code: Sendable, Hashable {
    private enum Kind { case file, unrecognised, syntax, value, matching }
    private let kind: Kind

    /// The file cannot be opened, or is empty.
    public static let file = Code(kind: .file)
    /// No reader knows the file.
    public static let unrecognised = Code(kind: .unrecognised)
    /// The file is not as its program writes it.
    public static let syntax = Code(kind: .syntax)
    /// A number that cannot be: a time below zero, one that is none.
    public static let value = Code(kind: .value)
    /// The measurements are of something else than the model.
    public static let matching = Code(kind: .matching)
  }

  /// The kind of failure.
  public var code: Code
  /// What is wrong.
  public var what: String
  /// Where: the file, and the place in it.
  public var location: String
  /// What to do about it.
  public var remedy: String

  /// A failure at `location`.
  public init(_ code: Code, _ what: String, location: String, remedy: String) {
    self.code = code
    self.what = what
    self.location = location
    self.remedy = remedy
  }

  /// One line: where, what, and what to do.
  public var description: String {
    let text = "\(location): \(what); \(remedy)"
    return String(text.map { $0.isNewline || $0 == "\u{1B}" ? " " : $0 })
  }
}
