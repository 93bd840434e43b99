import Reports

/// The most devices and models that get a row of their own.
private let mostRows = 8

extension LegendDrawing {
  /// What the marks and lines of a roofline mean; labels that found no place in the plot stand here.
  static func rows(of figure: RooflineFigure, unplaced: [Label], width: Double) -> [Row] {
    let groups = [
      figure.kindRows, figure.modelRows, figure.deviceRows(unplaced: unplaced, width: width),
      figure.otherRows,
    ].filter { !$0.isEmpty }
    return Array(groups.joined(separator: [.gap]))
  }
}

extension LegendDrawing.Row {
  /// Words alone: in two rows, before the rate that they end with, where one has no room for them.
  fileprivate static func lines(of text: String, width: Double) -> [LegendDrawing.Row] {
    guard TextMetrics.width(of: text, size: 11.5) > width, let comma = text.lastIndex(of: ",")
    else { return [.text(text)] }
    return [.text(String(text[...comma])), .text(String(text[comma...].dropFirst(2)))]
  }
}

extension RooflineFigure {
  fileprivate var kindRows: [LegendDrawing.Row] {
    guard !kinds.isEmpty else { return [] }
    let named = kinds.enumerated().map { place, kind in
      let share = Numbers.percent(kind.share)
      return LegendDrawing.Row.mark(MarkStyle(kind: place, model: 0), 5, "\(kind.name), \(share)")
    }
    let isComplete = layers.allSatisfy { kind(of: $0) != nil }
    let other = LegendDrawing.Row.mark(MarkStyle(kind: nil, model: 0), 5, "other kinds")
    let rest = isComplete ? [] : [other]
    return [.heading("Layers by kind, share of time")] + named + rest
      + [.gap, .heading("Area: share of time"), .sizes]
  }

  fileprivate var modelRows: [LegendDrawing.Row] {
    let models = Dictionary(
      networks.map { ($0.model, $0.name) }, uniquingKeysWith: { first, _ in first })
    guard models.count > 1, !layers.isEmpty else { return [] }
    return [.heading("Networks")]
      + models.sorted { $0.key < $1.key }.prefix(mostRows).map { place, name in
        .mark(MarkStyle(kind: 0, model: place), 5, name)
      }
  }

  fileprivate func deviceRows(unplaced: [Label], width: Double) -> [LegendDrawing.Row] {
    let shown = roofs.prefix(mostRows).enumerated().map { place, roof in
      LegendDrawing.Row.line(Palette.ink, Palette.dash(of: place), roof.name)
    }
    let rest = roofs.count - shown.count
    return [.heading("Ceilings")] + shown + (rest > 0 ? [.text("and \(rest) more")] : [])
      + unplaced.prefix(mostRows).flatMap { LegendDrawing.Row.lines(of: $0.text, width: width) }
  }

  fileprivate var otherRows: [LegendDrawing.Row] {
    (networks.isEmpty ? [] : [LegendDrawing.Row.symbol(.star, "whole network")])
      + (measured.isEmpty ? [] : [.symbol(.ring, "measured")])
      + (roofs.allSatisfy(\.ridges.isEmpty) ? [] : [.symbol(.circle, "ridge point")])
  }
}
