/// The sizes of a row: a flat JSON object of numbers, texts, truth values and lists of numbers, read in
/// place.
///
/// It is made once and filled for each row, for tables have a million rows.
struct RowParameters {
  private struct Entry {
    var name: Range<Int>
    var number: Double
    var text: Range<Int>
  }

  private var bytes: [UInt8] = []
  private var entries: [Entry] = []

  /// Reads an object.
  ///
  /// - Throws: ``LatencyError`` for what is no flat object.
  mutating func read(_ object: some Sequence<UInt8>) throws(LatencyError) {
    bytes.removeAll(keepingCapacity: true)
    bytes.append(contentsOf: object)
    entries.removeAll(keepingCapacity: true)
    var place = 0
    skipBlanks(&place)
    if place == bytes.count { return }
    guard take(UInt8(ascii: "{"), &place) else { throw Self.unreadable }
    skipBlanks(&place)
    if take(UInt8(ascii: "}"), &place) { return try end(place) }
    while true {
      try entry(&place)
      skipBlanks(&place)
      if take(UInt8(ascii: ","), &place) { continue }
      guard take(UInt8(ascii: "}"), &place) else { throw Self.unreadable }
      return try end(place)
    }
  }

  private static let unreadable = LatencyError(
    .row, "params_json is no flat JSON object",
    remedy: "give the sizes as {\"m\": 128, \"n\": 64, \"k\": 32}")

  private func end(_ place: Int) throws(LatencyError) {
    guard bytes[place...].allSatisfy({ $0 == 32 || $0 == 9 }) else { throw Self.unreadable }
  }

  private mutating func entry(_ place: inout Int) throws(LatencyError) {
    skipBlanks(&place)
    let name = try quoted(&place)
    skipBlanks(&place)
    guard take(UInt8(ascii: ":"), &place) else { throw Self.unreadable }
    skipBlanks(&place)
    guard place < bytes.count else { throw Self.unreadable }
    if bytes[place] == UInt8(ascii: "\"") {
      entries.append(Entry(name: name, number: .nan, text: try quoted(&place)))
    } else if bytes[place] == UInt8(ascii: "[") {
      entries.append(Entry(name: name, number: .nan, text: try list(&place)))
    } else {
      let start = place
      while place < bytes.count, !Self.ends(bytes[place]) { place += 1 }
      let number = try number(start..<place)
      entries.append(Entry(name: name, number: number, text: start..<place))
    }
  }

  private static func ends(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}") || byte == 32
  }

  private func quoted(_ place: inout Int) throws(LatencyError) -> Range<Int> {
    guard take(UInt8(ascii: "\""), &place) else { throw Self.unreadable }
    let start = place
    while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
      if bytes[place] == UInt8(ascii: "\\") { throw Self.unreadable }
      place += 1
    }
    defer { place += 1 }
    guard place < bytes.count else { throw Self.unreadable }
    return start..<place
  }

  /// What stands between the brackets of a list without lists or objects in it.
  private func list(_ place: inout Int) throws(LatencyError) -> Range<Int> {
    place += 1
    let start = place
    let nested = [UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: "}")]
    while place < bytes.count, bytes[place] != UInt8(ascii: "]") {
      if nested.contains(bytes[place]) { throw Self.unreadable }
      place += 1
    }
    defer { place += 1 }
    guard place < bytes.count else { throw Self.unreadable }
    return start..<place
  }

  /// A number, or 1 and 0 for true and false; NaN for null.
  private func number(_ range: Range<Int>) throws(LatencyError) -> Double {
    var whole = 0
    var isWhole = !range.isEmpty && range.count < 18
    for byte in bytes[range] where isWhole {
      isWhole = byte >= 48 && byte <= 57
      if isWhole { whole = whole * 10 + Int(byte - 48) }
    }
    if isWhole { return Double(whole) }
    switch text(range) {
    case "true": return 1
    case "false": return 0
    case "null": return .nan
    case let text:
      guard let number = Double(text), number.isFinite else { throw Self.unreadable }
      return number
    }
  }

  private func skipBlanks(_ place: inout Int) {
    while place < bytes.count, bytes[place] == 32 || bytes[place] == 9 { place += 1 }
  }

  private func take(_ byte: UInt8, _ place: inout Int) -> Bool {
    guard place < bytes.count, bytes[place] == byte else { return false }
    place += 1
    return true
  }

  private func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  private func entry(_ name: StaticString) -> Entry? {
    let count = name.utf8CodeUnitCount
    return entries.first { entry in
      guard entry.name.count == count else { return false }
      for offset in 0..<count
      where bytes[entry.name.lowerBound + offset] != name.utf8Start[offset] { return false }
      return true
    }
  }

  /// The number under a name, where there is one.
  func number(_ name: StaticString) -> Double? {
    guard let number = entry(name)?.number, !number.isNaN else { return nil }
    return number
  }

  /// The text under a name, where there is one.
  func text(_ name: StaticString) -> String? {
    entry(name).map { text($0.text) }
  }

  /// The sizes in the list under a name; none where there is no such list.
  ///
  /// - Throws: ``LatencyError`` for what is no size.
  func sizes(_ name: StaticString) throws(LatencyError) -> [Int] {
    guard let list = text(name), list != "null" else { return [] }
    var sizes: [Int] = []
    for part in list.split(separator: ",") {
      let trimmed = part.split(separator: " ").joined()
      guard let number = Double(trimmed) else {
        throw LatencyError(
          .row, "\(name) holds \"\(trimmed.prefix(40))\", which is no size",
          remedy: "give a list of whole numbers from 1")
      }
      sizes.append(try Self.size(number, name))
    }
    return sizes
  }

  /// The size under the first of these names that the row has.
  ///
  /// - Throws: ``LatencyError`` where it has none of them, or what it has is no size.
  func size(_ names: StaticString...) throws(LatencyError) -> Int {
    for name in names {
      if let number = number(name) { return try Self.size(number, name) }
    }
    throw LatencyError(
      .row, "the size \(names.map { "\($0)" }.joined(separator: " or ")) is missing",
      remedy: "add it to params_json")
  }

  /// The size under the first of these names that the row has, else `fallback`.
  func size(
    _ names: StaticString..., default fallback: Int, least: Int = 0
  ) throws(LatencyError) -> Int {
    for name in names {
      if let number = number(name) { return try Self.size(number, name, least: least) }
    }
    return fallback
  }

  private static func size(
    _ number: Double, _ name: StaticString, least: Int = 1
  ) throws(LatencyError) -> Int {
    guard let size = Int(exactly: number), size >= least, size <= 1 << 40 else {
      throw LatencyError(
        .row, "\(name) is \(number), which is no size", remedy: "give a whole number from \(least)")
    }
    return size
  }
}
