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
    // Most text is ASCII without control characters, a column a byte.
    if utf8.allSatisfy({ $0 < 0x80 }) { return utf8.count }
    return reduce(0) { $0 + $1.columns }
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
