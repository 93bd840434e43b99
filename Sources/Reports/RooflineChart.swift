package import Devices

/// A device's ceilings as a log–log roofline of characters: attainable operations a second over
/// arithmetic intensity, after Williams, Waterman, Patterson, CACM 52(4), 2009.
///
/// The same device gives the same text, whatever the terminal.
package struct RooflineChart {
  /// The columns and rows of the plot itself.
  static let columns = 60
  static let rows = 14

  /// One ceiling that is drawn, with its mark.
  private struct Ceiling {
    let mark: Character
    let label: String
    let rate: Double
  }

  private let ceilings: [Ceiling]
  private let bandwidth: Double
  private let memory: String

  /// The chart of a device; nil where it has no rates, or no bandwidth of main memory.
  package init?(_ device: DeviceProfile) {
    guard let main = device.mainMemory, let bandwidth = main.bytesPerSecond?.value, bandwidth > 0,
      bandwidth.isFinite
    else { return nil }
    var rates: [Double: [String]] = [:]
    for rate in device.compute
    where rate.flopsPerSecond.value > 0 && rate.flopsPerSecond.value.isFinite {
      let name = "\(rate.unit.rawValue) \(rate.precision.rawValue)"
      rates[rate.flopsPerSecond.value, default: []].append(name)
    }
    guard !rates.isEmpty else { return nil }
    let marks = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
    ceilings = zip(marks, rates.sorted { $0.key > $1.key }).map { mark, entry in
      Ceiling(mark: mark, label: entry.value.joined(separator: ", "), rate: entry.key)
    }
    self.bandwidth = bandwidth
    memory = main.name ?? main.level
  }

  /// The lines of the chart: the plot, its axis, then a legend.
  package var lines: [String] {
    let frame = Frame(rates: ceilings.map(\.rate), bandwidth: bandwidth)
    var grid = [[Character]](
      repeating: [Character](repeating: " ", count: Self.columns), count: Self.rows)
    for ceiling in ceilings.reversed() { draw(ceiling, in: frame, on: &grid) }
    drawMemory(in: frame, on: &grid)
    return plot(grid, frame) + legend
  }

  private func draw(_ ceiling: Ceiling, in frame: Frame, on grid: inout [[Character]]) {
    guard let row = frame.row(of: ceiling.rate) else { return }
    let ridge = frame.column(of: ceiling.rate / bandwidth)
    for column in max(0, ridge)..<max(0, ridge, Self.columns) {
      grid[row][column] = column == ridge ? "+" : "-"
    }
    grid[row][Self.columns - 1] = ceiling.mark
  }

  private func drawMemory(in frame: Frame, on grid: inout [[Character]]) {
    let highest = ceilings.first.map(\.rate) ?? 0
    for column in 0..<Self.columns {
      let rate = frame.intensity(at: column) * bandwidth
      guard rate < highest, let row = frame.row(of: rate), grid[row][column] == " " else {
        continue
      }
      grid[row][column] = "/"
    }
  }

  private func plot(_ grid: [[Character]], _ frame: Frame) -> [String] {
    let labels = (0..<Self.rows).map { row in
      frame.isDecade(row: row).map { Numbers.prefixed($0) } ?? ""
    }
    let width = labels.map(\.count).max() ?? 0
    var lines = zip(labels, grid).map { label, row in
      let margin = String(repeating: " ", count: width - label.count) + label
      return Self.trimmed("\(margin) \(label.isEmpty ? "|" : "+")\(String(row))")
    }
    lines[0] += "  FLOP/s"
    let margin = String(repeating: " ", count: width)
    lines.append("\(margin) +\(frame.axis)")
    lines.append("\(margin)  \(frame.axisLabels)  FLOP/B")
    return lines
  }

  private var legend: [String] {
    let rates = ceilings.map { Numbers.prefixed($0.rate, unit: "FLOP/s") }
    let width = rates.map(\.count).max() ?? 0
    return [""]
      + zip(ceilings, rates).map { ceiling, rate in
        let space = String(repeating: " ", count: width - rate.count)
        let ridge = Numbers.prefixed(ceiling.rate / bandwidth)
        return "\(ceiling.mark)  \(space)\(rate)  \(ceiling.label), from \(ridge) FLOP/B on"
      } + ["/  \(Numbers.prefixed(bandwidth, unit: "B/s"))  \(memory)"]
  }

  private static func trimmed(_ line: String) -> String {
    var line = Substring(line)
    while line.last == " " { line.removeLast() }
    return String(line)
  }
}
