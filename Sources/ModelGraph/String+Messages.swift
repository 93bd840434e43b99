extension String {
  /// The text with what would end a line or steer a terminal written out, as `\n` or `\u{1B}`: control
  /// characters, line ends, the characters that turn the direction of writing, and those that XML does
  /// not allow.
  package var singleLine: String {
    // Most texts are plain.
    let isPlain = utf8.withContiguousStorageIfAvailable { $0.allSatisfy { $0 &- 0x20 < 0x5F } }
    if isPlain == true { return self }
    guard unicodeScalars.contains(where: Self.steers) else { return self }
    var clean = ""
    for scalar in unicodeScalars {
      if Self.steers(scalar) {
        clean += scalar.escaped(asASCII: true)
      } else {
        clean.unicodeScalars.append(scalar)
      }
    }
    return clean
  }

  /// The text, cut where it is longer than 80 characters: a name of a file may have any length.
  package var shortened: String {
    if utf8.count <= 80 { return self }
    // Scalars, since one character may have any number of them.
    let scalars = unicodeScalars
    guard scalars.count > 80 else { return self }
    var cut = String.UnicodeScalarView()
    cut.append(contentsOf: scalars.prefix(79))
    return String(cut) + "…"
  }

  /// C0, DEL, C1, line and paragraph separators, embeddings, overrides and isolates of direction.
  private static func steers(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x2028...0x202E, 0x2066...0x2069, 0xFFFE...0xFFFF: true
    default: false
    }
  }
}
