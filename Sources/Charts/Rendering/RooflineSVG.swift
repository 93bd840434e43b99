import Reports

/// A roofline chart as SVG.
///
/// Every colour and width is an attribute, so that the drawing is the same wherever it is opened and
/// under any Content-Security-Policy; the classes let a page restyle it. The same figure always
/// gives the same text.
public struct RooflineSVG: Sendable {
  /// The whole drawing.
  public let text: String
  /// The labels in the plot, each with the room that it takes.
  package let labels: [PlacedLabel]
  /// How large the drawing is: taller than asked for where its legend needs it.
  package let paper: Rectangle

  /// The room around the plot, in pixels.
  private static let margin = (left: 92.0, top: 84.0, bottom: 66.0, legend: 216.0, right: 16.0)

  /// Draws `figure`.
  ///
  /// - Parameters:
  ///   - size: the size in pixels; the smallest possible one where it is smaller.
  ///   - namedLayers: how many of the longest layers carry their names, where there is room; nil: 8
  ///     of a network that is alone, and none of several.
  public init(_ figure: RooflineFigure, size: ChartSize = ChartSize(), namedLayers: Int? = nil) {
    let limits = ChartSize.limits.smallest
    let width = Double(max(size.width, limits.width))
    let noteRoom = Double(figure.notes.count) * 15
    let plot = Rectangle(
      left: Self.margin.left, top: Self.margin.top,
      right: width - Self.margin.legend - Self.margin.right,
      bottom: Double(max(size.height, limits.height)) - Self.margin.bottom - noteRoom)
    let frame = ChartFrame(of: [figure], plot: plot)
    let content = PlotDrawing(
      figure, frame: frame, namedLayers: namedLayers ?? (figure.networks.count == 1 ? 8 : 0))
    let legend = LegendDrawing(
      figure: figure, unplaced: content.placement.unplaced,
      corner: Point(plot.right + 26, plot.top + 2), width: Self.margin.legend - 26)
    var notes = figure.notes
    if content.marks.missing > 0 {
      notes.append("Not shown: \(content.marks.missing) marks beyond the edges.")
    }
    let height = max(
      plot.bottom + Self.margin.bottom + Double(notes.count) * 15, plot.top + legend.height + 16)
    paper = Rectangle(left: 0, top: 0, right: width, bottom: height)
    labels = content.placement.placed
    text = Self.document(
      figure, paper: paper,
      Self.titles(figure, width: width) + content.elements
        + [Element("g", ["class": "legend-column"]).around(legend.elements)]
        + notes.enumerated().map { line, note in
          let y = plot.bottom + Self.margin.bottom - 6 + Double(line) * 15
          return Writing(note, size: 11, role: "note").element(at: Point(18, y))
        })
  }

  private static func titles(_ figure: RooflineFigure, width: Double) -> [String] {
    let room = width - 36
    return [
      Writing(
        TextMetrics.shortened(figure.title, to: room, size: 17), size: 17, role: "title",
        isStrong: true
      ).element(at: Point(18, 28)),
      Writing(
        TextMetrics.shortened(figure.subtitle, to: room, size: 12), size: 12, role: "subtitle"
      ).element(at: Point(18, 47)),
    ]
  }

  private static func document(
    _ figure: RooflineFigure, paper: Rectangle, _ children: [String]
  ) -> String {
    let (width, height) = (Markup.number(paper.width), Markup.number(paper.height))
    let summary = "Roofline chart. \(figure.subtitle). \(figure.notes.joined(separator: " "))"
    let head = [
      Element("title").around(
        text: TextMetrics.shortened(figure.title, to: 1500, size: 12)),
      Element("desc").around(text: summary),
      Element("rect", ["class": "paper", "width": width, "height": height, "fill": Palette.paper])
        .closed,
    ]
    return Element(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg", "viewBox": "0 0 \(width) \(height)",
        "width": width, "height": height, "role": "img",
        "font-family": "Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif",
      ]
    ).around(head + children) + "\n"
  }
}

/// The plot of a chart: grid, roofs, marks and their labels.
struct PlotDrawing {
  let figure: RooflineFigure
  let frame: ChartFrame
  let marks: MarkDrawing
  let placement: LabelPlacement
  private let roofs: [RoofDrawing]

  /// Draws `figure` into `frame`, with the names of as many layers as there is room for.
  init(_ figure: RooflineFigure, frame: ChartFrame, namedLayers: Int) {
    self.figure = figure
    self.frame = frame
    marks = MarkDrawing(figure: figure, frame: frame)
    let roofs = figure.roofs.enumerated().map { place, roof in
      RoofDrawing(
        roof: roof, place: place, isOneOfMany: figure.roofs.count > 1, frame: frame)
    }
    self.roofs = roofs
    var ink = InkMap(frame.plot)
    for roof in roofs { roof.addInk(to: &ink) }
    marks.addInk(to: &ink)
    let labels =
      roofs.flatMap(\.lineLabels) + roofs.flatMap { $0.ridgeLabels.filter { !$0.isOptional } }
      + marks.labels(layers: namedLayers) + roofs.flatMap { $0.ridgeLabels.filter(\.isOptional) }
    placement = LabelPlacement(labels, within: frame.plot, over: ink)
  }

  /// The plot's elements, from the back to the front.
  var elements: [String] {
    let axes = AxisDrawing(frame: frame)
    return [
      Element("g", ["class": "grid-lines"]).around(axes.grid),
      Element("g", ["class": "roofs"]).around(roofs.flatMap(\.elements)),
      Element("g", ["class": "layers"]).around(marks.layerElements),
      Element("g", ["class": "networks"]).around(marks.networkElements),
      Element("g", ["class": "axes"]).around(axes.axes),
      Element("g", ["class": "labels"]).around(
        placement.placed.compactMap(Self.leader) + placement.placed.map(Self.element)),
    ]
  }

  /// The roofs and all labels, for a page that draws the marks and the axes itself.
  var roofElements: [String] {
    [
      Element("g", ["class": "lines"]).around(roofs.flatMap(\.elements)),
      Element("g", ["class": "labels"]).around(
        placement.placed.compactMap(Self.leader) + placement.placed.map(Self.element)),
    ]
  }

  private static func leader(of placed: PlacedLabel) -> String? {
    placed.leader.map { start, end in
      Element(
        "line",
        [
          "class": "leader", "x1": Markup.number(start.x), "y1": Markup.number(start.y),
          "x2": Markup.number(end.x), "y2": Markup.number(end.y), "stroke": Palette.faint,
          "stroke-width": "0.7",
        ]
      ).closed
    }
  }

  private static func element(of placed: PlacedLabel) -> String {
    let label = placed.label
    return Writing(
      label.text, size: label.size, role: label.role, alignment: placed.place.alignment,
      isStrong: label.role == "network-label", isHaloed: true
    ).element(at: placed.place.anchor, angle: placed.place.angle)
  }
}
