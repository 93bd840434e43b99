import Glibc
import Reports

/// A device's lines in a chart, and the labels that they want.
struct RoofDrawing {
  let roof: Roof
  /// The device's place, which gives its lines their pattern.
  let place: Int
  /// Whether labels have to say which device they are of.
  let isOneOfMany: Bool
  let frame: ChartFrame

  /// The highest of the device's ceilings, in FLOP/s.
  private var top: Double { roof.ceilings.first?.flopsPerSecond ?? 0 }

  /// One line of the roof.
  private struct Line {
    var start: Point
    var end: Point
    var label: String
    var isSlope: Bool
    /// Whether it is of the highest ceiling, or of the main memory.
    var isOuter: Bool
  }

  private var lines: [Line] {
    let fastest = roof.slopes.first?.bytesPerSecond
    let ceilings = roof.ceilings.compactMap { ceiling -> Line? in
      let start = fastest.map { ceiling.flopsPerSecond / $0 } ?? 0
      guard let line = frame.ceiling(at: ceiling.flopsPerSecond, from: max(start, 1e-300)) else {
        return nil
      }
      let rate = Numbers.prefixed(ceiling.flopsPerSecond, unit: "FLOP/s")
      return Line(
        start: line.start, end: line.end, label: named("\(ceiling.name), \(rate)"), isSlope: false,
        isOuter: ceiling == roof.ceilings.first)
    }
    let slopes = roof.slopes.compactMap { slope -> Line? in
      guard let line = frame.slope(of: slope.bytesPerSecond, upTo: top) else { return nil }
      let rate = Numbers.prefixed(slope.bytesPerSecond, unit: "B/s")
      return Line(
        start: line.start, end: line.end, label: named("\(slope.name), \(rate)"), isSlope: true,
        isOuter: slope == roof.mainSlope)
    }
    return ceilings + slopes
  }

  private func named(_ text: String) -> String {
    let name = TextMetrics.shortened(roof.name, to: 150, size: 11)
    return TextMetrics.shortened(isOneOfMany ? "\(name): \(text)" : text, to: 330, size: 11)
  }

  /// The lines as elements.
  var elements: [String] {
    lines.map { line in
      Element(
        "line",
        [
          "class": line.isOuter ? "roof outer" : "roof", "x1": Markup.number(line.start.x),
          "y1": Markup.number(line.start.y), "x2": Markup.number(line.end.x),
          "y2": Markup.number(line.end.y), "stroke": Palette.ink,
          "stroke-width": line.isOuter ? "1.8" : "1",
          "stroke-opacity": line.isOuter ? "0.9" : "0.55",
          "stroke-dasharray": Palette.dash(of: place), "stroke-linecap": "butt",
        ]
      ).closed
    }
      + ridgePoints.map { point in
        Element(
          "circle",
          [
            "class": "ridge", "cx": Markup.number(point.x), "cy": Markup.number(point.y),
            "r": "3", "fill": Palette.paper, "stroke": Palette.ink, "stroke-width": "1.4",
          ]
        ).closed
      }
  }

  private var ridgePoints: [Point] {
    roof.ridges.filter { frame.shows($0.intensity, $0.ceiling.flopsPerSecond) }
      .map { frame.point($0.intensity, $0.ceiling.flopsPerSecond) }
  }

  /// Adds the lines to what labels would hide.
  func addInk(to ink: inout InkMap) {
    for line in lines { ink.addLine(from: line.start, to: line.end, weight: 1.5) }
    for point in ridgePoints { ink.addMark(at: point, radius: 5, weight: 3) }
  }

  /// The labels of the lines, the outer ones first.
  var lineLabels: [Label] {
    lines.sorted { $0.isOuter && !$1.isOuter }.map { line in
      Label(
        text: line.label, size: 11, role: "roof-label",
        candidates: line.isSlope ? Self.along(line, frame.slopeAngle) : Self.along(line, 0))
    }
  }

  /// Places along a line, above it and below it; best where the line has room at its outer end. None of
  /// them lets the writing run past an end of the line: a slope ends at its ridge.
  private static func along(_ line: Line, _ angle: Double) -> [Label.Candidate] {
    let whole = hypot(line.end.x - line.start.x, line.end.y - line.start.y)
    let length = whole - TextMetrics.width(of: line.label, size: 11) - 8
    guard length >= 0 else { return [] }
    let (c, s) = (cos(angle), sin(angle))
    return (0...24).flatMap { step -> [Label.Candidate] in
      let share = Double(step) / 24
      // A slope is read from its lower end, a ceiling from its right end.
      let distance = line.isSlope ? share * length : whole - share * length
      let base = Point(line.start.x + distance * c, line.start.y + distance * s)
      return [-5.0, -10, 13, 18].map { offset in
        Label.Candidate(
          anchor: Point(
            base.x - offset * s + (line.isSlope ? 4 * c : -4),
            base.y + offset * c + (line.isSlope ? 4 * s : 0)),
          alignment: line.isSlope ? .start : .end, angle: angle,
          cost: share * 10 + (offset > 0 ? 2.5 : 0) + (abs(offset) > 9 ? 1 : 0))
      }
    }
  }

  /// The labels of the ridge points: that of the highest ceiling and the main memory is required.
  var ridgeLabels: [Label] {
    roof.ridges.enumerated().compactMap { index, ridge in
      guard frame.shows(ridge.intensity, ridge.ceiling.flopsPerSecond) else { return nil }
      let point = frame.point(ridge.intensity, ridge.ceiling.flopsPerSecond)
      let intensity = Numbers.prefixed(ridge.intensity, unit: "FLOP/B")
      return Label(
        text: "ridge \(intensity)", size: 10.5, role: "ridge-label", isOptional: index > 0,
        target: point,
        candidates: Self.around(
          point, distances: index == 0 ? [8, 16, 28, 44, 64, 96] : [8, 16, 26]))
    }
  }

  /// Places around a point, the nearest first.
  static func around(_ point: Point, distances: [Double]) -> [Label.Candidate] {
    let directions: [(Double, Double, Label.Alignment, Double)] = [
      (1, 0.9, .start, 0), (-1, -0.5, .end, 0.5), (0, -1, .middle, 1), (1, -0.5, .start, 1.5),
      (0, 1.9, .middle, 2), (1, 0.3, .start, 2), (-1, 0.9, .end, 2.5), (-1, 0.3, .end, 2.5),
    ]
    return distances.flatMap { distance in
      directions.map { x, y, alignment, cost in
        Label.Candidate(
          anchor: Point(point.x + x * distance, point.y + y * distance), alignment: alignment,
          cost: cost + distance / 6)
      }
    }
  }
}
