/// The mark of one combination in the chart of a sweep: its shape is the precision's, its colour the
/// device's; one that does not fit the device's memory is hollow.
struct CombinationMark {
  let symbol: Symbol
  let color: String
  let isFilled: Bool

  /// The mark as an element, with words for who points at it.
  func element(at middle: Point, title: String?) -> String {
    let element = Element(
      "path",
      [
        "class": "combination", "d": symbol.path(at: middle, radius: 3.6),
        "fill": isFilled ? color : Palette.paper, "stroke": isFilled ? Palette.paper : color,
        "stroke-width": isFilled ? "0.7" : "1.4",
      ])
    return title.map { element.around([Element("title").around(text: $0)]) } ?? element.closed
  }
}
