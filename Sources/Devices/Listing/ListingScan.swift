/// Reads from a profile's text only what a listing shows, without decoding the rest.
///
/// It trusts brackets and quotation marks alone: whether the profile is right is told when it is read.
struct ListingScan {
  /// The keys of a profile that a listing shows.
  private static let wanted: Set<String> = [
    "id", "name", "vendor", "kind", "year", "aliases", "compute", "memory", "power",
    ProfileTree.basedOnKey,
  ]
  /// Profiles need 5 levels; this is only a limit for hostile texts.
  private static let deepest = 32

  private var cursor: ProfileCursor

  /// The wanted members of the object in `text`.
  static func members(
    of text: UnsafeBufferPointer<UInt8>
  ) throws(DeviceError) -> [String: ProfileTree] {
    var scan = ListingScan(cursor: ProfileCursor(text))
    return try scan.object(depth: 0) { wanted.contains($0) }
  }

  private mutating func object(
    depth: Int, isWanted: (String) -> Bool
  ) throws(DeviceError) -> [String: ProfileTree] {
    var members: [String: ProfileTree] = [:]
    try expect(UInt8(ascii: "{"))
    while true {
      try cursor.skipBlanks()
      if cursor.current == UInt8(ascii: "}") { break }
      let key = try key()
      try expect(UInt8(ascii: ":"))
      try cursor.skipBlanks()
      if isWanted(key) {
        members[key] = try value(depth: depth + 1)
      } else {
        try skipValue()
      }
      try cursor.skipBlanks()
      if cursor.current != UInt8(ascii: ",") { break }
      cursor.advance()
    }
    try expect(UInt8(ascii: "}"))
    return members
  }

  private mutating func list(depth: Int) throws(DeviceError) -> [ProfileTree] {
    var elements: [ProfileTree] = []
    try expect(UInt8(ascii: "["))
    while true {
      try cursor.skipBlanks()
      if cursor.current == UInt8(ascii: "]") { break }
      elements.append(try value(depth: depth + 1))
      try cursor.skipBlanks()
      if cursor.current != UInt8(ascii: ",") { break }
      cursor.advance()
    }
    try expect(UInt8(ascii: "]"))
    return elements
  }

  private mutating func value(depth: Int) throws(DeviceError) -> ProfileTree {
    if depth > Self.deepest { throw cursor.syntaxError("too many brackets inside each other") }
    try cursor.skipBlanks()
    switch cursor.current {
    case UInt8(ascii: "{"): return .object(try object(depth: depth) { _ in true })
    case UInt8(ascii: "["): return .list(try list(depth: depth))
    case UInt8(ascii: "\""), UInt8(ascii: "'"): return .text(try cursor.quotedText())
    default:
      let word = cursor.word()
      if let number = Double(word) { return .number(number) }
      guard word == "null" || word == "true" || word == "false" else {
        throw cursor.syntaxError("expected a value")
      }
      return word == "null" ? .null : .bool(word == "true")
    }
  }

  private mutating func skipValue() throws(DeviceError) {
    var depth = 0
    while let byte = cursor.current {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        try cursor.skipQuotedText()
        if depth == 0 { return }
        continue
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        if depth == 0 { return }
        depth -= 1
        if depth == 0 {
          cursor.advance()
          return
        }
      case UInt8(ascii: ",") where depth == 0: return
      case UInt8(ascii: "/"):
        try cursor.skipBlanks()
        if cursor.current != UInt8(ascii: "/") { continue }
      default: break
      }
      cursor.advance()
    }
  }

  private mutating func key() throws(DeviceError) -> String {
    let isQuoted = cursor.current == UInt8(ascii: "\"") || cursor.current == UInt8(ascii: "'")
    let key = isQuoted ? try cursor.quotedText() : cursor.word()
    if key.isEmpty { throw cursor.syntaxError("expected a key") }
    return key
  }

  private mutating func expect(_ byte: UInt8) throws(DeviceError) {
    try cursor.skipBlanks()
    guard cursor.current == byte else {
      throw cursor.syntaxError("expected \(String(UnicodeScalar(byte)))")
    }
    cursor.advance()
  }
}
