public import Devices

/// Why no latency can be expected: a parameter file, a runtime, a row or a device is at fault.
public struct LatencyError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kind of failure.
  public struct Code: Sendable, Hashable {
    private enum Kind { case file, value, runtime, device, precision, kernel, row }
    private let kind: Kind

    /// A file of parameters cannot be read.
    public static let file = Code(kind: .file)
    /// A parameter is out of its range, or is not one.
    public static let value = Code(kind: .value)
    /// No runtime has this name, or it does not run on the device.
    public static let runtime = Code(kind: .runtime)
    /// The device's profile lacks what the model needs.
    public static let device = Code(kind: .device)
    /// The device computes neither in the precision nor in one that can stand for it.
    public static let precision = Code(kind: .precision)
    /// The operator is not known, or lacks a size.
    public static let kernel = Code(kind: .kernel)
    /// The row is no row of the table.
    public static let row = Code(kind: .row)
  }

  /// The kind of failure.
  public var code: Code
  /// What is wrong.
  public var what: String
  /// Where: a file and its key path, a device, a row; may be empty.
  public var location: String
  /// What to do about it.
  public var remedy: String

  /// A failure.
  public init(_ code: Code, _ what: String, location: String = "", remedy: String) {
    self.code = code
    self.what = what
    self.location = location
    self.remedy = remedy
  }

  /// A failure of reading a file, in the words of its reader.
  public init(_ error: DeviceError) {
    self.init(.file, error.what, location: error.location, remedy: error.remedy)
  }

  /// One line: where, what, and what to do.
  public var description: String {
    [location, remedy.isEmpty ? what : "\(what); \(remedy)"].filter { !$0.isEmpty }
      .joined(separator: ": ")
  }
}
