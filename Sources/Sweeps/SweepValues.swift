/// The sizes that one axis of a sweep takes, as users write them: `1..256` (doubling from the first to
/// the last), `16..64+16` (steps of 16), `8`, and lists of these with commas.
public struct SweepValues: Sendable, Hashable {
  /// The sizes, ascending, each once.
  public let values: [Int]

  /// The most sizes that one axis may take.
  public static let most = 100_000

  /// These sizes.
  public init(_ values: [Int]) {
    self.values = Set(values).sorted()
  }

  /// The sizes that `text` writes, or nil where it writes none: a size is 1 or more, a range ascends,
  /// and there are at most ``most`` of them.
  public init?(_ text: String) {
    var all: Set<Int> = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let sizes = Self.sizes(part), all.count + sizes.count <= Self.most else { return nil }
      all.formUnion(sizes)
    }
    values = all.sorted()
  }

  private static func sizes(_ text: Substring) -> [Int]? {
    guard let dots = text.firstRange(of: "..") else {
      return size(text).map { [$0] }
    }
    let rest = text[dots.upperBound...]
    let sign = rest.firstIndex(of: "+")
    guard let first = size(text[..<dots.lowerBound]),
      let last = size(rest[..<(sign ?? rest.endIndex)]), first <= last
    else { return nil }
    guard let sign else { return doubling(from: first, to: last) }
    guard let step = size(rest[rest.index(after: sign)...]), (last - first) / step < most else {
      return nil
    }
    return Array(stride(from: first, through: last, by: step))
  }

  private static func size(_ text: Substring) -> Int? {
    Int(text).flatMap { $0 > 0 ? $0 : nil }
  }

  private static func doubling(from first: Int, to last: Int) -> [Int] {
    var sizes = [first]
    while let size = sizes.last, size <= last / 2 { sizes.append(2 * size) }
    return sizes.last == last ? sizes : sizes + [last]
  }
}
