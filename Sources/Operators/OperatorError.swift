import ModelGraph

/// Why a network's work could not be counted.
public struct OperatorError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kind of failure.
  public struct Code: Sendable, Hashable {
    private enum Kind { case shape, attribute, overflow, dimension, unsupported, batch, value }
    private let kind: Kind

    /// Shapes that do not go together, or a size that does not divide.
    public static let shape = Code(kind: .shape)
    /// A setting that is missing or out of its range.
    public static let attribute = Code(kind: .attribute)
    /// A count past 2⁶³ − 1, or a tensor too large to exist.
    public static let overflow = Code(kind: .overflow)
    /// A size that the model leaves open and the user did not give.
    public static let dimension = Code(kind: .dimension)
    /// An operator without a rule, where that is an error.
    public static let unsupported = Code(kind: .unsupported)
    /// A shape that depends on values which are known only while the model runs.
    public static let unknownValue = Code(kind: .value)
    /// A batch size that the model does not allow.
    public static let batch = Code(kind: .batch)
  }

  /// The kind of failure.
  public var code: Code
  /// What is wrong.
  public var what: String
  /// Where: the layer's name and its place in the file; empty where it is the whole model.
  public var location: String
  /// What to do about it.
  public var remedy: String

  /// A failure; a rule leaves `location` to the evaluation, which knows it.
  public init(_ code: Code, _ what: String, location: String = "", remedy: String = "") {
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
