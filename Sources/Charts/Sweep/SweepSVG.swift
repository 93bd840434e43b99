import Reports

/// The curves of a sweep as SVG, in the style of the roofline chart: every colour and width is an
/// attribute, and the same figure always gives the same text.
public struct SweepSVG: Sendable {
  /// The whole drawing.
  public let text: String
  /// The labels in the plot, each with the room that it takes.
  package let labels: [PlacedLabel]
  /// How large the drawing is: taller than asked for where its legend needs it.
  package let paper: Rectangle

  /// The room around the plot, in pixels.
  private static let margin = (left: 92.0, top: 84.0, bottom: 66.0, legend: 226.0, right: 16.0)

  /// Draws `figure` at a size in pixels; at the smallest possible one where that is smaller.
  public init(_ figure: SweepFigure, size: ChartSize = ChartSize()) {
    let limits = ChartSize.limits.smallest
    let width = Double(max(size.width, limits.width))
    let height = Double(max(size.height, limits.height))
    let plot = Rectangle(
      left: Self.margin.left, top: Self.margin.top,
      right: width - Self.margin.legend - Self.margin.right,
      bottom: height - Self.margin.bottom - Double(figure.notes.count) * 15)
    let content = SweepDrawing(figure, plot: plot)
    let legend = LegendDrawing(
      rows: LegendDrawing.rows(of: figure), corner: Point(plot.right + 26, plot.top + 2),
      width: Self.margin.legend - 26)
    paper = Rectangle(
      left: 0, top: 0, right: width,
      bottom: max(
        plot.bottom + Self.margin.bottom + Double(figure.notes.count) * 15,
        plot.top + legend.height + 16))
    labels = content.placement.placed
    text = ChartPaper.document(
      title: figure.title,
      summary: "Latency and throughput of a sweep. \(figure.subtitle). "
        + figure.notes.joined(separator: " "),
      paper: paper,
      ChartPaper.titles(figure.title, figure.subtitle, width: width) + content.elements
        + [Element("g", ["class": "legend-column"]).around(legend.elements)]
        + ChartPaper.notes(figure.notes, at: plot.bottom + Self.margin.bottom - 6))
  }
}

extension LegendDrawing {
  /// The most devices and precisions that get a row of their own.
  private static let most = 10

  /// What the curves and marks of a sweep mean.
  static func rows(of figure: SweepFigure) -> [Row] {
    let devices = figure.devices.prefix(most).enumerated().map { place, name in
      Row.line(SweepDrawing.color(of: place), Palette.dash(of: place), name)
    }
    let precisions = figure.precisions.prefix(most).enumerated().map { place, name in
      Row.combination(SweepDrawing.symbol(of: place), isFilled: true, name)
    }
    let more = figure.devices.count - devices.count
    var marks: [Row] = []
    if figure.curves.contains(where: { $0.computeBound != nil }) {
      marks.append(.symbol(.ring, "turns compute-bound"))
    }
    if figure.curves.contains(where: { $0.memoryFull != nil }) {
      marks.append(.symbol(.cross, "memory runs out"))
    }
    if figure.curves.contains(where: { $0.points.contains(where: \.exceedsMemory) }) {
      marks.append(.combination(.circle, isFilled: false, "does not fit"))
    }
    let groups: [[Row]] = [
      [.heading("Devices")] + devices + (more > 0 ? [.text("and \(more) more")] : []),
      precisions.isEmpty ? [] : [.heading("Precisions")] + precisions,
      marks.isEmpty ? [] : [.heading("Knees")] + marks,
    ]
    return Array(groups.filter { !$0.isEmpty }.joined(separator: [.gap]))
  }
}
