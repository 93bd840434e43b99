/// How numbers are written for people: one place, the same in every report.
public enum Numbers {
  /// `value` with `digits` places after the point, rounded half away from zero: `12.30`.
  public static func fixed(_ value: Double, digits: Int) -> String {
    text { append(fixed: value, digits: digits, to: &$0) }
  }

  /// `value` with a decimal prefix and three or four significant digits: `65.86 G`, `416`.
  public static func prefixed(_ value: Double, unit: String = "") -> String {
    text { append(prefixed: value, unit: unit, to: &$0) }
  }

  /// A round number with a decimal prefix and no more digits than it has, as for the mark of an axis:
  /// `20 G`, `0.5`.
  public static func round(_ value: Double, unit: String = "") -> String {
    guard value.isFinite, value.magnitude < 999.5, value.magnitude >= 1e-9 || value == 0 else {
      return trimmed(prefixed(value, unit: unit))
    }
    return join(trimmed(fixed(value, digits: 9)), unit)
  }

  /// A round time, as for the mark of an axis: `20 ms`.
  public static func roundSeconds(_ value: Double) -> String { trimmed(seconds(value)) }

  /// Without zeros at the end of the fraction.
  private static func trimmed(_ text: String) -> String {
    let parts = text.split(separator: " ", maxSplits: 1)
    guard var number = parts.first, number.contains(".") else { return text }
    while number.last == "0" { number.removeLast() }
    if number.last == "." { number.removeLast() }
    return ([number] + parts.dropFirst()).joined(separator: " ")
  }

  /// A whole count with a decimal prefix: `65.86 G`.
  public static func count(_ value: Int) -> String {
    prefixed(Double(value))
  }

  /// Bytes with a decimal prefix: `247.9 MB`.
  public static func bytes(_ value: Double) -> String {
    prefixed(value, unit: "B")
  }

  /// A time in seconds with its prefix: `12.34 ms`.
  public static func seconds(_ value: Double) -> String { text { append(seconds: value, to: &$0) } }

  /// A share of one in percent: `12.3 %`.
  public static func percent(_ share: Double) -> String { text { append(percent: share, to: &$0) } }

  private static func join(_ number: String, _ unit: String) -> String {
    unit.isEmpty ? number : number + " " + unit
  }
}
