import Devices
import Glibc
import Operators

extension LatencyModel {
  /// The sustained rate of contractions, in FLOP/s, at the clock that the power limit leaves.
  func sustainedRate(_ precision: Precision) throws(LatencyError) -> Double {
    let rate = try figures.contraction(precision)
    if rate.bits <= 8 { return rate.flopsPerSecond * achieved.narrowShare }
    if rate.isMatrix { return rate.flopsPerSecond * achieved.matrixShare }
    let sustained = rate.flopsPerSecond * achieved.vectorShare
    guard let watts = figures.watts, achieved.joulesPerFlop > 0, rate.bits == 32 else {
      return sustained
    }
    return min(sustained, watts / achieved.joulesPerFlop)
  }

  /// The sustained bandwidth of the main memory, in bytes a second.
  var sustainedBandwidth: Double { figures.memoryBytesPerSecond * achieved.memoryShare }

  /// The bandwidth of the last-level cache to one compute unit, in bytes a second.
  var cacheDraw: Double { achieved.cacheBytesPerClock * figures.clockHertz }

  /// The bandwidth of the last-level cache to all compute units, in bytes a second.
  var cacheBandwidth: Double { cacheDraw * figures.computeUnits }

  /// The time of moving `bytes`, at a share of the main memory's sustained bandwidth, and at the
  /// cache's for what `reuse` leaves there.
  func memorySeconds(_ bytes: Bytes, share: Double, reuse: Reuse) -> Double {
    let bandwidth = sustainedBandwidth * share
    switch reuse {
    case .none: return bytes.all / bandwidth
    case .activations:
      return bytes.weights / bandwidth + streamSeconds(bytes.activations, bandwidth)
    case .everything: return streamSeconds(bytes.all, bandwidth)
    }
  }

  /// The time of data that were used before: at the cache's bandwidth as far as they have room there,
  /// none of them at twice as much, for then each evicts what is next.
  private func streamSeconds(_ bytes: Double, _ bandwidth: Double) -> Double {
    let room = figures.cacheBytes * achieved.cacheShare
    let held = room > 0 ? min(max(2 - bytes / room, 0), 1) : 0
    return bytes * (held / max(cacheBandwidth, bandwidth) + (1 - held) / bandwidth)
  }

  /// Arithmetic and traffic that overlap, behind the start of a kernel, and no shorter than the host.
  ///
  /// The overlap is the norm of order ``overlapOrder``: what is hidden behind the longer of the two,
  /// and what not where both are about as long.
  func parts(
    compute: Double, memory: Double, extra: Double = 0, host: Double? = nil,
    algorithm: LatencyParts.Algorithm = .none
  ) -> LatencyParts {
    let busy = Self.overlap(compute, memory)
    let dispatch = dispatchSeconds * achieved.hostFactor
    let start = dispatch + costs.launchSeconds + achieved.kernelSeconds + extra
    let seconds = max((host ?? costs.hostSeconds) * achieved.hostFactor, start + busy)
    return LatencyParts(
      overhead: seconds - busy, compute: compute, memory: memory, seconds: seconds,
      algorithm: algorithm)
  }

  /// The order of the norm that joins arithmetic and traffic: between their sum (1) and the longer of
  /// them (infinite); fitted once over all devices.
  static let overlapOrder = 3.0

  /// (aⁿ + bⁿ)^(1/n) for the order n of ``overlapOrder``.
  static func overlap(_ one: Double, _ other: Double) -> Double {
    let longer = max(one, other)
    guard longer > 0 else { return 0 }
    let ratio = min(one, other) / longer
    return longer * cbrt(1 + ratio * ratio * ratio)
  }

  /// The rounds that `tasks` take over the compute units: whole ones, or as many as there is work
  /// where tasks that share a unit hide the last of them.
  func rounds(_ tasks: Double) -> Double {
    let even = tasks / figures.computeUnits
    return even.rounded(.up) * (1 - Self.residency) + max(even, 1) * Self.residency
  }

  /// How far tiles that share a unit hide the last, partial round, from 0 (not at all) to 1: fitted
  /// once over all devices.
  static let residency = 0.4
}
