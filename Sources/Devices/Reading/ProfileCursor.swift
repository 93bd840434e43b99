/// A place in a text of JSON5 that moves over its blanks, words and quoted texts.
struct ProfileCursor {
  private let text: UnsafeBufferPointer<UInt8>
  private var position = 0

  /// The start of a text, which must outlive the cursor.
  init(_ text: UnsafeBufferPointer<UInt8>) {
    self.text = text
  }

  /// The byte here; nil at the end.
  var current: UInt8? { position < text.count ? text[position] : nil }

  private var following: UInt8? { position + 1 < text.count ? text[position + 1] : nil }

  /// The line here, counted from 1.
  var line: Int { text[..<position].count { $0 == UInt8(ascii: "\n") } + 1 }

  private var column: Int {
    let start = text[..<position].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    return position - start + 1
  }

  /// An error at this place.
  func syntaxError(_ what: String) -> DeviceError {
    DeviceError(
      .syntax, "not JSON5: \(what) (line \(line), column \(column))",
      remedy: "check the commas, quotation marks and brackets there")
  }

  /// An error at this place, where a number has a unit.
  func unitError(_ what: String) -> DeviceError {
    var error = syntaxError(what)
    error.remedy = DeviceError.baseUnits
    return error
  }

  /// Moves to the next byte.
  mutating func advance() {
    if position < text.count { position += 1 }
  }

  /// Moves over blanks, line ends and comments.
  mutating func skipBlanks() throws(DeviceError) {
    while let byte = current {
      switch (byte, following) {
      case (UInt8(ascii: "/"), UInt8(ascii: "/")): skipLine()
      case (UInt8(ascii: "/"), UInt8(ascii: "*")): try skipBlockComment()
      case (0x09...0x0D, _), (0x20, _): position += 1
      default: return
      }
    }
  }

  /// Moves over a text in quotation marks and returns what stands between them, escapes as written.
  mutating func quotedText() throws(DeviceError) -> String {
    let start = self
    let mark = current
    advance()
    let first = position
    while let byte = current, byte != mark {
      if byte == UInt8(ascii: "\n") { break }
      advance()
      if byte == UInt8(ascii: "\\") { advance() }
    }
    guard current == mark else { throw start.syntaxError("a text without its closing mark") }
    defer { advance() }
    return String(decoding: text[first..<position], as: UTF8.self)
  }

  /// Moves over a text in quotation marks.
  mutating func skipQuotedText() throws(DeviceError) {
    let start = self
    let mark = current
    advance()
    while let byte = current, byte != mark {
      if byte == UInt8(ascii: "\n") { break }
      advance()
      if byte == UInt8(ascii: "\\") { advance() }
    }
    guard current == mark else { throw start.syntaxError("a text without its closing mark") }
    advance()
  }

  /// Moves over a word or number and returns it; empty where none starts here.
  mutating func word() -> String {
    let first = position
    while let byte = current, Self.isPartOfWord(byte) { position += 1 }
    return String(decoding: text[first..<position], as: UTF8.self)
  }

  private static func isPartOfWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"),
      UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."), 0x80...:
      true
    default: false
    }
  }

  private mutating func skipLine() {
    while let byte = current, byte != UInt8(ascii: "\n") { position += 1 }
  }

  private mutating func skipBlockComment() throws(DeviceError) {
    let start = self
    position += 2
    while let byte = current {
      if byte == UInt8(ascii: "*") && following == UInt8(ascii: "/") {
        position += 2
        return
      }
      position += 1
    }
    throw start.syntaxError("a comment without its end")
  }
}
