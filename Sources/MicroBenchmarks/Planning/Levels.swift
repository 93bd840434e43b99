import CMicroKernels
import Glibc

/// A memory level as the measured curves show it.
package struct DetectedLevel: Sendable, Hashable {
  /// Its name in profiles: `l1`, `l2`, `l3`, `dram`.
  package var name: String
  /// The largest working set that ran at its speed, in bytes; nil for main memory, and for a cache that
  /// the sweep did not leave.
  package var bytes: Int?
  /// What the system states, in bytes; nil for main memory, and for what the system does not know.
  package var statedBytes: Int?
  /// The working set by which it is measured, in bytes: well inside it.
  package var typicalBytes: Int
  /// How many CPUs share it, as the system states.
  package var sharers: Int
  /// The size of the level within it, in bytes; 0 for the innermost.
  package internal(set) var innerBytes = 0
  /// Whether cores share it: main memory, and a cache of several CPUs.
  var isShared: Bool { name == "dram" || sharers > 1 }

  /// A level.
  package init(
    name: String, bytes: Int?, statedBytes: Int?, typicalBytes: Int, sharers: Int
  ) {
    self.name = name
    self.bytes = bytes
    self.statedBytes = statedBytes
    self.typicalBytes = typicalBytes
    self.sharers = sharers
  }

  /// How many times the size of the level within it a working set leaves that level for good, and what
  /// it takes at least: the replacement is not strictly by age, and keeps a part of twice the size. A
  /// guess.
  private static let wellOutside = 3
  private static let outside = 2

  /// The working set of each thread of a team that measures it: those who share it share its size, as
  /// far as that leaves the level within.
  package func bytesPerThread(of team: ProbeTeam) -> Int {
    let sharing = max(1, min(team.threads, sharers))
    // Where all of them together take no more than half of it.
    let hasRoom = bytes.map { 2 * sharing * Self.wellOutside * innerBytes <= $0 } ?? false
    let times = hasRoom ? Self.wellOutside : Self.outside
    let outside = min(times * innerBytes, bytes ?? typicalBytes)
    return max(Int(RL_CHUNK_BYTES) * 3, typicalBytes / sharing, outside)
  }

  /// The same level around one of this size. Where its own size allows, the working set follows from
  /// that: the middle of what was detected moves with the noise of the sweep.
  func around(_ inner: Int) -> DetectedLevel {
    var level = self
    level.innerBytes = inner
    let wanted = Self.wellOutside * inner
    if let bytes, wanted > 0, wanted <= bytes { level.typicalBytes = wanted }
    return level
  }
}

