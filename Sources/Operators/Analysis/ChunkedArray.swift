/// An array whose copies share their elements piece by piece: a change after a copy copies one piece, not
/// the whole. The walk over a graph is copied at each condition and each trip of a loop.
struct ChunkedArray<Element>: RandomAccessCollection, MutableCollection {
  private static var length: Int { 256 }

  private var chunks: [[Element]] = []
  private(set) var endIndex = 0
  var startIndex: Int { 0 }

  /// No elements.
  init() {}

  /// `count` times the same.
  init(repeating element: Element, count: Int) {
    for start in stride(from: 0, to: count, by: Self.length) {
      chunks.append(Array(repeating: element, count: Swift.min(Self.length, count - start)))
    }
    endIndex = count
  }

  subscript(position: Int) -> Element {
    get { chunks[position / Self.length][position % Self.length] }
    _modify { yield &chunks[position / Self.length][position % Self.length] }
  }

  /// Adds an element behind the others.
  mutating func append(_ element: Element) {
    if endIndex % Self.length == 0 {
      chunks.append([])
      chunks[chunks.count - 1].reserveCapacity(Self.length)
    }
    chunks[chunks.count - 1].append(element)
    endIndex += 1
  }

  /// Adds elements behind the others.
  static func += (left: inout ChunkedArray, right: some Sequence<Element>) {
    for element in right { left.append(element) }
  }

  /// Takes away what stands from `count` on.
  mutating func truncate(to count: Int) {
    guard count < endIndex else { return }
    chunks.removeLast(chunks.count - (count + Self.length - 1) / Self.length)
    if count % Self.length != 0, let last = chunks.last {
      chunks[chunks.count - 1].removeLast(last.count - count % Self.length)
    }
    endIndex = count
  }
}
