/// An array whose changes can be taken back: from a mark on it keeps what each change replaced.
///
/// The walk over a graph tries both branches of a condition from the same state. A copy of that state for
/// each would make the time grow with the square of the graph.
struct JournaledArray<Element> {
  /// Changes that were taken back, the last first.
  typealias Changes = [(place: Int, element: Element)]

  private var elements: [Element]
  private var replaced: Changes = []
  private var marks = 0

  /// `count` times the same.
  init(repeating element: Element, count: Int) {
    elements = Array(repeating: element, count: count)
  }

  /// The places of the elements.
  var indices: Range<Int> { elements.indices }

  subscript(place: Int) -> Element {
    _read { yield elements[place] }
    _modify {
      if marks > 0 { replaced.append((place, elements[place])) }
      yield &elements[place]
    }
  }

  /// Begins to keep what changes replace, until ``keep()`` or ``undo(to:)`` ends it. Marks may stand within
  /// one another.
  mutating func mark() -> Int {
    marks += 1
    return replaced.count
  }

  /// Ends the last mark; its changes stay.
  mutating func keep() {
    marks -= 1
    if marks == 0 { replaced.removeAll(keepingCapacity: true) }
  }

  /// Ends the last mark, and takes back every change since.
  mutating func undo(to mark: Int) -> Changes {
    var changes: Changes = []
    changes.reserveCapacity(replaced.count - mark)
    while replaced.count > mark, let (place, element) = replaced.popLast() {
      changes.append((place, elements[place]))
      elements[place] = element
    }
    marks -= 1
    return changes
  }

  /// Makes changes again that were taken back.
  mutating func redo(_ changes: Changes) {
    for change in changes.reversed() { self[change.place] = change.element }
  }
}
