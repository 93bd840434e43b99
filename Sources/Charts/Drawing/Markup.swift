import Reports

/// Text and numbers as SVG and HTML take them.
enum Markup {
  /// Text of a file that can be nothing but text: control characters written out, and every character
  /// that begins markup or ends an attribute named by its entity.
  static func text(_ text: String) -> String {
    var safe = ""
    for character in TextForm.printable(text).unicodeScalars {
      switch character {
      case "&": safe += "&amp;"
      case "<": safe += "&lt;"
      case ">": safe += "&gt;"
      case "\"": safe += "&quot;"
      case "'": safe += "&#39;"
      default: safe.unicodeScalars.append(character)
      }
    }
    return safe
  }

  /// A coordinate with at most two places after the point: `12.5`.
  static func number(_ value: Double) -> String {
    var text = Numbers.fixed(value, digits: 2)
    guard text.contains(".") else { return text }
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return text
  }
}

/// One element of a drawing, written as SVG.
struct Element {
  private var text: String
  private let name: String

  /// An element with its attributes, in order; a value that is nil leaves its attribute out.
  init(_ name: String, _ attributes: KeyValuePairs<String, String?> = [:]) {
    self.name = name
    text = "<\(name)"
    for (key, value) in attributes {
      if let value { text += " \(key)=\"\(Markup.text(value))\"" }
    }
  }

  /// The element without content.
  var closed: String { "\(text)/>" }

  /// The element around text.
  func around(text content: String) -> String { "\(text)>\(Markup.text(content))</\(name)>" }

  /// The element around elements, each on a line of its own.
  func around(_ children: [String]) -> String {
    "\(text)>\n\(children.joined(separator: "\n"))\n</\(name)>"
  }
}
