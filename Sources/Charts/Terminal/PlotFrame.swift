import Glibc
import Reports

/// The part of the plane that a plot shows, and its axes.
struct PlotFrame {
  /// The columns and rows of the plot itself.
  let columns: Int
  let rows: Int
  private let across: LogAxis
  private let up: LogAxis
  private let margin: Int
  private let names: Names

  /// What the axes are of, and how their amounts are written.
  struct Names {
    /// The unit of the amounts from left to right.
    var across = "FLOP/B"
    /// That of those from the bottom up.
    var up = "FLOP/s"
    /// An amount from left to right as a mark says it.
    var text: (Double) -> String = { Numbers.round($0) }
  }

  /// A frame around the roofs and all marks of a roofline; nil where there is nothing to frame.
  init?(_ figure: RooflineFigure, columns: Int, rows: Int) {
    let ridges = figure.roofs.flatMap(\.ridges)
    let rates =
      figure.roofs.flatMap { $0.ceilings.map(\.flopsPerSecond) }
      + figure.layers.map(\.flopsPerSecond) + figure.networks.map(\.flopsPerSecond)
    let intensities =
      ridges.map(\.intensity) + figure.layers.map(\.intensity) + figure.networks.map(\.intensity)
    guard !ridges.isEmpty else { return nil }
    self.init(across: intensities, up: rates, least: 2, columns: columns, rows: rows)
  }

  /// A frame around amounts in whole powers of ten, `least` of them or more, `columns` wide with its
  /// labels; nil where there are none.
  init?(
    across: [Double], up: [Double], least: Double, columns: Int, rows: Int, names: Names = Names()
  ) {
    guard let sides = Self.exponents(across, least: least),
      let heights = Self.exponents(up, least: least)
    else { return nil }
    margin = 8
    self.names = names
    self.columns = columns - margin - 2
    self.rows = rows
    self.across = LogAxis(exponents: sides, start: 0, end: Double(self.columns))
    self.up = LogAxis(exponents: heights, start: 0, end: Double(rows))
  }

  /// Whole powers of ten around the amounts, at least so many of them and at most 24: what is lower is
  /// left out.
  private static func exponents(_ amounts: [Double], least: Double) -> ClosedRange<Double>? {
    let places = amounts.filter { $0 > 0 && $0.isFinite }.map { log10($0) }
    guard let low = places.min(), let high = places.max() else { return nil }
    let top = (high + 0.15).rounded(.up)
    return max(min((low - 0.15).rounded(.down), top - least), top - 24)...top
  }

  /// The intensity at a column.
  func intensity(at column: Double) -> Double {
    let share = column / Double(columns)
    let (low, high) = (across.exponents.lowerBound, across.exponents.upperBound)
    return pow(10, low + share * (high - low))
  }

  /// How many rows above the lowest a rate stands.
  func height(of rate: Double) -> Double { up.position(of: rate) }

  /// The row at a height, the highest first; nil where it is outside.
  func row(atHeight height: Double) -> Int? {
    guard height.isFinite, height >= 0, height <= Double(rows) else { return nil }
    return rows - 1 - min(Int(height), rows - 1)
  }

  /// The cell of an amount; nil where it is outside.
  func place(_ intensity: Double, _ rate: Double) -> PlotGrid.Place? {
    let column = across.position(of: intensity)
    guard let row = row(atHeight: height(of: rate)), column >= 0, column <= Double(columns) else {
      return nil
    }
    return PlotGrid.Place(row: row, column: min(Int(column), columns - 1))
  }

  /// The plot's lines with its axes.
  func lines(_ plot: [String]) -> [String] {
    var labels = Array(repeating: "", count: rows)
    for tick in up.ticks where tick.isMajor && Self.isPower(tick.amount) {
      guard let row = row(atHeight: height(of: tick.amount)) else { continue }
      labels[row] = Numbers.round(tick.amount)
    }
    var lines = [Self.padded(names.up, margin)]
    lines += zip(labels, plot).map { label, line in
      Self.trimmed("\(Self.padded(label, margin)) \(label.isEmpty ? "|" : "+")\(line)")
    }
    lines.append("\(Self.padded("", margin)) +\(axis)")
    lines.append(Self.trimmed("\(Self.padded(names.across, margin))  \(axisLabels)"))
    return lines
  }

  private var powers: [(column: Int, amount: Double)] {
    across.ticks.filter { $0.isMajor && Self.isPower($0.amount) }.map { tick in
      (min(Int(across.position(of: tick.amount)), columns - 1), tick.amount)
    }
  }

  private var axis: String {
    var line = [Character](repeating: "-", count: columns)
    for power in powers { line[power.column] = "+" }
    return String(line)
  }

  /// The powers of ten under the axis, as far as they have room.
  private var axisLabels: String {
    var line = ""
    for power in powers {
      let label = names.text(power.amount).split(separator: " ").joined()
      guard power.column >= line.count, power.column + label.count <= columns else { continue }
      line += String(repeating: " ", count: power.column - line.count) + label + " "
    }
    return line
  }

  private static func isPower(_ amount: Double) -> Bool {
    let exponent = log10(amount)
    return abs(exponent - exponent.rounded()) < 1e-6
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(width - text.count, 0)) + text
  }

  private static func trimmed(_ line: String) -> String {
    var line = Substring(line)
    while line.last == " " { line.removeLast() }
    return String(line)
  }
}
