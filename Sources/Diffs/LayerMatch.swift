/// Which layers of two networks are the same one.
enum LayerMatch {
  /// Pairs of places, in the order of the second network; those that only the first has stand behind
  /// the layer that they followed there.
  ///
  /// Layers of one name are matched, the first with the first and so on. What is left between two
  /// matched ones is matched by its order, where the operator is the same.
  static func pairs(
    _ before: [DiffSide.Layer], _ after: [DiffSide.Layer]
  ) -> [(before: Int?, after: Int?)] {
    var partners = byName(before, after)
    matchByOrder(&partners, before, after)
    return merged(partners, count: (before.count, after.count))
  }

  /// The place in `before` of each layer of `after`.
  private static func byName(
    _ before: [DiffSide.Layer], _ after: [DiffSide.Layer]
  ) -> [Int?] {
    var places: [String: [Int]] = [:]
    for (place, layer) in before.enumerated().reversed() {
      places[layer.name, default: []].append(place)
    }
    return after.map { places[$0.name]?.popLast() }
  }

  /// What stands between two layers that are matched by name.
  private struct Gap: Hashable {
    /// The place in `before` that it begins at.
    let start: Int
    let operatorName: String
  }

  private static func matchByOrder(
    _ partners: inout [Int?], _ before: [DiffSide.Layer], _ after: [DiffSide.Layer]
  ) {
    var free = freePlaces(before, taken: Set(partners.compactMap { $0 }))
    var start = 0
    var least = 0
    for index in partners.indices {
      if let partner = partners[index] {
        start = partner + 1
        least = start
        continue
      }
      let gap = Gap(start: start, operatorName: after[index].operatorName)
      while let place = free[gap]?.popLast() {
        if place < least { continue }
        partners[index] = place
        least = place + 1
        break
      }
    }
  }

  /// The places that nothing is matched with, of each gap and operator, the last first.
  private static func freePlaces(
    _ before: [DiffSide.Layer], taken: Set<Int>
  ) -> [Gap: [Int]] {
    var free: [Gap: [Int]] = [:]
    var start = 0
    for (place, layer) in before.enumerated() {
      if taken.contains(place) {
        start = place + 1
      } else {
        free[Gap(start: start, operatorName: layer.operatorName), default: []].append(place)
      }
    }
    return free.mapValues { $0.reversed() }
  }

  private static func merged(
    _ partners: [Int?], count: (before: Int, after: Int)
  ) -> [(before: Int?, after: Int?)] {
    let matched = Set(partners.compactMap { $0 })
    var pairs: [(before: Int?, after: Int?)] = []
    var next = 0
    for (place, partner) in partners.enumerated() {
      if let partner {
        while next < partner {
          if !matched.contains(next) { pairs.append((next, nil)) }
          next += 1
        }
        next = max(next, partner + 1)
      }
      pairs.append((partner, place))
    }
    pairs += (next..<max(next, count.before)).filter { !matched.contains($0) }.map { ($0, nil) }
    return pairs
  }
}
