import Glibc

/// A place in a drawing, in pixels from its upper left corner.
package struct Point: Hashable, Sendable {
  /// From the left.
  package var x: Double
  /// From the top.
  package var y: Double

  /// A place.
  package init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }
}

/// An upright rectangle, in pixels.
package struct Rectangle: Hashable, Sendable {
  /// The pixel of its left side.
  package var left: Double
  /// The pixel of its upper side.
  package var top: Double
  /// The pixel of its right side.
  package var right: Double
  /// The pixel of its lower side.
  package var bottom: Double

  /// A rectangle by its sides.
  package init(left: Double, top: Double, right: Double, bottom: Double) {
    self.left = left
    self.top = top
    self.right = right
    self.bottom = bottom
  }

  var width: Double { right - left }
  var height: Double { bottom - top }

  /// Whether a place is within it.
  package func contains(_ point: Point) -> Bool {
    (left...right).contains(point.x) && (top...bottom).contains(point.y)
  }
}

/// A rectangle that is turned about its middle: the room that a label takes.
package struct TurnedBox: Hashable, Sendable {
  /// Its middle.
  package var middle: Point
  /// Half of its length along the writing.
  package var halfWidth: Double
  /// Half of its height.
  package var halfHeight: Double
  /// The angle of the writing, in radians, clockwise as the drawing's y axis points down.
  package var angle: Double

  /// A box.
  package init(middle: Point, halfWidth: Double, halfHeight: Double, angle: Double) {
    self.middle = middle
    self.halfWidth = halfWidth
    self.halfHeight = halfHeight
    self.angle = angle
  }

  /// The room that a thin line takes.
  init(lineFrom start: Point, to end: Point) {
    let (x, y) = (end.x - start.x, end.y - start.y)
    self.init(
      middle: Point((start.x + end.x) / 2, (start.y + end.y) / 2), halfWidth: hypot(x, y) / 2,
      halfHeight: 0.5, angle: atan2(y, x))
  }

  /// Its corners, one after the other around it.
  package var corners: [Point] {
    let (c, s) = (cos(angle), sin(angle))
    return [(-1.0, -1.0), (1, -1), (1, 1), (-1, 1)].map { along, across in
      let (u, v) = (along * halfWidth, across * halfHeight)
      return Point(middle.x + u * c - v * s, middle.y + u * s + v * c)
    }
  }

  /// Whether the two have room in common; boxes that only touch have none.
  ///
  /// By the separating axis theorem: two convex shapes are apart where some side of one of them
  /// separates them.
  package func overlaps(_ other: TurnedBox) -> Bool {
    let mine = corners
    let others = other.corners
    for axis in [angle, angle + .pi / 2, other.angle, other.angle + .pi / 2] {
      let (first, second) = (Self.shadow(of: mine, axis), Self.shadow(of: others, axis))
      if first.upper <= second.lower + 1e-9 || second.upper <= first.lower + 1e-9 { return false }
    }
    return true
  }

  /// Whether all of it is within `frame`.
  package func isInside(_ frame: Rectangle) -> Bool { corners.allSatisfy(frame.contains) }

  private static func shadow(of corners: [Point], _ axis: Double) -> (lower: Double, upper: Double)
  {
    let (c, s) = (cos(axis), sin(axis))
    let places = corners.map { $0.x * c + $0.y * s }
    return (places.min() ?? 0, places.max() ?? 0)
  }
}
