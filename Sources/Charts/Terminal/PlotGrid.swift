/// The characters of a plot, the highest row first.
struct PlotGrid {
  /// One character.
  struct Cell {
    var character: Character
    /// The kind of layers that it stands for.
    var kind: Int?
  }

  /// Where a character stands.
  struct Place: Hashable {
    var row: Int
    var column: Int
  }

  /// The characters.
  var cells: [[Cell]]
  private let style: TerminalPlot.Style
  /// The braille dots of each cell that are set.
  private var dots: [[UInt8]]

  /// An empty grid.
  init(columns: Int, rows: Int, style: TerminalPlot.Style) {
    self.style = style
    let blank = Cell(character: " ", kind: nil)
    cells = Array(repeating: Array(repeating: blank, count: columns), count: rows)
    dots = Array(repeating: Array(repeating: 0, count: columns), count: rows)
  }

  /// Draws a rate over the intensity, where it has one.
  mutating func line(_ frame: PlotFrame, _ rate: (Double) -> Double?) {
    switch style {
    case .braille: dotted(frame, rate)
    case .ascii: lettered(frame, rate)
    }
  }

  /// Two dots across and four up in each cell.
  private mutating func dotted(_ frame: PlotFrame, _ rate: (Double) -> Double?) {
    // A steep line has several dots in a column, so its steps are taken finer than the dots.
    for step in 0..<frame.columns * 8 {
      let column = Double(step) / 8
      guard let rate = rate(frame.intensity(at: column)) else { continue }
      let dot = Int((frame.height(of: rate) * 4).rounded())
      let fromTop = frame.rows * 4 - 1 - dot
      guard fromTop >= 0, dot >= 0 else { continue }
      set(row: fromTop / 4, column: step / 8, bit: Self.bits[fromTop % 4][step % 8 / 4])
    }
  }

  /// The bits of a braille pattern, by row and column (Unicode, Braille Patterns, U+2800).
  private static let bits: [[UInt8]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]

  private mutating func set(row: Int, column: Int, bit: UInt8) {
    dots[row][column] |= bit
    cells[row][column].character = Character(
      UnicodeScalar(0x2800 + UInt32(dots[row][column])) ?? " ")
  }

  private mutating func lettered(_ frame: PlotFrame, _ rate: (Double) -> Double?) {
    for column in 0..<frame.columns {
      let middle = Double(column) + 0.5
      guard let here = rate(frame.intensity(at: middle)),
        let row = frame.row(atHeight: frame.height(of: here))
      else { continue }
      let next = rate(frame.intensity(at: middle + 0.25)) ?? here
      cells[row][column].character = next > here * 1.001 ? "/" : "-"
    }
  }
}
