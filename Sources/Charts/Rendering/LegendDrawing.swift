import Reports

/// What the marks and lines of a chart mean, in a column beside it.
struct LegendDrawing {
  /// What it says, from the top down.
  let rows: [Row]
  /// The left end of the column, and the middle of its first row.
  let corner: Point
  /// The width of the column.
  let width: Double

  /// A row: what it shows, and what that means.
  enum Row {
    /// The head of what follows.
    case heading(String)
    /// A layer's mark of a radius.
    case mark(MarkStyle, Double, String)
    /// The areas of some shares.
    case sizes
    /// A line of a colour and a pattern.
    case line(String, String?, String)
    /// A mark that is no layer's.
    case symbol(Symbol, String)
    /// The mark of a sweep's combinations.
    case combination(Symbol, isFilled: Bool, String)
    /// Words alone.
    case text(String)
    /// Some room.
    case gap
  }

  /// The height that the rows take.
  var height: Double { rows.reduce(0) { $0 + Self.height(of: $1) } }

  private static func height(of row: Row) -> Double {
    switch row {
    case .gap: 12
    case .sizes: 40
    case .heading: 20
    default: 18
    }
  }

  /// The rows as elements.
  var elements: [String] {
    var y = corner.y
    return rows.flatMap { row in
      defer { y += Self.height(of: row) }
      return elements(of: row, at: y)
    }
  }

  private func elements(of row: Row, at y: Double) -> [String] {
    let middle = Point(corner.x + 12, y)
    switch row {
    case .gap: return []
    case .heading(let text):
      return [
        Writing(text, size: 11.5, role: "legend-heading", isStrong: true)
          .element(at: Point(corner.x, y + 4))
      ]
    case .text(let text): return [writing(text, at: y, indent: 0)]
    case .mark(let style, let radius, let text):
      return [
        style.element(at: middle, radius: radius, title: nil), writing(text, at: y, indent: 30),
      ]
    case .line(let color, let dash, let text):
      return [line(color, dash, at: y), writing(text, at: y, indent: 46)]
    case .combination(let symbol, let isFilled, let text):
      let mark = CombinationMark(symbol: symbol, color: Palette.ink, isFilled: isFilled)
      return [mark.element(at: middle, title: nil), writing(text, at: y, indent: 30)]
    case .symbol(let symbol, let text):
      return [mark(symbol, at: middle), writing(text, at: y, indent: 30)]
    case .sizes: return sizes(at: y)
    }
  }

  private func writing(_ text: String, at y: Double, indent: Double) -> String {
    Writing(
      TextMetrics.shortened(text, to: width - indent, size: 11.5), size: 11.5, role: "legend"
    ).element(at: Point(corner.x + indent, y + 4))
  }

  private func line(_ color: String, _ dash: String?, at y: Double) -> String {
    Element(
      "line",
      [
        "class": color == Palette.ink ? "roof outer" : "curve", "x1": Markup.number(corner.x),
        "y1": Markup.number(y),
        "x2": Markup.number(corner.x + 38), "y2": Markup.number(y), "stroke": color,
        "stroke-width": "1.8", "stroke-dasharray": dash,
      ]
    ).closed
  }

  private func mark(_ symbol: Symbol, at middle: Point) -> String {
    let isFilled = symbol == .star
    let isOpen = symbol == .ring || symbol == .cross
    let radius = symbol == .star ? 7.0 : isOpen ? 5 : 3
    let role = symbol == .star ? "network" : isOpen ? "measured" : "ridge"
    return Element(
      "path",
      [
        "class": role, "d": symbol.path(at: middle, radius: radius),
        "fill": isFilled ? Palette.ink : isOpen ? "none" : Palette.paper,
        "stroke": isFilled ? Palette.paper : Palette.ink,
        "stroke-width": isOpen ? "2.2" : "1.4",
      ]
    ).closed
  }

  /// Circles of a few shares, side by side.
  private func sizes(at y: Double) -> [String] {
    var x = corner.x
    return [0.01, 0.1, 0.3].flatMap { share -> [String] in
      let radius = MarkDrawing.radius(of: share)
      let middle = Point(x + radius + 1, y + 10)
      let text = Numbers.round(share * 100, unit: "%")
      x += 2 * radius + 8 + TextMetrics.width(of: text, size: 11.5) + 12
      return [
        Element(
          "circle",
          [
            "class": "size", "cx": Markup.number(middle.x), "cy": Markup.number(middle.y),
            "r": Markup.number(radius), "fill": "none", "stroke": Palette.faint,
          ]
        ).closed,
        Writing(text, size: 11.5, role: "legend").element(
          at: Point(middle.x + radius + 5, middle.y + 4)),
      ]
    }
  }
}
