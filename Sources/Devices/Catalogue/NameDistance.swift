/// How far apart two names are, for suggestions.
package enum NameDistance {
  /// Names are compared up to this many characters; a longer one is no typing error.
  private static let longest = 80

  /// The edits (insert, remove, replace) that turn one name into another.
  ///
  /// Source: Wagner, Fischer, "The string-to-string correction problem", JACM 21(1), 1974.
  static func edits(_ one: String, _ other: String) -> Int {
    let one = Array(one.utf8.prefix(longest))
    let other = Array(other.utf8.prefix(longest))
    var row = Array(0...other.count)
    for (i, a) in one.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, b) in other.enumerated() {
        let replaced = diagonal + (a == b ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(replaced, diagonal + 1, row[j] + 1)
      }
    }
    return row[other.count]
  }

  /// The candidate that is at most a third of the name away, if any; ties go to the first.
  package static func nearest(to name: String, among candidates: [String]) -> String? {
    let ranked = candidates.map { (name: $0, edits: edits(name.lowercased(), $0.lowercased())) }
    let best = ranked.min { $0.edits < $1.edits }
    return best.flatMap { $0.edits <= max(1, name.utf8.count / 3) ? $0.name : nil }
  }
}
