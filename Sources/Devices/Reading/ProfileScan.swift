/// A walk over the text of a profile, before it is decoded: it says at which line the text stops
/// being JSON5, and finds what a decoder would drop in silence or not place: a key that stands
/// twice, a number that no 64-bit float holds, endless nesting.
///
/// It does not recurse, so no text can exhaust the stack.
struct ProfileScan {
  /// What may come next.
  private enum Expected: String {
    case value = "a value"
    case valueOrEnd = "a value or ]"
    case keyOrEnd = "a key or }"
    case colon = "a colon"
    case commaOrEnd = "a comma or a closing bracket"
    case nothing = "the end of the file"
  }

  /// An object or a list that is still open.
  private enum Open {
    case object(keys: Set<String>, current: String)
    case list(index: Int)
  }

  /// Profiles need 5 levels; this is only a limit for hostile texts.
  private static let deepest = 32

  private var cursor: ProfileCursor
  private var open: [Open] = []
  private var expected = Expected.value
  private var isAfterNumber = false

  /// Throws where the text is not JSON5, or repeats a key.
  static func check(_ text: UnsafeBufferPointer<UInt8>) throws(DeviceError) {
    var scan = ProfileScan(cursor: ProfileCursor(text))
    while try scan.step() {}
  }

  /// The line of the value under a key path, else of the nearest around it that the text has.
  static func line(of keyPath: String, in text: UnsafeBufferPointer<UInt8>) -> Int? {
    var scan = ProfileScan(cursor: ProfileCursor(text))
    var nearest: (length: Int, line: Int)?
    while true {
      try? scan.cursor.skipBlanks()
      let isValue = scan.expected == .value || scan.expected == .valueOrEnd
      let path = isValue ? scan.keyPath : ""
      if !path.isEmpty, path.utf8.count > nearest?.length ?? 0, keyPath.isAtOrBelow(path) {
        nearest = (path.utf8.count, scan.cursor.line)
      }
      guard let goesOn = try? scan.step(), goesOn else { return nearest?.line }
    }
  }

  private init(cursor: ProfileCursor) {
    self.cursor = cursor
  }

  private mutating func step() throws(DeviceError) -> Bool {
    try cursor.skipBlanks()
    guard let byte = cursor.current else {
      if expected == .nothing { return false }
      throw cursor.syntaxError("the file ends where \(expected.rawValue) is due")
    }
    switch (expected, byte) {
    case (.valueOrEnd, UInt8(ascii: "]")), (.keyOrEnd, UInt8(ascii: "}")): close()
    case (.commaOrEnd, UInt8(ascii: "]")), (.commaOrEnd, UInt8(ascii: "}")): try close(with: byte)
    case (.value, _), (.valueOrEnd, _): try value(byte)
    case (.keyOrEnd, _): try key()
    case (.colon, UInt8(ascii: ":")):
      cursor.advance()
      expected = .value
    case (.commaOrEnd, UInt8(ascii: ",")): comma()
    case (.commaOrEnd, UInt8(ascii: "A")...UInt8(ascii: "z")) where isUnit:
      throw unitError("a word after a number")
    default: throw cursor.syntaxError("expected \(expected.rawValue)")
    }
    return true
  }

  /// Whether a word follows a number and is no key whose comma was forgotten.
  private var isUnit: Bool {
    guard isAfterNumber else { return false }
    var ahead = cursor
    _ = ahead.word()
    try? ahead.skipBlanks()
    return ahead.current != UInt8(ascii: ":")
  }

  private func unitError(_ what: String) -> DeviceError { cursor.unitError(what) }

  private mutating func value(_ byte: UInt8) throws(DeviceError) {
    isAfterNumber = false
    switch byte {
    case UInt8(ascii: "{"): try enter(.object(keys: [], current: ""), expecting: .keyOrEnd)
    case UInt8(ascii: "["): try enter(.list(index: 0), expecting: .valueOrEnd)
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      _ = try cursor.quotedText()
      afterValue()
    default:
      try word()
      afterValue()
    }
  }

  private mutating func word() throws(DeviceError) {
    let start = cursor
    let word = cursor.word()
    switch word.first {
    case .some("0"..."9"), .some("+"), .some("-"), .some("."):
      isAfterNumber = true
      if ["+Infinity", "-Infinity", "+NaN", "-NaN"].contains(word) { return }
      guard let number = Double(word) else {
        throw word.last?.isLetter == true
          ? start.unitError("\(word.quoted) is no number")
          : start.syntaxError("\(word.quoted) is no number")
      }
      let isZero = !word.lowercased().prefix { $0 != "e" }.contains { "123456789".contains($0) }
      if number.isInfinite || (number == 0 && !isZero && !word.lowercased().hasPrefix("0x")) {
        throw DeviceError(
          .value, "\(word.quoted) does not fit a 64-bit float", keyPath: keyPath,
          remedy: "check the exponent")
      }
    default:
      if ["true", "false", "null", "Infinity", "NaN"].contains(word) { return }
      throw start.syntaxError("expected \(expected.rawValue)")
    }
  }

  private mutating func key() throws(DeviceError) {
    guard case .object(var keys, _)? = open.popLast() else { return }
    let start = cursor
    let isQuoted = cursor.current == UInt8(ascii: "\"") || cursor.current == UInt8(ascii: "'")
    let key = isQuoted ? try cursor.quotedText() : cursor.word()
    if key.isEmpty && !isQuoted { throw start.syntaxError("expected \(expected.rawValue)") }
    if key.contains("\\") { throw start.syntaxError("a key with an escape") }
    let isNew = keys.insert(key).inserted
    open.append(.object(keys: keys, current: key))
    expected = .colon
    if !isNew {
      throw DeviceError(
        .duplicate, "this key stands twice (line \(start.line))", keyPath: keyPath,
        remedy: "keep one of the two")
    }
  }

  private mutating func enter(_ next: Open, expecting: Expected) throws(DeviceError) {
    if open.count >= Self.deepest {
      throw cursor.syntaxError("more than \(Self.deepest) brackets inside each other")
    }
    cursor.advance()
    open.append(next)
    expected = expecting
  }

  private mutating func close(with byte: UInt8) throws(DeviceError) {
    switch (open.last, byte) {
    case (.object?, UInt8(ascii: "}")), (.list?, UInt8(ascii: "]")): close()
    default: throw cursor.syntaxError("the bracket does not match the one that is open")
    }
  }

  private mutating func close() {
    cursor.advance()
    open.removeLast()
    afterValue()
  }

  private mutating func comma() {
    cursor.advance()
    guard case .list(let index)? = open.last else {
      expected = .keyOrEnd
      return
    }
    open.removeLast()
    open.append(.list(index: index + 1))
    expected = .valueOrEnd
  }

  private mutating func afterValue() {
    expected = open.isEmpty ? .nothing : .commaOrEnd
  }

  private var keyPath: String {
    open.reduce(into: "") { path, level in
      switch level {
      case .object(_, let key): path += (path.isEmpty ? "" : ".") + key
      case .list(let index): path += "[\(index)]"
      }
    }
  }
}

extension String {
  /// Whether this key path is `path`, or goes on below it.
  fileprivate func isAtOrBelow(_ path: String) -> Bool {
    guard hasPrefix(path) else { return false }
    let rest = dropFirst(path.count).first
    return rest == nil || rest == "." || rest == "["
  }
}
