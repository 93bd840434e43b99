import Glibc

/// The part of the plane that a roofline shows, and where on the paper.
struct ChartFrame: Sendable {
  /// Where the plot is.
  let plot: Rectangle
  /// FLOP/byte, from left to right.
  let x: LogAxis
  /// FLOP/s, from the bottom up.
  let y: LogAxis

  /// The most decades that an axis shows: marks farther off are left out, and said to be.
  private static let mostDecades = 9.0

  /// A frame for all of `figures`.
  init(of figures: [RooflineFigure], plot: Rectangle) {
    self.plot = plot
    let ridges = figures.flatMap(\.roofs).flatMap(\.ridges)
    let ceilings = figures.flatMap(\.roofs).flatMap(\.ceilings).map(\.flopsPerSecond)
    let marks =
      figures.flatMap(\.layers).map { ($0.intensity, $0.flopsPerSecond) }
      + figures.flatMap(\.networks).map { ($0.intensity, $0.flopsPerSecond) }
      + figures.flatMap(\.measured).map { ($0.intensity, $0.flopsPerSecond) }
    x = LogAxis(
      exponents: Self.range(
        around: ridges.map(\.intensity), and: marks.map(\.0), before: 1.2, after: 1),
      start: plot.left, end: plot.right)
    y = LogAxis(
      exponents: Self.range(around: ceilings, and: marks.map(\.1), before: 1.2, after: 0.3),
      start: plot.bottom, end: plot.top)
  }

  /// The exponents around all amounts, with room around those that ceilings fix.
  private static func range(
    around fixed: [Double], and marks: [Double], before: Double, after: Double
  ) -> ClosedRange<Double> {
    let fixed = fixed.filter { $0 > 0 && $0.isFinite }.map(log10)
    let marks = marks.filter { $0 > 0 && $0.isFinite }.map(log10)
    let highest = max(
      fixed.max().map { $0 + after } ?? -.infinity, marks.max().map { $0 + 0.15 } ?? -.infinity)
    let lowest = min(
      fixed.min().map { $0 - before } ?? .infinity, marks.min().map { $0 - 0.15 } ?? .infinity)
    guard highest.isFinite, lowest.isFinite else { return 0...1 }
    return max(lowest, highest - mostDecades)...max(highest, lowest + 0.5)
  }

  /// The place of an intensity and a rate, which may be outside the plot.
  func point(_ intensity: Double, _ flopsPerSecond: Double) -> Point {
    Point(x.position(of: intensity), y.position(of: flopsPerSecond))
  }

  /// Whether a mark is in the plot.
  func shows(_ intensity: Double, _ flopsPerSecond: Double) -> Bool {
    x.contains(intensity) && y.contains(flopsPerSecond)
  }

  /// The part of a memory level's line that is in the plot, up to `top`; nil where none is.
  func slope(of bytesPerSecond: Double, upTo top: Double) -> (start: Point, end: Point)? {
    let rate = log10(bytesPerSecond)
    let first = max(x.exponents.lowerBound, y.exponents.lowerBound - rate)
    let last = min(x.exponents.upperBound, log10(top) - rate, y.exponents.upperBound - rate)
    guard first < last else { return nil }
    func point(at exponent: Double) -> Point {
      Point(
        x.start + (exponent - x.exponents.lowerBound) * x.pixelsPerDecade,
        y.start + (exponent + rate - y.exponents.lowerBound) * y.pixelsPerDecade)
    }
    return (point(at: first), point(at: last))
  }

  /// The part of a ceiling's line that is in the plot, from where the fastest memory reaches it.
  func ceiling(at flopsPerSecond: Double, from intensity: Double) -> (start: Point, end: Point)? {
    guard y.contains(flopsPerSecond) else { return nil }
    let height = y.position(of: flopsPerSecond)
    let start = max(x.position(of: intensity), plot.left)
    return start < plot.right ? (Point(start, height), Point(plot.right, height)) : nil
  }

  /// The angle of the memory levels' lines, in radians: they rise a decade for each decade.
  var slopeAngle: Double { -atan2(-y.pixelsPerDecade, x.pixelsPerDecade) }
}
