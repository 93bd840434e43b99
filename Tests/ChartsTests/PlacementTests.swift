import Charts
import Testing

@Suite("Labels of a chart")
struct PlacementTests {
  private static func box(_ x: Double, _ y: Double, angle: Double = 0) -> TurnedBox {
    TurnedBox(middle: Point(x, y), halfWidth: 10, halfHeight: 5, angle: angle)
  }

  @Test("upright boxes overlap where both their widths and their heights do")
  func upright() {
    // Half-widths 10 and 10: middles 19 apart share a pixel, 20 apart touch, 21 apart do not.
    #expect(Self.box(0, 0).overlaps(Self.box(19, 0)))
    #expect(!Self.box(0, 0).overlaps(Self.box(20, 0)))
    #expect(!Self.box(0, 0).overlaps(Self.box(21, 0)))
    // Half-heights 5 and 5.
    #expect(Self.box(0, 0).overlaps(Self.box(0, 9)))
    #expect(!Self.box(0, 0).overlaps(Self.box(0, 11)))
  }

  @Test("turned boxes are apart where a line at any of their angles runs between them")
  func turned() {
    // Turned by 90° a box is 10 wide and 20 high: 10 + 5 = 15 apart they touch.
    #expect(Self.box(0, 0).overlaps(Self.box(14, 0, angle: .pi / 2)))
    #expect(!Self.box(0, 0).overlaps(Self.box(16, 0, angle: .pi / 2)))
    // Two at 45°, one beside the other across their writing: (8, −8) is 11.3 away at a right angle to
    // it, more than 5 + 5, although their upright bounds overlap widely.
    let slope = Double.pi / 4
    #expect(!Self.box(0, 0, angle: slope).overlaps(Self.box(8, -8, angle: slope)))
    #expect(Self.box(0, 0, angle: slope).overlaps(Self.box(6, -6, angle: slope)))
  }

  private static let frame = Rectangle(left: 0, top: 0, right: 400, bottom: 100)

  private static func label(_ text: String, at places: [Point], optional: Bool = false) -> Label {
    Label(
      text: text, size: 10, role: "test", isOptional: optional,
      candidates: places.enumerated().map {
        Label.Candidate(anchor: $1, alignment: .start, cost: Double($0))
      })
  }

  @Test("a label takes its best place, and the next one another")
  func second() {
    let places = [Point(50, 50), Point(50, 80)]
    let placement = LabelPlacement(
      [Self.label("first", at: places), Self.label("second", at: places)], within: Self.frame,
      over: InkMap(Self.frame))
    #expect(placement.placed.map(\.place.anchor) == places)
  }

  @Test("a label that must be placed drives an optional one away")
  func eviction() {
    let place = [Point(50, 50)]
    let placement = LabelPlacement(
      [Self.label("optional", at: place, optional: true), Self.label("required", at: place)],
      within: Self.frame, over: InkMap(Self.frame))
    #expect(placement.placed.map(\.label.text) == ["required"])
    #expect(placement.unplaced.isEmpty)
  }

  @Test("a label without room in the frame is not placed, and one that is required is told")
  func outside() {
    let placement = LabelPlacement(
      [Self.label("required", at: [Point(390, 50)]), Self.label("o", at: [], optional: true)],
      within: Self.frame, over: InkMap(Self.frame))
    #expect(placement.placed.isEmpty)
    #expect(placement.unplaced.map(\.text) == ["required"])
  }

  @Test("a label goes where it hides less")
  func ink() {
    var ink = InkMap(Self.frame)
    ink.addMark(at: Point(60, 47), radius: 10, weight: 3)
    let places = [Point(50, 50), Point(50, 90)]
    let placement = LabelPlacement(
      [Self.label("name", at: places)], within: Self.frame, over: ink)
    #expect(placement.placed.map(\.place.anchor) == [places[1]])
  }
}
