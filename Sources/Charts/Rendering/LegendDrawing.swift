import Reports

/// What the marks and lines of a chart mean, in a column beside it.
struct LegendDrawing {
  let figure: RooflineFigure
  /// The labels that found no place in the plot.
  let unplaced: [Label]
  /// The left end of the column, and the middle of its first row.
  let corner: Point
  /// The width of the column.
  let width: Double

  /// The most devices and models that get a row of their own.
  private static let mostRows = 8

  /// A row: what it shows, and what that means.
  private enum Row {
    case heading(String)
    case mark(MarkStyle, Double, String)
    case sizes
    case line(String?, String)
    case symbol(Symbol, String)
    case text(String)
    case gap
  }

  private var rows: [Row] {
    let groups = [kinds, models, devices, others].filter { !$0.isEmpty }
    return Array(groups.joined(separator: [.gap]))
  }

  private var kinds: [Row] {
    guard !figure.kinds.isEmpty else { return [] }
    let named = figure.kinds.enumerated().map { place, kind in
      let share = Numbers.percent(kind.share)
      return Row.mark(MarkStyle(kind: place, model: 0), 5, "\(kind.name), \(share)")
    }
    let isComplete = figure.layers.allSatisfy { figure.kind(of: $0) != nil }
    let rest = isComplete ? [] : [Row.mark(MarkStyle(kind: nil, model: 0), 5, "other kinds")]
    return [.heading("Layers by kind, share of time")] + named + rest
      + [.gap, .heading("Area: share of time"), .sizes]
  }

  private var models: [Row] {
    let models = Dictionary(
      figure.networks.map { ($0.model, $0.name) }, uniquingKeysWith: { first, _ in first })
    guard models.count > 1, !figure.layers.isEmpty else { return [] }
    return [.heading("Networks")]
      + models.sorted { $0.key < $1.key }.prefix(Self.mostRows).map { place, name in
        .mark(MarkStyle(kind: 0, model: place), 5, name)
      }
  }

  private var devices: [Row] {
    let shown = figure.roofs.prefix(Self.mostRows).enumerated().map { place, roof in
      Row.line(Palette.dash(of: place), roof.name)
    }
    let rest = figure.roofs.count - shown.count
    return [.heading("Ceilings")] + shown + (rest > 0 ? [.text("and \(rest) more")] : [])
      + unplaced.prefix(Self.mostRows).map { .text($0.text) }
  }

  private var others: [Row] {
    (figure.networks.isEmpty ? [] : [Row.symbol(.star, "whole network")])
      + (figure.measured.isEmpty ? [] : [.symbol(.ring, "measured")])
      + (figure.roofs.allSatisfy(\.ridges.isEmpty) ? [] : [.symbol(.circle, "ridge point")])
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
    case .line(let dash, let text):
      return [line(dash, at: y), writing(text, at: y, indent: 46)]
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

  private func line(_ dash: String?, at y: Double) -> String {
    Element(
      "line",
      [
        "class": "roof outer", "x1": Markup.number(corner.x), "y1": Markup.number(y),
        "x2": Markup.number(corner.x + 38), "y2": Markup.number(y), "stroke": Palette.ink,
        "stroke-width": "1.8", "stroke-dasharray": dash,
      ]
    ).closed
  }

  private func mark(_ symbol: Symbol, at middle: Point) -> String {
    let isFilled = symbol == .star
    let radius = symbol == .star ? 7.0 : symbol == .ring ? 5 : 3
    let role = symbol == .star ? "network" : symbol == .ring ? "measured" : "ridge"
    return Element(
      "path",
      [
        "class": role, "d": symbol.path(at: middle, radius: radius),
        "fill": isFilled ? Palette.ink : symbol == .ring ? "none" : Palette.paper,
        "stroke": isFilled ? Palette.paper : Palette.ink,
        "stroke-width": symbol == .ring ? "2.2" : "1.4",
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
