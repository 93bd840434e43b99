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
    let legendWidth = Self.margin.legend - 26
    let legend = LegendDrawing(
      rows: LegendDrawing.rows(
        of: figure, unplaced: content.placement.unplaced, width: legendWidth),
      corner: Point(plot.right + 26, plot.top + 2), width: legendWidth)
    var notes = figure.notes
    if content.marks.missing > 0 {
      notes.append("Not shown: \(content.marks.missing) marks beyond the edges.")
    }
    let height = max(
      plot.bottom + Self.margin.bottom + Double(notes.count) * 15, plot.top + legend.height + 16)
    paper = Rectangle(left: 0, top: 0, right: width, bottom: height)
    labels = content.placement.placed
    text = ChartPaper.document(
      title: figure.title,
      summary: "Roofline chart. \(figure.subtitle). \(figure.notes.joined(separator: " "))",
      paper: paper,
      ChartPaper.titles(figure.title, figure.subtitle, width: width) + content.elements
        + [Element("g", ["class": "legend-column"]).around(legend.elements)]
        + ChartPaper.notes(notes, at: plot.bottom + Self.margin.bottom - 6))
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
    let axes = AxisDrawing(frame)
    return [
      Element("g", ["class": "grid-lines"]).around(axes.grid),
      Element("g", ["class": "roofs"]).around(roofs.flatMap(\.elements)),
      Element("g", ["class": "layers"]).around(marks.layerElements),
      Element("g", ["class": "networks"]).around(marks.networkElements),
      Element("g", ["class": "axes"]).around(axes.axes),
      placement.element,
    ]
  }

  /// The roofs and all labels, for a page that draws the marks and the axes itself.
  var roofElements: [String] {
    [
      Element("g", ["class": "lines"]).around(roofs.flatMap(\.elements)),
      placement.element,
    ]
  }
}
