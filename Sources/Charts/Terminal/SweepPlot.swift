import Glibc
import Reports

/// The curves of a sweep as characters: latency from left to right, throughput from the bottom up.
///
/// A curve is a line of braille dots or of `/` and `-`, its combinations are its letter, in lower case
/// where they do not fit the memory. `O` is where it turns compute-bound, `X` where the memory runs out.
public struct SweepPlot: Sendable {
  private let figure: SweepFigure
  private let columns: Int
  private let rows: Int
  private let style: TerminalPlot.Style
  private let paint: TerminalPaint

  /// As many curves as there are letters; the others are left out, and said to be.
  private static let most = 13

  /// The plot of `figure` for a window; one of fewer than 40 x 12 characters is taken to have those, and
  /// no more than 160 x 50 are used.
  public init(
    _ figure: SweepFigure, columns: Int = 80, rows: Int = 24, style: TerminalPlot.Style = .braille,
    isColoured: Bool = false
  ) {
    self.figure = figure
    self.columns = min(max(columns, 40), 160)
    self.rows = min(max(rows, 12), 50)
    self.style = style
    paint = TerminalPaint(isColoured: isColoured)
  }

  private var curves: ArraySlice<SweepCurve> { figure.curves.prefix(Self.most) }

  /// The lines, each with a line break; one line that says so where there is nothing to draw.
  public var text: String {
    let places = curves.flatMap(\.places)
    guard
      let frame = PlotFrame(
        across: places.map(\.seconds), up: places.map(\.perSecond), least: 1, columns: columns,
        rows: max(rows - legend.count - 4, 4),
        names: .init(across: "latency", up: "1/s") { Numbers.roundSeconds($0) })
    else { return "No curve: no combination has a latency and a throughput.\n" }
    var grid = PlotGrid(columns: frame.columns, rows: frame.rows, style: style)
    for curve in curves { grid.line(frame) { curve.perSecond(at: $0) } }
    for (place, curve) in curves.enumerated() { mark(curve, place, frame, on: &grid) }
    return (frame.lines(grid.cells.map(paint.line)) + [""] + legend).map { $0 + "\n" }.joined()
  }

  private func mark(
    _ curve: SweepCurve, _ place: Int, _ frame: PlotFrame, on grid: inout PlotGrid
  ) {
    let letter = TerminalPlot.letter(place)
    func put(_ character: Character, _ mark: SweepCurve.Mark) {
      guard let cell = frame.place(mark.seconds, mark.perSecond) else { return }
      grid.cells[cell.row][cell.column] = PlotGrid.Cell(character: character, kind: place)
    }
    for mark in curve.points {
      put(mark.exceedsMemory ? letter : Character(letter.uppercased()), mark)
    }
    if let knee = curve.computeBound { put("O", knee.mark) }
    if let knee = curve.memoryFull { put("X", knee.mark) }
  }

  /// What the letters are, with the knees.
  private var legend: [String] {
    let lines = curves.enumerated().map { place, curve in
      let name = figure.name(of: curve)
      let knees = [("compute-bound", curve.computeBound), ("memory full", curve.memoryFull)]
        .compactMap { words, knee in
          knee?.mark.size.map { "\(words) from \(figure.axis) \($0)" }
        }
      let text = [name.isEmpty ? figure.devices[curve.device] : name] + knees
      let letter = Character(TerminalPlot.letter(place).uppercased())
      return paint.coloured(fitted("\(letter) \(text.joined(separator: "; "))"), place)
    }
    let more = figure.curves.count - curves.count
    let keys = "O turns compute-bound  X memory runs out  lower case: does not fit"
    return lines + (more > 0 ? [fitted("and \(more) curves more, in --format svg")] : [])
      + [fitted(keys)] + figure.notes.map(fitted)
  }

  private func fitted(_ text: String) -> String {
    TextForm.printable(text).fitted(to: columns)
  }
}

extension SweepCurve {
  /// The throughput at a latency, by a straight line on logarithmic axes between the combinations around
  /// it; nil outside of the curve.
  func perSecond(at seconds: Double) -> Double? {
    let places = places
    for (start, end) in zip(places, places.dropFirst())
    where start.seconds < end.seconds && (start.seconds...end.seconds).contains(seconds) {
      let share = log(seconds / start.seconds) / log(end.seconds / start.seconds)
      return start.perSecond * pow(end.perSecond / start.perSecond, share)
    }
    return nil
  }
}
