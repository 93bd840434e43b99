/// Something in a profile that is wrong, or likely to be.
public struct ProfileFinding: Sendable, Hashable {
  /// How bad it is.
  public enum Severity: String, Sendable, Hashable, CaseIterable {
    /// Two figures contradict each other, or the profile cannot be read.
    case error
    /// Rare on real devices; some have it.
    case warning
  }

  /// How bad it is.
  public var severity: Severity
  /// The path of the key, as in `compute[3].flopsPerSecond.value`; empty where it is the whole file.
  public var keyPath: String
  /// What is wrong.
  public var what: String
  /// What to do about it.
  public var remedy: String

  /// A finding.
  public init(_ severity: Severity, _ what: String, keyPath: String, remedy: String) {
    self.severity = severity
    self.what = what
    self.keyPath = keyPath
    self.remedy = remedy
  }
}
