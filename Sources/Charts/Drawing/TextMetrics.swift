/// How wide a text is, without asking for a font: no two machines draw with the same one.
enum TextMetrics {
  /// The width of `text` at a font size, in pixels, at least.
  ///
  /// The advance of a character is the wider of Arial's (also that of Helvetica and Liberation Sans)
  /// and DejaVu Sans's, from the `hmtx` tables of Liberation Sans 2 and DejaVu Sans 2.37; a character
  /// beyond ASCII takes a full em where its script may, else two thirds of one.
  static func width(of text: String, size: Double) -> Double {
    let units = text.unicodeScalars.reduce(0) { $0 + advance($1) }
    return Double(units) / 1000 * size
  }

  /// `text` where it has room, else its beginning and its end around `…`.
  static func shortened(_ text: String, to width: Double, size: Double) -> String {
    // No character but a combining one takes less than a quarter of an em.
    let most = Int(width / size * 4) + 1
    let head = Array(text.prefix(most + 1))
    if head.count <= most && Self.width(of: text, size: size) <= width { return text }
    let tail = Array(text.suffix(most))
    var kept = min(head.count, most)
    while kept > 1 {
      kept -= 1
      let short = "\(String(head.prefix(kept - kept / 3)))…\(String(tail.suffix(kept / 3)))"
      if Self.width(of: short, size: size) <= width { return short }
    }
    return "…"
  }

  private static func advance(_ scalar: Unicode.Scalar) -> Int {
    let value = Int(scalar.value)
    if ascii.indices.contains(value - 32) { return ascii[value - 32] }
    switch value {
    case 0x300..<0x370: return 0
    case 0xA0..<0x1100, 0x1E00..<0x2E80: return 667
    default: return 1000
    }
  }

  /// From the space to the tilde, in thousandths of an em.
  private static let ascii = [
    318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636, 636,
    636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 556, 1015, 684, 686, 722, 770, 667,
    611, 778, 752, 295, 500, 667, 557, 863, 748, 787, 667, 787, 722, 667, 611, 732, 684, 989, 685,
    667, 685, 390, 337, 390, 838, 556, 500, 613, 635, 550, 635, 615, 352, 635, 634, 278, 278, 579,
    278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838,
  ]
}
