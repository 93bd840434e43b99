/// Numbers as bytes behind others: the table of a large network has a million of them.
extension Numbers {
  /// The text that `write` writes.
  static func text(_ write: (inout [UInt8]) -> Void) -> String {
    var text: [UInt8] = []
    write(&text)
    return String(decoding: text, as: UTF8.self)
  }

  /// Adds what ``fixed(_:digits:)`` writes.
  static func append(fixed value: Double, digits: Int, to text: inout [UInt8]) {
    guard value.isFinite else { return text.append(contentsOf: "–".utf8) }
    var scale = 1.0
    for _ in 0..<max(digits, 0) { scale *= 10 }
    let scaled = (value.magnitude * scale).rounded()
    guard scaled < 1e18 else { return text.append(contentsOf: "\(value)".utf8) }
    let units = Int(scaled)
    if value < 0 && units > 0 { text.append(UInt8(ascii: "-")) }
    append(whole: units / Int(scale), digits: 1, to: &text)
    guard digits > 0 else { return }
    text.append(UInt8(ascii: "."))
    append(whole: units % Int(scale), digits: digits, to: &text)
  }

  /// Adds a whole number, with zeros before it where it has fewer than so many digits.
  static func append(whole value: Int, digits: Int = 1, to text: inout [UInt8]) {
    if value < 0 { text.append(UInt8(ascii: "-")) }
    let magnitude = value.magnitude
    var place: UInt = 1
    var count = 1
    while magnitude / place >= 10 {
      place *= 10
      count += 1
    }
    while count < digits {
      text.append(UInt8(ascii: "0"))
      count += 1
    }
    while place > 0 {
      text.append(UInt8(ascii: "0") + UInt8(magnitude / place % 10))
      place /= 10
    }
  }

  /// Adds what ``prefixed(_:unit:)`` writes.
  static func append(prefixed value: Double, unit: String = "", to text: inout [UInt8]) {
    guard value.isFinite else { return text.append(contentsOf: "–".utf8) }
    var scaled = value.magnitude
    var step = 0
    while scaled >= 999.95, step < largePrefixes.count - 1 {
      scaled /= 1000
      step += 1
    }
    if value < 0 { text.append(UInt8(ascii: "-")) }
    if step == 0 && scaled == scaled.rounded() {
      append(fixed: scaled, digits: 0, to: &text)
    } else {
      append(significant: scaled, to: &text)
    }
    append(prefix: largePrefixes[step], unit: unit, to: &text)
  }

  /// Adds what ``seconds(_:)`` writes.
  static func append(seconds value: Double, to text: inout [UInt8]) {
    guard value.isFinite else { return text.append(contentsOf: "–".utf8) }
    guard value > 0 else { return text.append(contentsOf: "0 s".utf8) }
    var scaled = value
    var step = 0
    while scaled < 0.99995, step < smallPrefixes.count - 1 {
      scaled *= 1000
      step += 1
    }
    if value >= 999.95 {
      append(fixed: value, digits: 0, to: &text)
    } else {
      append(significant: scaled, to: &text)
    }
    append(prefix: smallPrefixes[step], unit: "s", to: &text)
  }

  /// Adds what ``percent(_:)`` writes.
  static func append(percent share: Double, to text: inout [UInt8]) {
    append(fixed: share * 100, digits: 1, to: &text)
    text.append(UInt8(ascii: " "))
    text.append(UInt8(ascii: "%"))
  }

  private static let largePrefixes = ["", "k", "M", "G", "T", "P", "E"]
  private static let smallPrefixes = ["", "m", "µ", "n", "p"]

  /// Four significant digits for a value from 0 up to 1000.
  private static func append(significant value: Double, to text: inout [UInt8]) {
    switch value {
    case ..<9.9995: append(fixed: value, digits: 3, to: &text)
    case ..<99.995: append(fixed: value, digits: 2, to: &text)
    default: append(fixed: value, digits: 1, to: &text)
    }
  }

  private static func append(prefix: String, unit: String, to text: inout [UInt8]) {
    guard !prefix.isEmpty || !unit.isEmpty else { return }
    text.append(UInt8(ascii: " "))
    for byte in prefix.utf8 { text.append(byte) }
    for byte in unit.utf8 { text.append(byte) }
  }
}
