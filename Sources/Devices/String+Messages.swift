extension String {
  /// The text with control characters and line ends escaped, so that it stays on one line.
  var singleLine: String {
    unicodeScalars.reduce(into: "") { line, scalar in
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator: line += scalar.escaped(asASCII: true)
      default: line.unicodeScalars.append(scalar)
      }
    }
  }

  /// The text in quotation marks for a message, cut after 60 characters.
  var quoted: String {
    let start = prefix(60)
    return "\"\(start)\(start.endIndex == endIndex ? "" : "…")\""
  }
}
