import Charts
import Glibc

/// The window that standard output goes to.
enum TerminalWindow {
  /// Its columns and rows; 80 x 24 where it is no terminal, or does not say.
  static var size: (columns: Int, rows: Int) {
    var window = winsize()
    guard isatty(STDOUT_FILENO) == 1, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &window) == 0,
      window.ws_col > 0, window.ws_row > 0
    else { return (80, 24) }
    return (Int(window.ws_col), Int(window.ws_row))
  }

  /// Braille where the user's locale is one of UTF-8, else ASCII.
  static var style: TerminalPlot.Style {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap(Environment.variable).first ?? ""
    let name = locale.lowercased()
    return name.hasSuffix("utf-8") || name.hasSuffix("utf8") ? .braille : .ascii
  }

  /// The curves of a sweep for this window.
  static func plot(_ figure: SweepFigure, isColoured: Bool) -> String {
    let size = size
    return SweepPlot(
      figure, columns: size.columns, rows: size.rows - 1, style: style, isColoured: isColoured
    ).text
  }

  /// A roofline for this window, a line of which stays free for the prompt.
  static func plot(_ figure: RooflineFigure, isColoured: Bool) -> String {
    let size = size
    return TerminalPlot(
      figure, columns: size.columns, rows: size.rows - 1, style: style, isColoured: isColoured
    ).text
  }
}
