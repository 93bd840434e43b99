import CMicroKernels

/// How far CPUs are apart: what it takes to pass a cache line from one to the other, sampled through a probe
/// between any two that work together. A hypervisor that moves its virtual processors changes it.
package struct CoreDistances: Sendable, Hashable {
  /// Two CPUs, the lower number first.
  package struct Pair: Sendable, Hashable, Comparable {
    /// The lower number.
    package let first: Int
    /// The higher number.
    package let second: Int

    /// Two CPUs in any order.
    package init(_ one: Int, _ other: Int) {
      (first, second) = (min(one, other), max(one, other))
    }

    /// By the lower number, then by the higher.
    package static func < (one: Pair, other: Pair) -> Bool {
      (one.first, one.second) < (other.first, other.second)
    }
  }

  /// Every sample of each pair, in seconds of one way, in the order of time.
  package private(set) var samples: [Pair: [Double]] = [:]

  /// Nothing known yet.
  package init() {}

  /// What these samples say.
  package init(_ samples: [Pair: [Double]]) { self.samples = samples }

  /// Adds what each thread of a team on these CPUs measured before a visit.
  mutating func add(_ threads: [rl_slice], on cpus: [Int]) {
    for (cpu, slice) in zip(cpus, threads) where slice.partner_nanoseconds > 0 {
      guard cpus.indices.contains(Int(slice.partner)) else { continue }
      samples[Pair(cpu, cpus[Int(slice.partner)]), default: []]
        .append(slice.partner_nanoseconds / 1e9)
    }
  }

  /// The pairs that were measured, in order.
  package var pairs: [Pair] { samples.keys.sorted() }

  /// The median of a pair, in seconds; nil where it was not measured.
  package func median(_ pair: Pair) -> Double? { samples[pair].flatMap(Quantile.median) }

  /// One of two places that a hypervisor had a pair in.
  package struct Placement: Sendable, Hashable {
    /// The median there, in seconds.
    package var seconds: Double
    /// Its share of the samples.
    package var share: Double
  }

  /// Distances that differ by this factor are of other places, not noise: the cores of one cache, of one
  /// package and of two differ by two to five times (measured on Zen 3). A guess.
  private static let moved = 1.8
  /// Whether two distances are of one place.
  static func isSamePlace(_ one: Double, _ other: Double) -> Bool {
    max(one, other) <= moved * min(one, other)
  }

  /// How far cores were apart that had this distance before and that one after: as before; nil where one of both is 0,
  /// not measured, or where they tell different places.
  package static func around(before: Double, after: Double) -> Double? {
    let isKnown = before > 0 && after > 0 && isSamePlace(before, after)
    return isKnown ? before : nil
  }

  /// The least share of the samples that counts: fewer may have been disturbed. A guess.
  private static let leastShare = 0.05

  /// Where the pair was near and where far; nil where it stayed in one place.
  package func placements(_ pair: Pair) -> (near: Placement, far: Placement)? {
    let sorted = (samples[pair] ?? []).sorted()
    guard let low = Quantile.value(of: sorted, at: Self.leastShare),
      let high = Quantile.value(of: sorted, at: 1 - Self.leastShare), !Self.isSamePlace(low, high)
    else { return nil }
    let border = border(low, high)
    let groups = [sorted.filter { $0 < border }, sorted.filter { $0 >= border }]
    let found = groups.compactMap { group in
      Quantile.median(of: group).map {
        Placement(seconds: $0, share: Double(group.count) / Double(sorted.count))
      }
    }
    guard found.count == 2, !Self.isSamePlace(found[0].seconds, found[1].seconds) else {
      return nil
    }
    return (found[0], found[1])
  }

  /// The distance that lies between near and far, of all pairs that moved, in seconds; nil where none did.
  package var border: Double? {
    let moved = pairs.compactMap(placements)
    guard let near = Quantile.median(of: moved.map(\.near.seconds)),
      let far = Quantile.median(of: moved.map(\.far.seconds))
    else { return nil }
    return border(near, far)
  }

  /// Half-way between two distances, by their ratio.
  private func border(_ near: Double, _ far: Double) -> Double { (near * far).squareRoot() }
}
