/// What a memory kernel must leave in the first of its arrays.
enum MemoryReference {
  /// Element `index` of the first of three arrays of `count` elements after one pass, where the arrays
  /// hold 0, 1, 2 … one after the other, and the factor is 3.
  static func element(_ index: Int, after operation: String, count: Int) -> Double {
    let n = Double(count)
    let a = Double(index)
    switch operation {
    case "read": return a
    case "write", "write non-temporal": return 3
    case "copy", "copy non-temporal": return a + n
    case "triad", "triad non-temporal": return (a + n) + 3 * (a + 2 * n)
    case "update": return 3 * a
    default: return .nan
    }
  }
}
