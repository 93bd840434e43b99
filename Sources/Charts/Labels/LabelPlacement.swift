/// Gives labels places at which no two of them overlap, and little of the drawing is hidden.
///
/// The labels are taken in order, each to the cheapest free place: what speaks against the place
/// itself, and the ink under it and under the line that leads to it. One that finds none drives optional ones away. Then each, a few
/// times over, moves to a cheaper place where one has become free. The same labels always get the
/// same places.
package struct LabelPlacement {
  /// The labels that have a place, in the order in which they came.
  package private(set) var placed: [PlacedLabel] = []
  /// The required labels that found none.
  package private(set) var unplaced: [Label] = []

  private let frame: Rectangle
  private let ink: InkMap

  /// Places `labels`, the most important first, within `frame`.
  package init(_ labels: [Label], within frame: Rectangle, over ink: InkMap) {
    self.frame = frame
    self.ink = ink
    var slots = labels.map { Slot(label: $0, choices: choices(of: $0)) }
    for index in slots.indices { settle(index, in: &slots) }
    for _ in 0..<3 {
      for index in slots.indices where slots[index].chosen != nil || slots[index].label.isOptional {
        slots[index].chosen = cheapestFree(index, in: slots)
      }
    }
    for slot in slots {
      if let choice = slot.chosen.map({ slot.choices[$0] }) {
        placed.append(PlacedLabel(label: slot.label, place: choice.place, box: choice.box))
      } else if !slot.label.isOptional {
        unplaced.append(slot.label)
      }
    }
  }

  /// A place with its room and its price.
  private struct Choice {
    var place: Label.Candidate
    var box: TurnedBox
    /// The line to what it names.
    var leader: TurnedBox?
    var cost: Double

    /// Whether the two have room in common, lines to what they name included; such lines may cross.
    func overlaps(_ other: Choice) -> Bool {
      box.overlaps(other.box) || leader?.overlaps(other.box) == true
        || other.leader?.overlaps(box) == true
    }
  }

  /// A label with its choices, the cheapest first, and the one that it has.
  private struct Slot {
    var label: Label
    var choices: [Choice]
    var chosen: Int?

    func overlaps(_ choice: Choice) -> Bool {
      chosen.map { choices[$0].overlaps(choice) } ?? false
    }
  }

  private func choices(of label: Label) -> [Choice] {
    let all = label.candidates.enumerated().compactMap { index, place -> (Int, Choice)? in
      let box = label.box(at: place)
      guard box.isInside(frame) else { return nil }
      let leader = label.leader(to: box).map { TurnedBox(lineFrom: $0.start, to: $0.end) }
      // A line crosses what it runs over, and hides little of it.
      let hidden = ink.amount(under: box) + 0.25 * (leader.map(ink.amount) ?? 0)
      return (index, Choice(place: place, box: box, leader: leader, cost: place.cost + hidden))
    }
    return all.sorted { ($0.1.cost, $0.0) < ($1.1.cost, $1.0) }.map(\.1)
  }

  private func cheapestFree(_ index: Int, in slots: [Slot]) -> Int? {
    slots[index].choices.firstIndex { choice in
      !slots.indices.contains { $0 != index && slots[$0].overlaps(choice) }
    }
  }

  /// Takes the cheapest free place, else one that only optional labels hold.
  private func settle(_ index: Int, in slots: inout [Slot]) {
    slots[index].chosen = cheapestFree(index, in: slots)
    guard slots[index].chosen == nil, !slots[index].label.isOptional else { return }
    for (number, choice) in slots[index].choices.enumerated() {
      let holders = slots.indices.filter { slots[$0].overlaps(choice) }
      guard holders.allSatisfy({ slots[$0].label.isOptional }) else { continue }
      for holder in holders { slots[holder].chosen = nil }
      slots[index].chosen = number
      return
    }
  }
}
