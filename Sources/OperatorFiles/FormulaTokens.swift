/// The numbers, names and symbols of a formula.
struct FormulaTokens {
  /// One of them.
  enum Token: Sendable, Hashable {
    case number(Int)
    case name(String)
    case symbol(String)
  }

  /// Longer ones are refused: a definition of its own splits them.
  static let longest = 2000

  private var tokens: [(token: Token, column: Int)] = []
  private var position = 0
  private let end: Int

  /// The tokens of a text.
  init(_ text: String) throws(FormulaError) {
    let bytes = Array(text.utf8)
    end = bytes.count + 1
    guard bytes.count <= Self.longest else {
      throw FormulaError(
        what: "longer than \(Self.longest) characters", remedy: "move a part of it to let")
    }
    var place = 0
    while place < bytes.count {
      if bytes[place] == UInt8(ascii: " ") {
        place += 1
        continue
      }
      let (token, length) = try Self.token(bytes[place...], column: place + 1)
      tokens.append((token, place + 1))
      place += length
    }
  }

  /// The token here; nil at the end.
  var current: Token? { position < tokens.count ? tokens[position].token : nil }
  /// Where it stands, from 1.
  var column: Int { position < tokens.count ? tokens[position].column : end }

  /// Moves to the next one.
  mutating func advance() { position += 1 }

  /// Moves over a symbol, where it is the one here.
  mutating func take(_ symbol: String) -> Bool {
    guard current == .symbol(symbol) else { return false }
    position += 1
    return true
  }

  private static func token(
    _ bytes: ArraySlice<UInt8>, column: Int
  ) throws(FormulaError) -> (Token, Int) {
    let word = bytes.prefix(while: isWord)
    let text = String(decoding: word, as: UTF8.self)
    if let first = word.first, (0x30...0x39).contains(first) {
      guard let number = Int(text) else {
        throw FormulaError(
          what: "\(text.prefix(30)) at column \(column) is no whole number below 2^63",
          remedy: "write digits alone; a share is a quotient, as (3 * n) / 2")
      }
      return (.number(number), word.count)
    }
    if !word.isEmpty { return (.name(text), word.count) }
    let two = String(decoding: bytes.prefix(2), as: UTF8.self)
    if ["==", "!=", "<=", ">="].contains(two) { return (.symbol(two), 2) }
    let one = String(decoding: bytes.prefix(1), as: UTF8.self)
    if "+-*/%()[]:,.<>".contains(one) { return (.symbol(one), 1) }
    throw FormulaError(
      what: "a character that no formula has, at column \(column)",
      remedy: "docs/Own-operators.md describes formulas")
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
