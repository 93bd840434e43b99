import Glibc

/// A memory level as the measured curves show it.
package struct DetectedLevel: Sendable, Hashable {
  /// Its name in profiles: `l1`, `l2`, `l3`, `dram`.
  package var name: String
  /// The largest working set that ran at its speed, in bytes; nil for main memory.
  package var bytes: Int?
  /// What the system states, in bytes; nil for main memory, and for what the system does not know.
  package var statedBytes: Int?
  /// The working set by which it is measured, in bytes: well inside it.
  package var typicalBytes: Int
  /// How many CPUs share it, as the system states.
  package var sharers: Int
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

  /// Latencies that differ by less than this factor are the same level's: a guess.
  private static let leastStep = 1.25

  /// As many plateaus as the stated caches and main memory make, fewer where neighbours do not differ:
  /// cut where the logarithms of latency and bandwidth fit their own medians best. A plateau has the
  /// name of the stated cache whose size lies nearest its end.
  package static func detect(
    in curve: [Sample], stated: [ProbedMachine.Cache]
  ) -> [DetectedLevel] {
    let curve = curve.filter { $0.latency > 0 && $0.bandwidth > 0 }.sorted { $0.bytes < $1.bytes }
    guard let largest = curve.last else { return [] }
    let runs = merged(
      ChangePoints.plateaus(
        of: curve.map { [log($0.latency), log($0.bandwidth)] }, count: stated.count + 1), curve)
    var unnamed = stated
    var levels: [DetectedLevel] = []
    for run in runs.dropLast() {
      let end = curve[run.upperBound - 1].bytes
      guard !unnamed.isEmpty else { break }
      let nearest = unnamed.indices.min { distance(unnamed[$0], end) < distance(unnamed[$1], end) }
      let cache = unnamed[nearest ?? 0]
      unnamed = Array(unnamed.dropFirst((nearest ?? 0) + 1))
      let middle = curve[run].map(\.bytes)[(run.count - 1) / 2]
      levels.append(
        DetectedLevel(
          name: cache.name, bytes: end, statedBytes: cache.bytes, typicalBytes: middle,
          sharers: cache.sharers))
    }
    return levels + [
      DetectedLevel(
        name: "dram", bytes: nil, statedBytes: nil, typicalBytes: largest.bytes, sharers: 1)
    ]
  }

  private static func distance(_ cache: ProbedMachine.Cache, _ bytes: Int) -> Double {
    abs(log(Double(max(cache.bytes, 1)) / Double(max(bytes, 1))))
  }

  /// Joins neighbours whose median latencies are alike.
  private static func merged(_ runs: [Range<Int>], _ curve: [Sample]) -> [Range<Int>] {
    runs.reduce(into: []) { joined, run in
      guard let last = joined.last,
        let before = Quantile.median(of: curve[last].map(\.latency)),
        let now = Quantile.median(of: curve[run].map(\.latency)), now < before * leastStep
      else { return joined.append(run) }
      joined[joined.count - 1] = last.lowerBound..<run.upperBound
    }
  }

  /// The sizes of a sweep: two in each octave, from 4 KiB to `most` bytes.
  package static func sizes(upTo most: Int) -> [Int] {
    var sizes: [Int] = []
    var octave = 4096
    while octave <= most {
      sizes += [octave, octave / 2 * 3]
      guard octave <= Int.max / 4 else { break }
      octave *= 2
    }
    return sizes.filter { $0 <= most }
  }
}