/// Finds the levels in curves over the size of the working set.
package enum Levels {
  /// One size of the sweep: what a dependent read takes there, and how fast independent ones are.
  package struct Sample: Sendable, Hashable {
    /// The working set in bytes.
    package var bytes: Int
    /// Seconds of one dependent read.
    package var latency: Double
    /// Bytes a second.
    package var bandwidth: Double

    /// A size of the sweep.
    package init(bytes: Int, latency: Double, bandwidth: Double) {
      self.bytes = bytes
      self.latency = latency
      self.bandwidth = bandwidth
    }
  }

  /// Latencies and bandwidths that differ by less than this factor are the same level's: a guess.
  private static let leastStep = 1.25
  /// How many caches are looked for where the system states none: as many as processors have.
  private static let mostUnstated = 3
  /// The fewest sizes of a plateau where the system states no caches: fewer are a slope. A guess.
  private static let leastPlateau = 4
  /// A sweep that ends below this many times the last stated cache has not surely left it.
  private static let leastReach = 2

  /// As many plateaus as the stated caches and main memory make, fewer where neighbours do not differ:
  /// cut where the logarithms of latency and bandwidth fit their own medians best. A plateau has the
  /// name of the stated cache whose size lies nearest its end; where the system states none, the
  /// plateaus are counted. The last plateau is main memory, unless the sweep ended within the last cache.
  package static func detect(
    in curve: [Sample], stated: [ProbedMachine.Cache]
  ) -> [DetectedLevel] {
    let curve = curve.filter { $0.latency > 0 && $0.bandwidth > 0 }.sorted { $0.bytes < $1.bytes }
    guard let largest = curve.last else { return [] }
    let runs = runs(of: curve, stated: stated.count)
    let endsInCache =
      runs.count <= stated.count
      && largest.bytes < leastReach * (stated.last?.bytes ?? 0)
    var unnamed = stated
    var levels: [DetectedLevel] = []
    for (place, run) in (endsInCache ? runs : runs.dropLast()).enumerated() {
      let isOpen = endsInCache && place == runs.count - 1
      let end = curve[run.upperBound - 1].bytes
      let middle = curve[run].map(\.bytes)[(run.count - 1) / 2]
      guard !unnamed.isEmpty else {
        guard stated.isEmpty else { break }
        levels.append(
          DetectedLevel(
            name: "l\(place + 1)", bytes: end, statedBytes: nil, typicalBytes: middle, sharers: 1))
        continue
      }
      let nearest = unnamed.indices.min { distance(unnamed[$0], end) < distance(unnamed[$1], end) }
      let cache = unnamed[nearest ?? 0]
      unnamed = Array(unnamed.dropFirst((nearest ?? 0) + 1))
      levels.append(
        DetectedLevel(
          name: cache.name, bytes: isOpen ? nil : end, statedBytes: cache.bytes,
          typicalBytes: middle, sharers: cache.sharers))
    }
    if !endsInCache {
      levels.append(
        DetectedLevel(
          name: "dram", bytes: nil, statedBytes: nil, typicalBytes: largest.bytes, sharers: 1))
    }
    let inner = [0] + levels.map { ($0.statedBytes ?? $0.bytes ?? 0) / max($0.sharers, 1) }
    return zip(levels, inner).map { $0.around($1) }
  }

  private static func distance(_ cache: ProbedMachine.Cache, _ bytes: Int) -> Double {
    abs(log(Double(max(cache.bytes, 1)) / Double(max(bytes, 1))))
  }

  private static func runs(of curve: [Sample], stated: Int) -> [Range<Int>] {
    let points = curve.map { [log($0.latency), log($0.bandwidth)] }
    let count = stated == 0 ? mostUnstated + 1 : stated + 1
    let runs = merged(ChangePoints.plateaus(of: points, count: count), curve)
    return stated == 0 ? withoutSlopes(runs) : runs
  }

  /// Joins neighbours whose median latencies and bandwidths are alike.
  private static func merged(_ runs: [Range<Int>], _ curve: [Sample]) -> [Range<Int>] {
    runs.reduce(into: []) { joined, run in
      guard let last = joined.last,
        let before = Quantile.median(of: curve[last].map(\.latency)),
        let now = Quantile.median(of: curve[run].map(\.latency)), now < before * leastStep,
        let fast = Quantile.median(of: curve[last].map(\.bandwidth)),
        let slow = Quantile.median(of: curve[run].map(\.bandwidth)), fast < slow * leastStep
      else { return joined.append(run) }
      joined[joined.count - 1] = last.lowerBound..<run.upperBound
    }
  }

  /// Joins runs too short for a level to the one before them.
  private static func withoutSlopes(_ runs: [Range<Int>]) -> [Range<Int>] {
    runs.reduce(into: []) { joined, run in
      guard run.count < leastPlateau, let last = joined.last else { return joined.append(run) }
      joined[joined.count - 1] = last.lowerBound..<run.upperBound
    }
  }

  /// From this size on a sweep has one size in each octave: it takes long there, and changes little.
  private static let wideFrom = 64 << 20

  /// The sizes of a sweep, from 4 KiB to `most` bytes: two in each octave, then one.
  package static func sizes(upTo most: Int) -> [Int] {
    var sizes: [Int] = []
    var octave = 4096
    while octave <= most {
      sizes += octave < wideFrom ? [octave, octave / 2 * 3] : [octave]
      guard octave <= Int.max / 4 else { break }
      octave *= 2
    }
    return sizes.filter { $0 <= most }
  }
}
