/// Where a curve steps from one plateau to the next.
package enum ChangePoints {
  /// Cuts a curve of vectors into `count` runs of neighbours that differ least from their own medians,
  /// by the sum of absolute differences, which the points on a slope between plateaus hardly move.
  ///
  /// Exact, by dynamic programming over all cuts (Jackson et al., "An algorithm for optimal partitioning
  /// of data on an interval", IEEE Signal Processing Letters 12, 2005). Returns the runs in order, all
  /// of `points` between them; fewer than asked where there are fewer points.
  package static func plateaus(of points: [[Double]], count: Int) -> [Range<Int>] {
    let wanted = min(count, points.count)
    guard wanted > 0 else { return [] }
    let costs = Costs(points)
    // best[end]: the least cost of the points before `end` in as many runs as rounds so far, and where
    // the last of these runs begins.
    var best = (0...points.count).map { (cost: costs[0..<$0], starts: [0]) }
    for run in 1..<max(wanted, 1) {
      best = (0...points.count).map { end in
        guard end > run else { return (.infinity, []) }
        let starts = (run..<end).min { one, other in
          best[one].cost + costs[one..<end] < best[other].cost + costs[other..<end]
        }
        guard let start = starts else { return (.infinity, []) }
        return (best[start].cost + costs[start..<end], best[start].starts + [start])
      }
    }
    let starts = best[points.count].starts
    return zip(starts, starts.dropFirst() + [points.count]).map { $0..<$1 }
  }

  /// What each run of neighbours costs: its distances from its own median, in every component.
  private struct Costs {
    private var table: [[Double]]

    init(_ points: [[Double]]) {
      let components = points.map(\.count).min() ?? 0
      table = (0...points.count).map { start in
        (0...points.count).map { end in
          guard start < end else { return start == end ? 0 : .infinity }
          return (0..<components).reduce(0) { sum, component in
            let values = points[start..<end].map { $0[component] }
            let middle = Quantile.median(of: values) ?? 0
            return sum + values.reduce(0) { $0 + ($1 - middle).magnitude }
          }
        }
      }
    }

    subscript(range: Range<Int>) -> Double { table[range.lowerBound][range.upperBound] }
  }
}
