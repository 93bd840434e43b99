import Glibc

/// The variables that the program was started with.
enum Environment {
  /// The text of a variable; nil where it is not set, or empty.
  static func variable(_ name: String) -> String? {
    guard let value = getenv(name) else { return nil }
    let text = String(cString: value)
    return text.isEmpty ? nil : text
  }
}
