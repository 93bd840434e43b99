/// The colours of a drawing.
///
/// Those of kinds are Okabe and Ito's, which people with every common form of colour blindness tell
/// apart: Okabe, Ito, "Color Universal Design", 2008, fig. 16. Yellow, too faint for a small mark on
/// white, stands last. Each goes with a shape of its own, so that a print in grey tells them apart.
enum Palette {
  /// The colours of kinds, in the order in which they are given out.
  static let kinds = ["#0072b2", "#e69f00", "#009e73", "#d55e00", "#56b4e9", "#cc79a7", "#f0e442"]
  /// The colour of all kinds that have none of their own.
  static let other = "#999999"
  /// Writing and the marks of whole networks.
  static let ink = "#1a1d21"
  /// Writing that is less important.
  static let faint = "#5c636b"
  /// The lines of a grid.
  static let grid = "#e4e7ea"
  /// What is drawn on.
  static let paper = "#ffffff"

  /// The patterns of the devices' lines, by `stroke-dasharray`; nil: a solid line.
  static let dashes: [String?] = [nil, "7 3", "2 2.5", "9 3 2 3", "12 3", "5 2 1.5 2 1.5 2"]

  /// The pattern of a device's lines, by its place.
  static func dash(of device: Int) -> String? { dashes[device % dashes.count] }
}
