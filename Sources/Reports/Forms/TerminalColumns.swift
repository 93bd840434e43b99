extension Character {
  /// The columns that a terminal gives it: 2 for a wide one of East Asia and for an emoji, 0 for one
  /// that only changes what stands before it, else 1.
  ///
  /// By Unicode Standard Annex 11 (East Asian Width, W and F) and Unicode Technical Standard 51
  /// (an emoji of several scalars is one picture), Unicode 16.
  package var columns: Int {
    guard let first = unicodeScalars.first else { return 0 }
    if isASCII { return 1 }
    let isEmoji =
      first.properties.isEmojiPresentation || unicodeScalars.contains { $0.value == 0xFE0F }
    if isEmoji || TerminalColumns.isWide(first.value) { return 2 }
    switch first.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: return 1
    }
  }
}

extension String {
  /// The columns that a terminal gives it.
  package var columns: Int {
    if let plain = plainColumns { return plain }
    if utf8.allSatisfy({ $0 < 0x80 }) { return utf8.count }
    return reduce(0) { $0 + $1.columns }
  }

  /// The columns of a text of nothing but printable ASCII, Latin letters and signs (U+00A0 to U+02FF without
  /// the soft hyphen), which take a column each and join with nothing; nil of any other text.
  package var plainColumns: Int? {
    var text = self
    return text.withUTF8(Self.plainColumns)
  }

  /// The same of a text's bytes.
  static func plainColumns(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    var (columns, place) = (0, 0)
    while place < bytes.count {
      switch bytes[place] {
      case 0x20..<0x7F: place += 1
      // Two bytes each; of the first 64 the control characters and the soft hyphen are not plain.
      case 0xC3...0xCB: place += 2
      case 0xC2 where bytes[place + 1] >= 0xA0 && bytes[place + 1] != 0xAD: place += 2
      default: return nil
      }
      columns += 1
    }
    return columns
  }

  /// The text, cut where it takes more than so many columns.
  package func fitted(to most: Int) -> String {
    guard columns > most else { return self }
    var kept = ""
    var room = most - 1
    for character in self {
      room -= character.columns
      guard room >= 0 else { break }
      kept.append(character)
    }
    return kept + "…"
  }
}

/// Which scalars are wide.
private enum TerminalColumns {
  /// The wide and fullwidth ranges of EastAsianWidth.txt that are no emoji, neighbours joined over
  /// scalars that are not assigned.
  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2329...0x232A, 0x2630...0x2637, 0x268A...0x268F, 0x2E80...0x303E,
    0x3041...0x4DFF, 0x4E00...0xA4C6, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF,
    0xFE10...0xFE19, 0xFE30...0xFE6B, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x16FF1,
    0x17000...0x18D08, 0x1AFF0...0x1B2FB, 0x1D300...0x1D376, 0x1F200...0x1F265,
    0x20000...0x2FFFD, 0x30000...0x3FFFD,
  ]

  /// Whether a scalar takes two columns, by a search between halves.
  static func isWide(_ scalar: UInt32) -> Bool {
    var range = wide[...]
    while let middle = range.indices.isEmpty ? nil : range.startIndex + range.count / 2 {
      if wide[middle].contains(scalar) { return true }
      range = scalar < wide[middle].lowerBound ? range[..<middle] : range[(middle + 1)...]
    }
    return false
  }
}
