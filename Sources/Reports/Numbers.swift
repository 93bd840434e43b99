/// How numbers are written for people: one place, the same in every report.
public enum Numbers {
  /// `value` with `digits` places after the point, rounded half away from zero: `12.30`.
  public static func fixed(_ value: Double, digits: Int) -> String {
    guard value.isFinite else { return "–" }
    let scale = (0..<max(digits, 0)).reduce(1.0) { power, _ in power * 10 }
    let scaled = (value.magnitude * scale).rounded()
    guard scaled < 1e18 else { return "\(value)" }
    let units = Int(scaled)
    // Put together piece by piece: a report of a large network has a million of these.
    var text = value < 0 && units > 0 ? "-" : ""
    text += String(units / Int(scale))
    guard digits > 0 else { return text }
    text += "."
    let fraction = String(units % Int(scale))
    for _ in fraction.utf8.count..<digits { text += "0" }
    text += fraction
    return text
  }

  /// `value` with a decimal prefix and three or four significant digits: `65.86 G`, `416`.
  public static func prefixed(_ value: Double, unit: String = "") -> String {
    guard value.isFinite else { return "–" }
    var scaled = value.magnitude
    var step = 0
    while scaled >= 999.95, step < largePrefixes.count - 1 {
      scaled /= 1000
      step += 1
    }
    let isWhole = step == 0 && scaled == scaled.rounded()
    let text = isWhole ? fixed(scaled, digits: 0) : significant(scaled)
    return (value < 0 ? "-" : "") + join(text, largePrefixes[step] + unit)
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
  public static func seconds(_ value: Double) -> String {
    guard value.isFinite else { return "–" }
    guard value > 0 else { return "0 s" }
    if value >= 999.95 { return join(fixed(value, digits: 0), "s") }
    var scaled = value
    var step = 0
    while scaled < 0.99995, step < smallPrefixes.count - 1 {
      scaled *= 1000
      step += 1
    }
    return join(significant(scaled), smallPrefixes[step] + "s")
  }

  /// A share of one in percent: `12.3 %`.
  public static func percent(_ share: Double) -> String {
    fixed(share * 100, digits: 1) + " %"
  }

  private static let largePrefixes = ["", "k", "M", "G", "T", "P", "E"]
  private static let smallPrefixes = ["", "m", "µ", "n", "p"]

  /// Four significant digits for a value from 0 up to 1000.
  private static func significant(_ value: Double) -> String {
    switch value {
    case ..<9.9995: fixed(value, digits: 3)
    case ..<99.995: fixed(value, digits: 2)
    default: fixed(value, digits: 1)
    }
  }

  private static func join(_ number: String, _ unit: String) -> String {
    unit.isEmpty ? number : number + " " + unit
  }
}
