/// Why a network cannot be held against a device.
public struct RooflineError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kind of failure.
  public struct Code: Sendable, Hashable {
    private enum Kind { case precision }
    private let kind: Kind

    /// The device computes neither in the precision nor in one that can stand for it.
    public static let precision = Code(kind: .precision)
  }

  /// The kind of failure.
  public var code: Code
  /// What is wrong.
  public var what: String
  /// Where: the device's ID.
  public var location: String
  /// What to do about it.
  public var remedy: String

  /// One line: where, what, and what to do.
  public var description: String { "device \(location): \(what); \(remedy)" }
}
