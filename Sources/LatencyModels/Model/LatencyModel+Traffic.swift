import Devices
import Operators

extension LatencyModel {
  /// The sustained rate of contractions, in FLOP/s, with the clock that the power limit allows.
  func sustainedRate(_ format: NumberFormat) throws(LatencyError) -> Double {
    let resolved = try figures.contraction(format.arithmetic)
    let peak = resolved.flopsPerSecond
    switch resolved.rate.unit {
    case .vector, .scalar:
      let sustained = peak * achieved.vectorShare
      guard let watts = figures.watts, achieved.joulesPerFlop > 0 else { return sustained }
      return min(sustained, watts / achieved.joulesPerFlop)
    case .matrix:
      let isNarrow = resolved.used.bits <= 8
      return peak * (isNarrow ? achieved.narrowShare : achieved.matrixShare)
    }
  }

  /// The sustained bandwidth of the main memory, in bytes a second.
  var sustainedBandwidth: Double { figures.memoryBytesPerSecond * achieved.memoryShare }

  /// The bandwidth of the last-level cache to all compute units, in bytes a second.
  var cacheBandwidth: Double {
    achieved.cacheBytesPerClock * figures.clockHertz * figures.computeUnits
  }

  /// The time of moving `bytes` through the main memory at a share of its sustained bandwidth.
  func memorySeconds(_ bytes: Double, share: Double = 1) -> Double {
    bytes > 0 ? bytes / (sustainedBandwidth * share) + achieved.memoryRampSeconds : 0
  }

  /// A function of elements, or what else each unit does on its own stretch of the data.
  func elementwise(
    _ work: Work, format: NumberFormat, share: Double
  ) throws(LatencyError) -> LatencyParts {
    let memory = memorySeconds(Double(work.bytes), share: share)
    var compute = 0.0
    if work.flops > 0 || work.transcendentals > 0 {
      let rate = try figures.elementwise(format.arithmetic).flopsPerSecond
      compute = Double(work.flops + 2 * work.transcendentals) / (rate * achieved.vectorShare)
    }
    return parts(compute: compute, memory: memory)
  }

  /// Overhead, and the longer of two that overlap.
  func parts(
    compute: Double, memory: Double, overhead: Double = 0,
    algorithm: LatencyParts.Algorithm = .none
  ) -> LatencyParts {
    let busy = max(compute, memory)
    let overhead = overhead + costs.launchSeconds + achieved.kernelSeconds
    return LatencyParts(
      overhead: overhead, compute: compute, memory: memory, seconds: overhead + busy,
      algorithm: algorithm)
  }
}
