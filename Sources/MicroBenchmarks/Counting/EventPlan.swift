/// Events whose weighted sum is one quantity.
package struct WeightedEvents: Sendable, Hashable {
  /// One event, and what each of its counts is worth.
  package struct Term: Sendable, Hashable {
    /// The name by which PAPI or libpfm4 knows it.
    package var event: String
    /// What one count is worth.
    package var weight: Int

    /// An event with its weight.
    package init(_ event: String, _ weight: Int = 1) {
      self.event = event
      self.weight = weight
    }
  }

  /// The terms.
  package var terms: [Term]

  /// The sum of these terms.
  package init(_ terms: [Term]) {
    self.terms = terms
  }

  /// For people: `FP_ARITH:SCALAR_DOUBLE + 2 FP_ARITH:128B_PACKED_DOUBLE`.
  package var text: String {
    terms.map { $0.weight == 1 ? $0.event : "\($0.weight) \($0.event)" }.joined(separator: " + ")
  }
}

/// What is counted around the kernels: for each quantity the candidates in order, of which the first
/// that proves itself is believed.
package struct EventPlan: Sendable, Hashable {
  /// FLOPs of fp64.
  package var doubleFlops: [WeightedEvents]
  /// FLOPs of fp32.
  package var singleFlops: [WeightedEvents]
  /// Cycles.
  package var cycles: [WeightedEvents]
  /// Lines of 64 bytes that come into the first level.
  package var lines: [WeightedEvents]

  /// A plan of these candidates.
  package init(
    doubleFlops: [WeightedEvents], singleFlops: [WeightedEvents], cycles: [WeightedEvents],
    lines: [WeightedEvents]
  ) {
    self.doubleFlops = doubleFlops
    self.singleFlops = singleFlops
    self.cycles = cycles
    self.lines = lines
  }

  /// Events of the processors that there are: PAPI's presets, then native ones by name, since presets
  /// lag behind new processors. Names and weights: libpfm4's tables of Intel's FP_ARITH_INST_RETIRED
  /// (a fused multiply-add counts twice), of AMD's RETIRED_SSE_AVX_FLOPS (both precisions together) and
  /// of Arm's FP_FIXED_OPS_SPEC.
  package static let standard = EventPlan(
    doubleFlops: [one("PAPI_DP_OPS"), intel("DOUBLE", lanes: 1)] + amd,
    singleFlops: [one("PAPI_SP_OPS"), intel("SINGLE", lanes: 2)] + amd,
    cycles: [one("PAPI_TOT_CYC"), one("perf::CYCLES"), one("perf::PERF_COUNT_HW_CPU_CYCLES")],
    lines: [
      one("PAPI_L1_DCM"), one("L1D:REPLACEMENT"), one("perf::L1-DCACHE-LOAD-MISSES"),
      one("L1D_CACHE_REFILL"),
    ])

  private static let amd = [one("RETIRED_SSE_AVX_FLOPS:ANY"), one("FP_FIXED_OPS_SPEC")]

  private static func one(_ event: String) -> WeightedEvents {
    WeightedEvents([WeightedEvents.Term(event)])
  }

  /// Intel's counts by width: scalar, 128, 256 and 512 bits.
  private static func intel(_ name: String, lanes: Int) -> WeightedEvents {
    let packed = ["128B", "256B", "512B"].enumerated().map { place, width in
      WeightedEvents.Term("FP_ARITH:\(width)_PACKED_\(name)", lanes << (place + 1))
    }
    return WeightedEvents([WeightedEvents.Term("FP_ARITH:SCALAR_\(name)")] + packed)
  }
}
