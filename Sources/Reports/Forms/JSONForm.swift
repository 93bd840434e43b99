import FoundationEssentials

/// A report as JSON, keys sorted.
enum JSONForm {
  /// The whole text, with two spaces of indentation.
  static func text(of value: some Encodable) throws -> String {
    try line(of: value, [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes])
  }

  /// The whole text on one line.
  static func line(of value: some Encodable) throws -> String {
    try line(of: value, [.sortedKeys, .withoutEscapingSlashes])
  }

  private static func line(
    of value: some Encodable, _ formatting: JSONEncoder.OutputFormatting
  ) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = formatting
    return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
  }
}
