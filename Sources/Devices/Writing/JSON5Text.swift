/// A text of JSON5 that grows line by line, each indented by its depth.
struct JSON5Text {
  /// What is written so far.
  private(set) var text = ""
  private var depth = 0

  /// Writes one line.
  mutating func line(_ line: String) {
    text += (line.isEmpty ? "" : String(repeating: "  ", count: depth) + line) + "\n"
  }

  /// Writes lines between brackets.
  mutating func block(open: String, close: String, _ body: (inout JSON5Text) -> Void) {
    line(open)
    depth += 1
    body(&self)
    depth -= 1
    line(close)
  }

  /// Writes a list with one element a line, and nothing where it is empty.
  mutating func list(_ key: String, _ elements: [String]) {
    if elements.isEmpty { return }
    block(open: "\(key): [", close: "],") { text in
      for element in elements { text.line(element + ",") }
    }
  }

  /// An object on one line, of the pairs that have a value.
  static func object(_ pairs: [(key: String, value: String?)]) -> String {
    let members = pairs.compactMap { pair in pair.value.map { "\(pair.key): \($0)" } }
    return members.isEmpty ? "{}" : "{ \(members.joined(separator: ", ")) }"
  }
}

extension String {
  /// The text in quotation marks, escaped as JSON asks.
  var json5: String {
    let escaped = unicodeScalars.map { scalar in
      switch scalar {
      case "\"": "\\\""
      case "\\": "\\\\"
      case "\n": "\\n"
      case "\t": "\\t"
      case "\u{0}"..."\u{1F}", "\u{7F}", "\u{2028}", "\u{2029}": Self.escape(scalar)
      default: String(scalar)
      }
    }
    return "\"\(escaped.joined())\""
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16)
    return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
  }
}
