import Glibc
import Reports

/// The plot of a sweep: grid, curves, marks and their labels.
struct SweepDrawing {
  let figure: SweepFigure
  let placement: LabelPlacement
  private let plot: Rectangle
  private let x: LogAxis
  private let y: LogAxis

  /// Draws `figure` into a plot.
  init(_ figure: SweepFigure, plot: Rectangle) {
    self.figure = figure
    self.plot = plot
    let places = figure.curves.flatMap(\.places)
    let x = LogAxis(
      exponents: Self.range(of: places.map(\.seconds)), start: plot.left, end: plot.right)
    let y = LogAxis(
      exponents: Self.range(of: places.map(\.perSecond)), start: plot.bottom, end: plot.top)
    self.x = x
    self.y = y
    let point = { (mark: SweepCurve.Mark) in
      Point(x.position(of: mark.seconds), y.position(of: mark.perSecond))
    }
    var ink = InkMap(plot)
    for curve in figure.curves {
      let places = curve.places.map(point)
      for (start, end) in zip(places, places.dropFirst()) {
        ink.addLine(from: start, to: end, weight: 1.5)
      }
      for place in places { ink.addMark(at: place, radius: 4, weight: 3) }
    }
    placement = LabelPlacement(
      SweepLabels(figure: figure, point: point).all, within: plot, over: ink)
  }

  /// The exponents around all amounts, with some room, at least half a decade of them.
  private static func range(of amounts: [Double]) -> ClosedRange<Double> {
    let places = amounts.map(log10)
    guard let low = places.min(), let high = places.max() else { return 0...1 }
    let room = max((high - low) * 0.08, (0.5 - (high - low)) / 2, 0.02)
    return (low - room)...(high + room)
  }

  /// A device's colour; yellow, too faint for a line, is left out.
  static func color(of device: Int) -> String {
    Palette.kinds[device % (Palette.kinds.count - 1)]
  }

  /// A precision's shape.
  static func symbol(of precision: Int) -> Symbol {
    Symbol.kinds[precision % Symbol.kinds.count]
  }

  private func point(_ mark: SweepCurve.Mark) -> Point {
    Point(x.position(of: mark.seconds), y.position(of: mark.perSecond))
  }

  /// The plot's elements, from the back to the front.
  var elements: [String] {
    let axes = AxisDrawing(
      plot: plot,
      x: .init(scale: x, title: "latency") { Numbers.roundSeconds($0) },
      y: .init(scale: y, title: "throughput, samples a second") { Numbers.round($0, unit: "/s") })
    return [
      Element("g", ["class": "grid-lines"]).around(axes.grid),
      Element("g", ["class": "curves"]).around(figure.curves.flatMap(lines)),
      Element("g", ["class": "combinations"]).around(figure.curves.flatMap(marks)),
      Element("g", ["class": "knees"]).around(figure.curves.flatMap(knees)),
      Element("g", ["class": "axes"]).around(axes.axes),
      placement.element,
    ]
  }

  /// The curve up to where the memory runs out, and, faint, what is beyond.
  private func lines(of curve: SweepCurve) -> [String] {
    let places = curve.places
    let within = places.filter { !$0.exceedsMemory }
    let beyond = places.filter(\.exceedsMemory)
    let joint = within.last.map { [$0] } ?? []
    return [
      line(within, of: curve, opacity: "0.9"), line(joint + beyond, of: curve, opacity: "0.35"),
    ].compactMap { $0 }
  }

  private func line(
    _ marks: [SweepCurve.Mark], of curve: SweepCurve, opacity: String
  ) -> String? {
    guard marks.count > 1 else { return nil }
    let places = marks.map(point)
    return Element(
      "polyline",
      [
        "class": "curve", "fill": "none", "stroke": Self.color(of: curve.device),
        "stroke-width": "1.8", "stroke-opacity": opacity,
        "stroke-dasharray": Palette.dash(of: curve.device), "stroke-linejoin": "round",
        "points": places.map { "\(Markup.number($0.x)),\(Markup.number($0.y))" }
          .joined(separator: " "),
      ]
    ).closed
  }

  private func marks(of curve: SweepCurve) -> [String] {
    curve.points.map { mark in
      CombinationMark(
        symbol: Self.symbol(of: curve.precision), color: Self.color(of: curve.device),
        isFilled: !mark.exceedsMemory
      ).element(at: point(mark), title: title(of: mark, on: curve))
    }
  }

  private func title(of mark: SweepCurve.Mark, on curve: SweepCurve) -> String {
    [
      figure.name(of: curve), mark.size.map { "\(figure.axis) \($0)" } ?? "",
      Numbers.seconds(mark.seconds), Numbers.prefixed(mark.perSecond, unit: "/s"),
      mark.exceedsMemory ? "does not fit the memory" : "",
    ].filter { !$0.isEmpty }.joined(separator: ", ")
  }

  private func knees(of curve: SweepCurve) -> [String] {
    let turns = curve.computeBound.map {
      knee(.ring, at: $0.mark, "turns compute-bound", of: curve)
    }
    let full = curve.memoryFull.map { knee(.cross, at: $0.mark, "memory runs out", of: curve) }
    return [turns, full].compactMap { $0 }
  }

  private func knee(
    _ symbol: Symbol, at mark: SweepCurve.Mark, _ words: String, of curve: SweepCurve
  ) -> String {
    Element(
      "path",
      [
        "class": "knee", "d": symbol.path(at: point(mark), radius: 7), "fill": "none",
        "stroke": Palette.ink, "stroke-width": "2",
      ]
    ).around([Element("title").around(text: "\(words): \(title(of: mark, on: curve))")])
  }
}
