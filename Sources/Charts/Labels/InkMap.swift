import Glibc

/// How much is drawn where, in squares of a few pixels: what a label would hide.
package struct InkMap {
  /// The side of a square, in pixels.
  private static let side = 5.0

  private let frame: Rectangle
  private let columns: Int
  private let rows: Int
  private var ink: [Double]

  /// An empty map of a frame.
  package init(_ frame: Rectangle) {
    self.frame = frame
    columns = max(1, Int(frame.width / Self.side) + 1)
    rows = max(1, Int(frame.height / Self.side) + 1)
    ink = Array(repeating: 0, count: columns * rows)
  }

  /// Adds a line of a weight.
  package mutating func addLine(from start: Point, to end: Point, weight: Double) {
    let length = hypot(end.x - start.x, end.y - start.y)
    guard length.isFinite else { return }
    let steps = max(1, Int(length / Self.side))
    for step in 0...steps {
      let share = Double(step) / Double(steps)
      add(
        weight, at: Point(start.x + (end.x - start.x) * share, start.y + (end.y - start.y) * share))
    }
  }

  /// Adds a mark of a weight.
  package mutating func addMark(at middle: Point, radius: Double, weight: Double) {
    let reach = max(0, Int(radius / Self.side))
    for row in -reach...reach {
      for column in -reach...reach {
        add(
          weight,
          at: Point(
            middle.x + Double(column) * Self.side, middle.y + Double(row) * Self.side))
      }
    }
  }

  /// What a label in `box` would hide.
  func amount(under box: TurnedBox) -> Double {
    let (c, s) = (cos(box.angle), sin(box.angle))
    let steps = max(1, Int(box.halfWidth * 2 / Self.side))
    var sum = 0.0
    for step in 0...steps {
      let along = (Double(step) / Double(steps) * 2 - 1) * box.halfWidth
      for across in [-0.8, 0, 0.8] {
        let v = across * box.halfHeight
        let place = Point(box.middle.x + along * c - v * s, box.middle.y + along * s + v * c)
        if let square = square(at: place) { sum += ink[square] }
      }
    }
    return sum
  }

  private mutating func add(_ weight: Double, at point: Point) {
    // More marks on one place hide no more.
    if let square = square(at: point) { ink[square] = min(ink[square] + weight, 6) }
  }

  private func square(at point: Point) -> Int? {
    guard frame.contains(point) else { return nil }
    let column = Int((point.x - frame.left) / Self.side)
    let row = Int((point.y - frame.top) / Self.side)
    return row * columns + column
  }
}
