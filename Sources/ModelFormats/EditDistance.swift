extension String {
  /// How many characters must be changed, added, left out or swapped with their neighbour to come
  /// from this text to `other`.
  ///
  /// Source: Damerau, "A technique for computer detection and correction of spelling errors",
  /// CACM 7(3), 1964; in the restricted form, in which no part is edited twice. The cost is the
  /// product of the lengths: callers keep long texts away.
  func editDistance(to other: String) -> Int {
    let source = Array(self)
    let target = Array(other)
    var older: [Int] = []
    var previous = Array(0...target.count)
    for row in source.indices {
      var current = [row + 1]
      for column in target.indices {
        let isSame = source[row] == target[column]
        var best = min(previous[column] + (isSame ? 0 : 1), previous[column + 1] + 1)
        best = min(best, current[column] + 1)
        let isSwap =
          row > 0 && column > 0 && source[row] == target[column - 1]
          && source[row - 1] == target[column]
        if isSwap { best = min(best, older[column - 1] + 1) }
        current.append(best)
      }
      older = previous
      previous = current
    }
    return previous[target.count]
  }
}
