import Glibc

extension RooflineChart {
  /// The part of the plane that a chart shows, in powers of ten.
  struct Frame {
    /// The exponents of the lowest and highest rate.
    private let bottom: Double
    private let top: Double
    /// The exponents of the lowest and highest intensity.
    private let left: Double
    private let right: Double

    /// A frame around all ridge points, whole powers of ten on each side.
    init(rates: [Double], bandwidth: Double) {
      let highest = rates.max() ?? 1
      let lowest = rates.min() ?? 1
      left = (Self.exponent(lowest / bandwidth) - 0.5).rounded(.down)
      right = (Self.exponent(highest / bandwidth) + 0.5).rounded(.up)
      top = Self.exponent(highest).rounded(.up)
      bottom = min(Self.exponent(lowest).rounded(.down), top - 2)
    }

    /// The row of a rate, the highest first; nil where it is outside.
    func row(of rate: Double) -> Int? {
      let share = (top - Self.exponent(rate)) / (top - bottom)
      let row = (share * Double(rows - 1)).rounded()
      // NaN fails both.
      return row >= 0 && row < Double(rows) ? Int(row) : nil
    }

    /// The column of an intensity, held inside the chart.
    func column(of intensity: Double) -> Int {
      let share = (Self.exponent(intensity) - left) / (right - left)
      guard share.isFinite else { return 0 }
      return Int(min(max((share * Double(columns - 1)).rounded(), 0), Double(columns - 1)))
    }

    /// The intensity in the middle of a column.
    func intensity(at column: Int) -> Double {
      Self.power(left + Double(column) / Double(columns - 1) * (right - left))
    }

    /// The whole power of ten at a row, if one falls there.
    func isDecade(row: Int) -> Double? {
      decades(from: bottom, to: top).first { self.row(of: $0) == row }
    }

    /// The axis, with a mark at each power of ten.
    var axis: String {
      var line = [Character](repeating: "-", count: columns)
      for decade in decades(from: left, to: right) { line[column(of: decade)] = "+" }
      return String(line)
    }

    /// The powers of ten under the axis, as far as they have room.
    var axisLabels: String {
      var line = ""
      for decade in decades(from: left, to: right) {
        let start = column(of: decade)
        guard start >= line.count else { continue }
        line += String(repeating: " ", count: start - line.count)
        line += Numbers.prefixed(decade).split(separator: " ").joined() + " "
      }
      while line.last == " " { line.removeLast() }
      return line
    }

    private func decades(from first: Double, to last: Double) -> [Double] {
      guard last >= first, last - first < 60 else { return [] }
      return (0...Int(last - first)).map { Self.power(first + Double($0)) }
    }

    private static func exponent(_ value: Double) -> Double { log10(value) }

    private static func power(_ exponent: Double) -> Double { pow(10, exponent) }
  }
}
