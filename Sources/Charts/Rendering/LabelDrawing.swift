extension LabelPlacement {
  /// The labels that have a place, each with the line to what it names where it stands apart from it.
  var element: String {
    Element("g", ["class": "labels"]).around(
      placed.compactMap(Self.leader) + placed.map(Self.writing))
  }

  private static func leader(of placed: PlacedLabel) -> String? {
    placed.leader.map { start, end in
      Element(
        "line",
        [
          "class": "leader", "x1": Markup.number(start.x), "y1": Markup.number(start.y),
          "x2": Markup.number(end.x), "y2": Markup.number(end.y), "stroke": Palette.faint,
          "stroke-width": "0.7",
        ]
      ).closed
    }
  }

  private static func writing(_ placed: PlacedLabel) -> String {
    let label = placed.label
    return Writing(
      label.text, size: label.size, role: label.role, alignment: placed.place.alignment,
      isStrong: label.role == "network-label", isHaloed: true
    ).element(at: placed.place.anchor, angle: placed.place.angle)
  }
}
