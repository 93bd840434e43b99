import Glibc

/// A piece of writing that wants a place in a drawing.
package struct Label: Sendable {
  /// What is written.
  package var text: String
  /// The size of its font, in pixels.
  package var size: Double
  /// What sort of thing it names, as a class of the drawing: `roof`, `ridge`, `layer`.
  package var role: String
  /// Whether it may be left out where there is no room.
  package var isOptional = false
  /// The point that it names, to which a line leads where the label stands away from it.
  package var target: Point?
  /// Where it may stand, each with what speaks against it.
  package var candidates: [Candidate]

  /// A label that wants one of `candidates`.
  package init(
    text: String, size: Double, role: String, isOptional: Bool = false, target: Point? = nil,
    candidates: [Candidate]
  ) {
    self.text = text
    self.size = size
    self.role = role
    self.isOptional = isOptional
    self.target = target
    self.candidates = candidates
  }

  /// One place for a label.
  package struct Candidate: Hashable, Sendable {
    /// Where the writing begins, is centred or ends, on its base line.
    package var anchor: Point
    /// Which of these.
    package var alignment: Alignment
    /// The angle of the writing, in radians, clockwise.
    package var angle = 0.0
    /// What speaks against this place, in pixels of hidden ink.
    package var cost = 0.0

    /// A place.
    package init(anchor: Point, alignment: Alignment, angle: Double = 0, cost: Double = 0) {
      self.anchor = anchor
      self.alignment = alignment
      self.angle = angle
      self.cost = cost
    }
  }

  /// What an anchor is to the writing, in SVG's words.
  package enum Alignment: String, Sendable {
    case start, middle, end
  }

  /// The room that the writing takes at a place, with a little air around it.
  package func box(at candidate: Candidate) -> TurnedBox {
    let width = TextMetrics.width(of: text, size: size)
    let along =
      switch candidate.alignment {
      case .start: width / 2
      case .middle: 0.0
      case .end: -width / 2
      }
    // The middle of the letters is above their base line.
    let above = -0.32 * size
    let (c, s) = (cos(candidate.angle), sin(candidate.angle))
    return TurnedBox(
      middle: Point(
        candidate.anchor.x + along * c - above * s, candidate.anchor.y + along * s + above * c),
      halfWidth: width / 2 + 2, halfHeight: size * 0.62, angle: candidate.angle)
  }
}

/// A label where it stands.
package struct PlacedLabel: Sendable {
  /// The label.
  package var label: Label
  /// Its place.
  package var place: Label.Candidate
  /// The room that it takes.
  package var box: TurnedBox

  /// From the point that it names to the writing; nil where they stand together.
  var leader: (start: Point, end: Point)? { label.leader(to: box) }
}

extension Label {
  /// From the point that it names to writing in `box`; nil where they stand together.
  func leader(to box: TurnedBox) -> (start: Point, end: Point)? {
    guard let target else { return nil }
    let end = Point(
      min(max(target.x, box.middle.x - box.halfWidth), box.middle.x + box.halfWidth),
      min(max(target.y, box.middle.y - box.halfHeight), box.middle.y + box.halfHeight))
    return hypot(end.x - target.x, end.y - target.y) > 13 ? (target, end) : nil
  }
}
