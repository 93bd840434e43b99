/// Linux's `/proc/cpuinfo`: a block of names and values for each processing unit.
struct ProcessorInfo: Sendable {
  /// The blocks.
  let blocks: [[String: String]]

  /// The blocks of `text`.
  init(_ text: String) {
    blocks = text.replacing("\r\n", with: "\n").split(separator: "\n\n").map { block in
      var values: [String: String] = [:]
      for line in block.lines {
        guard let colon = line.firstIndex(of: ":") else { continue }
        let name = line[..<colon].trimmed
        if values[name] == nil { values[name] = line[line.index(after: colon)...].trimmed }
      }
      return values
    }
  }

  /// The first block of `text` alone: enough for what every processing unit has, and quick where there
  /// are hundreds.
  init(firstOf text: String) {
    var isBlank = true
    let end = text.utf8.indices.first { place in
      let isEnd = text.utf8[place] == UInt8(ascii: "\n")
      defer { isBlank = isEnd }
      return isEnd && isBlank && place != text.utf8.startIndex
    }
    self.init(String(text[..<(end ?? text.endIndex)]))
  }

  /// The first value of a name, in any block: 32-bit Arm tells some only at the end.
  func first(_ name: String) -> String? { blocks.lazy.compactMap { $0[name] }.first }

  /// The number of a name: `25` or `0xd0c`.
  func number(_ name: String) -> Int? { first(name).flatMap(Self.number) }

  /// A number as the kernel and hwloc write it.
  static func number(_ text: String) -> Int? {
    text.hasPrefix("0x") ? Int(text.dropFirst(2), radix: 16) : Int(text)
  }

  /// The features that every block names: a program runs on any of them.
  var features: [String] {
    let sets = blocks.compactMap { ($0["flags"] ?? $0["Features"])?.words.map(String.init) }
    guard let first = sets.first else { return [] }
    return sets.dropFirst().reduce(into: Set(first)) { $0.formIntersection($1) }.sorted()
  }
}
