/// The text of a `.cfg` file, taken apart into sections.
enum DarknetText {
  /// A line that says something: spaces, line ends and comments are gone.
  struct Line {
    var number: Int
    var text: String
  }

  /// A section as it is written: a header, and settings until the next one.
  struct Section {
    /// What stands between the brackets.
    var name: String
    /// The line of the header, from 1.
    var line: Int
    /// The settings in the order of the file.
    var settings: [Setting] = []
  }

  /// One `key=value`.
  struct Setting {
    var key: String
    var value: String
    var line: Int
  }

  /// No setting of a network is as long as this, in bytes; comments may be.
  static let longestLine = 65_536

  /// The sections of a file, in order.
  static func sections(of bytes: RawSpan, path: String) throws(FormatError) -> [Section] {
    var sections: [Section] = []
    try forEachLine(of: bytes, path: path) { line throws(FormatError) in
      if line.text.hasPrefix("[") {
        sections.append(Section(name: try name(of: line, path: path), line: line.number))
      } else {
        let setting = try setting(of: line, path: path)
        guard !sections.isEmpty else {
          throw FormatError(
            .syntax, "the setting \(line.text.quoted) stands before any section",
            location: "\(path):\(line.number)", remedy: "begin the file with [net]")
        }
        sections[sections.count - 1].settings.append(setting)
      }
    }
    return sections
  }

  private static func name(of line: Line, path: String) throws(FormatError) -> String {
    guard line.text.hasSuffix("]") else {
      throw FormatError(
        .syntax, "the section header \(line.text.quoted) is not closed",
        location: "\(path):\(line.number)",
        remedy: "close it with ], or fetch the file again if it is cut off")
    }
    return String(line.text.dropFirst().dropLast())
  }

  private static func setting(of line: Line, path: String) throws(FormatError) -> Setting {
    let parts = line.text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty else {
      throw FormatError(
        .syntax, "\(line.text.quoted) is neither a [section] nor key=value",
        location: "\(path):\(line.number)",
        remedy: "correct the line, or fetch the file again if it is cut off")
    }
    guard !parts[1].isEmpty else {
      throw FormatError(
        .value, "\(parts[0]) has no value", location: "\(path):\(line.number)",
        remedy: "give one, or fetch the file again if it is cut off")
    }
    return Setting(key: String(parts[0]), value: String(parts[1]), line: line.number)
  }

  /// Calls `body` with each line that says something.
  static func forEachLine(
    of bytes: RawSpan, path: String, _ body: (Line) throws(FormatError) -> Void
  ) throws(FormatError) {
    try bytes.withUnsafeBytes { buffer throws(FormatError) in
      var rest = buffer[...]
      if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
      var number = 0
      while !rest.isEmpty {
        number += 1
        let end = rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex
        let text = try significantText(of: rest[..<end], location: "\(path):\(number)")
        if !text.isEmpty { try body(Line(number: number, text: text)) }
        rest = rest[end...].dropFirst()
      }
    }
  }

  /// A line without spaces and comments. Darknet too drops spaces within a line (`strip`, utils.c).
  private static func significantText(
    of line: Slice<UnsafeRawBufferPointer>, location: String
  ) throws(FormatError) -> String {
    var text: [UInt8] = []
    for byte in line {
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): continue
      case UInt8(ascii: "#"), UInt8(ascii: ";"): return String(decoding: text, as: UTF8.self)
      case 0..<0x20, 0x7F:
        throw FormatError(
          .syntax, "holds the byte \(byte), which is no text", location: location,
          remedy: "give Darknet's .cfg text file, not its weights")
      default: text.append(byte)
      }
      guard text.count <= longestLine else {
        throw FormatError(
          .syntax, "the line is longer than \(longestLine) bytes", location: location,
          remedy: "check that this is Darknet's .cfg text file")
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}
