/// Why measurements are no ground for a calibration.
public struct CalibrationError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kind of failure.
  public struct Code: Sendable, Hashable {
    private enum Kind {
      case empty, value, unit, contradiction, few, device, program, table, interrupted
    }
    private let kind: Kind

    /// There is no measurement.
    public static let empty = Code(kind: .empty)
    /// A time that cannot be: zero, below zero, none.
    public static let value = Code(kind: .value)
    /// The times seem to be in another unit.
    public static let unit = Code(kind: .unit)
    /// The same operator took very different times.
    public static let contradiction = Code(kind: .contradiction)
    /// There are too few measurements to tell the parameters.
    public static let few = Code(kind: .few)
    /// The measurements are of several devices, or of another one.
    public static let device = Code(kind: .device)
    /// A program that is needed is not there, or failed.
    public static let program = Code(kind: .program)
    /// The table is no table of measurements.
    public static let table = Code(kind: .table)
    /// The user ended it.
    public static let interrupted = Code(kind: .interrupted)
  }

  /// The kind of failure.
  public var code: Code
  /// What is wrong.
  public var what: String
  /// What to do about it.
  public var remedy: String

  /// What a calibration says that the user ended early.
  static let interrupted = CalibrationError(
    .interrupted, "interrupted", remedy: "nothing was written")

  /// A failure.
  public init(_ code: Code, _ what: String, remedy: String) {
    self.code = code
    self.what = what
    self.remedy = remedy
  }

  /// One line: what, and what to do.
  public var description: String { "\(what); \(remedy)" }
}
