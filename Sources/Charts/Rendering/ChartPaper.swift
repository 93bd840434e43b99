/// A whole drawing: its paper, its titles and what is under them.
enum ChartPaper {
  /// The line under the title, and the title itself, cut to the paper's width.
  static func titles(_ title: String, _ subtitle: String, width: Double) -> [String] {
    let room = width - 36
    return [
      Writing(
        TextMetrics.shortened(title, to: room, size: 17), size: 17, role: "title", isStrong: true
      ).element(at: Point(18, 28)),
      Writing(TextMetrics.shortened(subtitle, to: room, size: 12), size: 12, role: "subtitle")
        .element(at: Point(18, 47)),
    ]
  }

  /// Sentences under the plot, a line each, the first of them at a height.
  static func notes(_ notes: [String], at top: Double) -> [String] {
    notes.enumerated().map { line, note in
      Writing(note, size: 11, role: "note").element(at: Point(18, top + Double(line) * 15))
    }
  }

  /// The document around `children`, with a title and a description for who does not see it.
  static func document(
    title: String, summary: String, paper: Rectangle, _ children: [String]
  ) -> String {
    let (width, height) = (Markup.number(paper.width), Markup.number(paper.height))
    let head = [
      Element("title").around(text: TextMetrics.shortened(title, to: 1500, size: 12)),
      Element("desc").around(text: summary),
      Element("rect", ["class": "paper", "width": width, "height": height, "fill": Palette.paper])
        .closed,
    ]
    return Element(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg", "viewBox": "0 0 \(width) \(height)",
        "width": width, "height": height, "role": "img",
        "font-family": "Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif",
      ]
    ).around(head + children) + "\n"
  }
}
