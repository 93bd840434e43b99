import Reports

/// The frame of a plot with its grid, its marks and what they say.
struct AxisDrawing {
  /// One axis: what it is of, and how its amounts are written.
  struct Axis {
    /// From amounts to pixels.
    let scale: LogAxis
    /// What the amounts are, with their unit where the marks do not say it.
    let title: String
    /// An amount as a mark says it.
    let text: (Double) -> String
  }

  /// Where the plot is.
  let plot: Rectangle
  /// From left to right.
  let x: Axis
  /// From the bottom up.
  let y: Axis

  /// The axes `x` and `y` around a plot.
  init(plot: Rectangle, x: Axis, y: Axis) {
    self.plot = plot
    self.x = x
    self.y = y
  }

  /// Those of a roofline.
  init(_ frame: ChartFrame) {
    self.init(
      plot: frame.plot,
      x: Axis(scale: frame.x, title: "arithmetic intensity, FLOP/byte") { Numbers.round($0) },
      y: Axis(scale: frame.y, title: "attained operations a second") {
        Numbers.round($0, unit: "FLOP/s")
      })
  }

  /// The lines of the grid, behind everything else.
  var grid: [String] {
    let upright = x.scale.ticks.filter(\.isMajor).map { tick in
      let x = x.scale.position(of: tick.amount)
      return line("grid", Point(x, plot.top), Point(x, plot.bottom), Palette.grid)
    }
    let level = y.scale.ticks.filter(\.isMajor).map { tick in
      let y = y.scale.position(of: tick.amount)
      return line("grid", Point(plot.left, y), Point(plot.right, y), Palette.grid)
    }
    return upright + level
  }

  /// The axes with their marks and numbers.
  var axes: [String] {
    let corner = Point(plot.left, plot.bottom)
    return [
      line("axis", corner, Point(plot.right, plot.bottom), Palette.ink),
      line("axis", corner, Point(plot.left, plot.top), Palette.ink),
    ] + marksOfX + marksOfY + titles
  }

  private var marksOfX: [String] {
    let bottom = plot.bottom
    return x.scale.ticks.flatMap { tick -> [String] in
      let place = x.scale.position(of: tick.amount)
      let mark = line(
        "axis", Point(place, bottom), Point(place, bottom + (tick.isMajor ? 6 : 3)), Palette.ink)
      guard tick.isMajor else { return [mark] }
      return [
        mark,
        Writing(x.text(tick.amount), size: 11, role: "tick", alignment: .middle)
          .element(at: Point(place, bottom + 19)),
      ]
    }
  }

  private var marksOfY: [String] {
    let left = plot.left
    return y.scale.ticks.flatMap { tick -> [String] in
      let place = y.scale.position(of: tick.amount)
      let mark = line(
        "axis", Point(left - (tick.isMajor ? 6 : 3), place), Point(left, place), Palette.ink)
      guard tick.isMajor else { return [mark] }
      return [
        mark,
        Writing(y.text(tick.amount), size: 11, role: "tick", alignment: .end)
          .element(at: Point(left - 9, place + 4)),
      ]
    }
  }

  private var titles: [String] {
    [
      Writing(x.title, size: 12, role: "axis-title", alignment: .middle)
        .element(at: Point((plot.left + plot.right) / 2, plot.bottom + 40)),
      Writing(y.title, size: 12, role: "axis-title", alignment: .start)
        .element(at: Point(plot.left - 74, plot.top - 12)),
    ]
  }

  private func line(_ role: String, _ start: Point, _ end: Point, _ color: String) -> String {
    Element(
      "line",
      [
        "class": role, "x1": Markup.number(start.x), "y1": Markup.number(start.y),
        "x2": Markup.number(end.x), "y2": Markup.number(end.y), "stroke": color,
      ]
    ).closed
  }
}

/// A piece of writing in a chart.
struct Writing {
  let text: String
  let size: Double
  let role: String
  var alignment = Label.Alignment.start
  var isStrong = false
  var isHaloed = false

  /// Writing of a role, which is a class of the drawing.
  init(
    _ text: String, size: Double, role: String, alignment: Label.Alignment = .start,
    isStrong: Bool = false, isHaloed: Bool = false
  ) {
    self.text = text
    self.size = size
    self.role = role
    self.alignment = alignment
    self.isStrong = isStrong
    self.isHaloed = isHaloed
  }

  /// The writing at a place, on its base line.
  func element(at point: Point, angle: Double = 0) -> String {
    let isFaint = ["tick", "axis-title", "subtitle", "note"].contains(role)
    let turn = Markup.number(angle * 180 / .pi)
    let (x, y) = (Markup.number(point.x), Markup.number(point.y))
    return Element(
      "text",
      [
        "class": role, "x": x, "y": y, "font-size": Markup.number(size),
        "text-anchor": alignment == .start ? nil : alignment.rawValue,
        "font-weight": isStrong ? "600" : nil,
        "fill": isFaint ? Palette.faint : Palette.ink,
        "transform": angle == 0 ? nil : "rotate(\(turn) \(x) \(y))",
        "paint-order": isHaloed ? "stroke" : nil, "stroke": isHaloed ? Palette.paper : nil,
        "stroke-width": isHaloed ? "3" : nil, "stroke-linejoin": isHaloed ? "round" : nil,
      ]
    ).around(text: text)
  }
}
