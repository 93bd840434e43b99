import Glibc

/// The shape of a mark. All but the cross, which has none, have the same area at the same radius, so
/// that areas can be compared.
enum Symbol: Int, CaseIterable, Sendable {
  case circle, square, triangle, diamond, pointedDown, hexagon, plus, star, ring, cross

  /// The shapes of kinds, as many as there are colours.
  static let kinds: [Symbol] = [
    .circle, .square, .triangle, .diamond, .pointedDown, .hexagon, .plus,
  ]

  /// The outline around a place, as path data; its area is that of a circle of `radius`.
  func path(at middle: Point, radius: Double) -> String {
    switch self {
    case .circle, .ring: Self.circle(middle, radius)
    case .square: polygon(middle, corners: 4, radius * 1.2533, turned: .pi / 4)
    case .triangle: polygon(middle, corners: 3, radius * 1.5551, turned: -.pi / 2)
    case .pointedDown: polygon(middle, corners: 3, radius * 1.5551, turned: .pi / 2)
    case .diamond: polygon(middle, corners: 4, radius * 1.2533, turned: 0)
    case .hexagon: polygon(middle, corners: 6, radius * 1.0996, turned: 0)
    case .plus: outline(plus(middle, radius * 1.189))
    case .star: outline(star(middle, radius * 1.67))
    case .cross: Self.cross(middle, radius)
    }
  }

  private static func circle(_ middle: Point, _ radius: Double) -> String {
    let (x, y, r) = (
      Markup.number(middle.x - radius), Markup.number(middle.y), Markup.number(radius)
    )
    let width = Markup.number(2 * radius)
    return "M\(x) \(y)a\(r) \(r) 0 1 0 \(width) 0a\(r) \(r) 0 1 0 -\(width) 0z"
  }

  /// Two strokes across each other.
  private static func cross(_ middle: Point, _ radius: Double) -> String {
    let (left, right) = (Markup.number(middle.x - radius), Markup.number(middle.x + radius))
    let (top, bottom) = (Markup.number(middle.y - radius), Markup.number(middle.y + radius))
    return "M\(left) \(top)L\(right) \(bottom)M\(left) \(bottom)L\(right) \(top)"
  }

  /// A regular polygon; the area of one of n corners at the distance R is n/2 · R² · sin(2π/n).
  private func polygon(
    _ middle: Point, corners: Int, _ distance: Double, turned: Double
  ) -> String {
    outline(
      (0..<corners).map { corner in
        let angle = turned + 2 * .pi * Double(corner) / Double(corners)
        return Point(middle.x + distance * cos(angle), middle.y + distance * sin(angle))
      })
  }

  /// A plus whose arms are as wide as a third of its width: 20/9 of half that width, squared.
  private func plus(_ middle: Point, _ half: Double) -> [Point] {
    let arm = half / 3
    let corners = [
      (-arm, -half), (arm, -half), (arm, -arm), (half, -arm), (half, arm), (arm, arm), (arm, half),
      (-arm, half), (-arm, arm), (-half, arm), (-half, -arm), (-arm, -arm),
    ]
    return corners.map { Point(middle.x + $0.0, middle.y + $0.1) }
  }

  /// A star of five points whose inner corners are at 0.382 of the outer ones' distance.
  private func star(_ middle: Point, _ distance: Double) -> [Point] {
    (0..<10).map { corner in
      let angle = -.pi / 2 + .pi * Double(corner) / 5
      let length = corner.isMultiple(of: 2) ? distance : distance * 0.382
      return Point(middle.x + length * cos(angle), middle.y + length * sin(angle))
    }
  }

  private func outline(_ corners: [Point]) -> String {
    let places = corners.map { "\(Markup.number($0.x)) \(Markup.number($0.y))" }
    return "M" + places.joined(separator: "L") + "z"
  }
}
