import Glibc
import Reports

/// A roofline as characters: as many as a terminal's window has room for.
///
/// Roofs are lines of braille dots or of `/` and `-`. A layer is the letter of its kind, in upper case
/// where the layers at its place take a twentieth of the time or more; `*` is the whole network.
public struct TerminalPlot: Sendable {
  /// What roofs are drawn with.
  public enum Style: Sendable {
    /// Braille patterns of 2 x 4 dots, for terminals that show UTF-8.
    case braille
    /// ASCII, for all others.
    case ascii
  }

  /// What is drawn.
  let figure: RooflineFigure
  /// How wide a line may be, in characters.
  let columns: Int
  /// How many lines there may be.
  let rows: Int
  let style: Style
  let isColoured: Bool

  /// A plot of `figure` for a window; one of fewer than 40 x 12 characters is taken to have those, and
  /// no more than 160 x 50 are used.
  public init(
    _ figure: RooflineFigure, columns: Int = 80, rows: Int = 24, style: Style = .braille,
    isColoured: Bool = false
  ) {
    self.figure = figure
    self.columns = min(max(columns, 40), 160)
    self.rows = min(max(rows, 12), 50)
    self.style = style
    self.isColoured = isColoured
  }

  /// The lines, each with a line break; one line that says so where there is nothing to draw.
  public var text: String {
    guard let frame = PlotFrame(figure, columns: columns, rows: plotRows) else {
      return "No roofline: the device has no rate and no bandwidth that are known.\n"
    }
    var grid = PlotGrid(columns: frame.columns, rows: frame.rows, style: style)
    for roof in figure.roofs { draw(roof, in: frame, on: &grid) }
    mark(frame, on: &grid)
    return (frame.lines(grid.cells.map(paint.line)) + [""] + legend).map { $0 + "\n" }.joined()
  }

  // MARK: - The roofs

  private func draw(_ roof: Roof, in frame: PlotFrame, on grid: inout PlotGrid) {
    guard let highest = roof.ceilings.first, let fastest = roof.slopes.first else { return }
    for slope in roof.slopes {
      grid.line(frame) { intensity in
        let rate = intensity * slope.bytesPerSecond
        return rate <= highest.flopsPerSecond ? rate : nil
      }
    }
    for ceiling in roof.ceilings {
      let ridge = ceiling.flopsPerSecond / fastest.bytesPerSecond
      grid.line(frame) { $0 >= ridge ? ceiling.flopsPerSecond : nil }
    }
  }

  // MARK: - The marks

  /// Each place carries the kind whose layers take longest there.
  private func mark(_ frame: PlotFrame, on grid: inout PlotGrid) {
    var shares: [PlotGrid.Place: [Int: Double]] = [:]
    for layer in figure.layers {
      guard let place = frame.place(layer.intensity, layer.flopsPerSecond) else { continue }
      shares[place, default: [:]][figure.kind(of: layer) ?? figure.kinds.count, default: 0] +=
        layer.share
    }
    for (place, kinds) in shares {
      let longest = kinds.max { ($0.value, $1.key) < ($1.value, $0.key) }
      let kind = longest?.key ?? 0
      let isLarge = kinds.values.reduce(0, +) >= 0.05
      let letter = Self.letter(kind)
      grid.cells[place.row][place.column] = PlotGrid.Cell(
        character: isLarge ? Character(letter.uppercased()) : letter, kind: kind)
    }
    for network in figure.networks {
      guard let place = frame.place(network.intensity, network.flopsPerSecond) else { continue }
      grid.cells[place.row][place.column] = PlotGrid.Cell(character: "*", kind: nil)
    }
  }

  /// `a` for the kind that takes longest, and so on.
  static func letter(_ kind: Int) -> Character {
    Character(UnicodeScalar(UInt8(ascii: "a") + UInt8(min(max(kind, 0), 25))))
  }

  // MARK: - The words

  private var plotRows: Int { max(rows - legend.count - 4, 4) }

  /// What the lines and letters are.
  private var legend: [String] {
    let roofs = figure.roofs.flatMap { roof in
      roof.slopes.map { (Numbers.prefixed($0.bytesPerSecond, unit: "B/s"), $0.name, roof.id) }
        + roof.ceilings.map { ceiling in
          (Numbers.prefixed(ceiling.flopsPerSecond, unit: "FLOP/s"), ceiling.name, roof.id)
        }
    }
    let lines = roofs.map { rate, name, id in
      fitted("\(rate) \(name)" + (figure.roofs.count > 1 ? " of \(id)" : ""))
    }
    let kinds = figure.kinds.enumerated().map { place, kind in
      (text: "\(Self.letter(place)) \(kind.name) \(Numbers.percent(kind.share))", kind: Int?(place))
    }
    let marks = kinds + (figure.networks.isEmpty ? [] : [(text: "* the whole network", kind: nil)])
    return lines + wrapped(marks) + figure.notes.map(fitted)
  }

  /// The marks beside each other, as far as lines have room.
  private func wrapped(_ marks: [(text: String, kind: Int?)]) -> [String] {
    var lines: [String] = []
    var room = 0
    for mark in marks {
      let text = fitted(mark.text)
      if lines.isEmpty || room < text.columns + 2 {
        lines.append(paint.coloured(text, mark.kind))
        room = columns - text.columns
      } else {
        lines[lines.count - 1] += "  " + paint.coloured(text, mark.kind)
        room -= text.columns + 2
      }
    }
    return lines
  }

  private func fitted(_ text: String) -> String {
    TextForm.printable(text).fitted(to: columns)
  }

  private var paint: TerminalPaint { TerminalPaint(isColoured: isColoured) }
}

/// The colours of a plot, where it may have some.
struct TerminalPaint {
  let isColoured: Bool

  /// The escape codes of the colours of kinds, in the order in which they are given out.
  private static let colours = [34, 33, 32, 31, 36, 35, 93]

  /// A row of a plot.
  func line(_ cells: [PlotGrid.Cell]) -> String {
    var text = ""
    for cell in cells { text += coloured(String(cell.character), cell.kind) }
    return text
  }

  /// Text in the colour of a kind.
  func coloured(_ text: String, _ kind: Int?) -> String {
    guard isColoured, let kind, kind < Self.colours.count else { return text }
    return "\u{1B}[\(Self.colours[kind])m\(text)\u{1B}[0m"
  }
}
