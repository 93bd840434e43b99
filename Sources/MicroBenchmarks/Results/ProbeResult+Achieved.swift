import Devices

extension ProbeResult {
  /// What a program reached here and what is no ceiling of a contraction: each memory operation as it
  /// was sustained, libraries' matrix products, mixtures of fused multiply-adds and additions.
  var achieved: [Achieved] {
    let streams = levels.reversed().flatMap { level in
      Self.operations.compactMap { operation, name in
        level.best(operation).map { stream(name, $0, level.level) }
      }
    }
    return (products.map(gemms) ?? []) + mixtures + streams + nodeStreams
  }

  /// The memory operations, each with its name in a profile's metrics.
  static let operations = [
    ("read", "read"), ("write", "write"), ("write non-temporal", "nonTemporalWrite"),
    ("copy", "copy"), ("triad", "triad"), ("update", "update"),
    ("copy non-temporal", "nonTemporalCopy"), ("triad non-temporal", "nonTemporalTriad"),
  ]

  private func gemms(_ products: ProductReport) -> [Achieved] {
    [Precision.fp64, .fp32].compactMap { precision in
      products.best(precision).map {
        Achieved(
          metric: "gemm.\(precision.rawValue).flopsPerSecond", value: $0.flopsPerSecond.significant,
          conditions: "\($0.library), n = \($0.size), "
            + ($0.threads == 1 ? "1 thread" : "\($0.threads) threads")
            + ", the best of \($0.runs), median \($0.medianFlopsPerSecond.significant)",
          source: source)
      }
    }
  }

  private var mixtures: [Achieved] {
    compute.filter { !$0.kernel.isCeiling && $0.team == machine.allCores }.map {
      Achieved(
        metric: "\($0.kernel.name).flopsPerSecond",
        value: $0.ceiling.sustained.value.significant,
        conditions: "fused multiply-adds mixed with additions, "
          + "capability \($0.ceiling.capability.value.significant), "
          + spread($0.ceiling, $0.team), source: source)
    }
  }

  private func stream(
    _ name: String, _ measured: Measured<MemoryKernel>, _ level: DetectedLevel
  ) -> Achieved {
    let bytes = measured.ceiling.sustained.value
    let traffic = (bytes * measured.kernel.writeAllocateFactor).significant
    return Achieved(
      metric: "\(level.name).\(name)BytesPerSecond", value: bytes.significant,
      conditions: "bytes of the algorithm, kernel \(measured.kernel.name), "
        + "capability \(measured.ceiling.capability.value.significant), "
        + spread(measured.ceiling, measured.team)
        + (measured.kernel.writeAllocateFactor > 1 && level.number != 1
          ? "; with write-allocate \(traffic)" : ""),
      source: source)
  }

  private var nodeStreams: [Achieved] {
    nodes.compactMap { pair in
      pair.bandwidth.map {
        Achieved(
          metric: "dram.node\(pair.to)FromNode\(pair.from).readBytesPerSecond",
          value: $0.sustained.value.significant,
          conditions: "memory of node \(pair.to) read by the cores of node \(pair.from), "
            + spread($0, pair.team)
            + (pair.chase.map { ", latency \((1 / $0.capability.value).significant) s" } ?? ""),
          source: source)
      }
    }
  }
}
