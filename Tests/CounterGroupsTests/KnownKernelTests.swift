import CounterGroups
import Testing

/// Raw counts of a known kernel, family by family, go to the right FLOPs, bytes and intensity.
///
/// The kernel is STREAM's triad, `a[i] = b[i] + s * c[i]`, over 8,000,000 elements of fp64 that no
/// cache holds. It does 2 * 8,000,000 = 16,000,000 FLOPs. An array has 64,000,000 bytes, which is
/// 1,000,000 lines of 64: b, c and, since a store reads its line first, a are filled, 3,000,000 lines;
/// a is written back, 1,000,000 lines.
@Suite("Counts of a known kernel")
struct KnownKernelTests {
  /// What a family counts of it, and what it must come to.
  struct Known: Sendable, CustomTestStringConvertible {
    let family: String
    let counts: [String: Double]
    var sveQuads = 1.0
    /// Nil where the family has no such metric.
    var flops: Double? = 16e6
    /// 64 * (3e6 + 1e6), or 64 * 3e6 = 192e6 where write-backs are not counted.
    var l2: Double? = 256e6
    var l3: Double? = 256e6
    var dram: Double? = 192e6
    var testDescription: String { family }
  }

  /// A 512-bit multiply-add has 8 lanes: 1,000,000 of them, counted twice each.
  private static let wide = ["packed512_fp64": 2e6]
  /// A 256-bit one has 4 lanes: 2,000,000 of them, counted twice each; without FMA (Sandy Bridge, Ivy
  /// Bridge) 2,000,000 multiplications and 2,000,000 additions.
  private static let narrow = ["packed256_fp64": 4e6]
  private static let lines = [
    "l1_fills": 3e6, "l2_fills": 3e6, "l2_writebacks": 1e6, "l3_misses": 3e6,
  ]
  private static let fills = ["l1_fills": 3e6, "l2_fills": 3e6, "l3_misses": 3e6]
  private static let l1Writebacks = ["l1_writebacks": 1e6]
  /// Half of what misses L2 comes by prefetches that miss L3.
  private static let zenLines = [
    "l2_requests": 3e6, "l2_misses": 1.5e6, "prefetch_l3_hits": 0, "prefetch_l3_misses": 1.5e6,
  ]

  private static func zen(_ more: [String: Double]) -> [String: Double] { zenLines + more }

  private static let all: [Known] = [
    Known(family: "sandy-bridge", counts: narrow + lines + l1Writebacks + scalars(256)),
    Known(family: "ivy-bridge", counts: narrow + lines + l1Writebacks + scalars(256)),
    Known(family: "haswell", counts: lines + l1Writebacks, flops: nil),
    Known(family: "broadwell", counts: narrow + lines + l1Writebacks + scalars(256)),
    Known(family: "skylake", counts: narrow + lines + scalars(256), l2: 192e6),
    Known(family: "skylake-server", counts: wide + lines + scalars(512), l2: 192e6),
    Known(family: "ice-lake", counts: wide + lines + scalars(512), l2: 192e6),
    Known(family: "ice-lake-server", counts: wide + lines + scalars(512), l2: 192e6),
    Known(family: "sapphire-rapids", counts: wide + lines + scalars(512) + halves, l2: 192e6),
    Known(family: "emerald-rapids", counts: wide + lines + scalars(512) + halves, l2: 192e6),
    Known(family: "granite-rapids", counts: wide + lines + scalars(512) + halves, l2: 192e6),
    Known(family: "golden-cove", counts: narrow + fills + scalars(256), l2: 192e6, l3: 192e6),
    Known(family: "gracemont", counts: ["l3_misses": 3e6], flops: nil, l2: nil, l3: nil),
    Known(
      family: "crestmont", counts: ["fp64": 16e6, "fp32": 0, "l3_misses": 3e6], l2: nil, l3: nil),
    Known(
      family: "zen1", counts: zen(["fp64": 16e6, "fp32": 0]), l2: 192e6, l3: 192e6, dram: nil),
    Known(
      family: "zen2",
      // A third of the lines by each kind of fill, and the rest by the prefetcher of L2.
      counts: zen([
        "flops": 16e6, "demand_fills": 0.5e6, "software_prefetch_fills": 0.5e6,
        "hardware_prefetch_fills": 0.5e6,
      ]), l2: 192e6, l3: 192e6),
    Known(
      family: "zen3", counts: zen(["flops": 16e6, "memory_fills": 1.5e6]), l2: 192e6, l3: 192e6),
    Known(
      family: "zen4", counts: zen(["flops": 16e6, "memory_fills": 1.5e6]), l2: 192e6, l3: 192e6),
    Known(
      family: "zen5", counts: zen(["flops": 16e6, "memory_fills": 1.5e6]), l2: 192e6, l3: 192e6),
    Known(family: "neoverse-n1", counts: arm, flops: nil),
    // Advanced SIMD: 2 operations for each of 8,000,000 lanes.
    Known(family: "neoverse-n2", counts: arm + ["scalable": 0, "fixed": 16e6]),
    // SVE of 256 bits: 2,000,000 multiply-adds of 4 lanes; each counts the 2 lanes of its first 128
    // bits twice, 4, and has 2 times 128 bits.
    Known(family: "neoverse-v1", counts: arm + ["scalable": 8e6, "fixed": 0], sveQuads: 2),
    // SVE of 128 bits: 4,000,000 multiply-adds that count 4.
    Known(family: "neoverse-v2", counts: arm + ["scalable": 16e6, "fixed": 0]),
    Known(family: "apple-m1", counts: [:], flops: nil, l2: nil, l3: nil, dram: nil),
    Known(family: "apple-m2", counts: [:], flops: nil, l2: nil, l3: nil, dram: nil),
    Known(
      family: "papi-presets",
      counts: ["fp64": 16e6, "fp32": 0, "l1_misses": 3e6, "l2_misses": 3e6, "l3_misses": 3e6],
      l2: 192e6, l3: 192e6),
  ]

  private static let arm = [
    "l1_fills": 3e6, "l1_writebacks": 1e6, "l2_fills": 3e6, "l2_writebacks": 1e6,
    "last_level_read_misses": 3e6,
  ]
  private static let halves = [
    "scalar_fp16": 0.0, "packed128_fp16": 0, "packed256_fp16": 0, "packed512_fp16": 0,
  ]

  /// Zero for every width and precision that the kernel does not use.
  private static func scalars(_ widest: Int) -> [String: Double] {
    var counts = ["scalar_fp64": 0.0, "scalar_fp32": 0]
    for width in [128, 256, 512] where width <= widest {
      counts["packed\(width)_fp32"] = 0
      if width < widest { counts["packed\(width)_fp64"] = 0 }
    }
    return counts
  }

  @Test("the triad comes to its FLOPs, bytes and intensity", arguments: all)
  func triad(known: Known) throws {
    let family = try CounterFamilies.family(known.family)
    let counts = known.counts.mapValues { EventCount(value: $0) }
    #expect(counts.keys.allSatisfy { family.events[$0] != nil })
    let values = family.values(of: counts, constants: ["sve_quads": known.sveQuads])
    let value = { (id: String) in values.first { $0.metric.id == id }?.value }
    #expect(value("flops") == known.flops)
    #expect(value("bytes-l2") == known.l2)
    #expect(value("bytes-l3") == known.l3)
    #expect(value("bytes-dram") == known.dram)
    if let flops = value("flops"), let bytes = value("bytes-dram") {
      // 16,000,000 FLOPs of 192,000,000 bytes: 1/12.
      #expect(abs(flops / bytes - 1 / 12) < 1e-12)
    }
  }

  @Test("every family of a processor has a known kernel")
  func isComplete() {
    #expect(Set(Self.all.map(\.family)) == Set(CounterFamilies.ids).subtracting(["software"]))
  }

  @Test("each width and precision has its weight")
  func weights() throws {
    let family = try CounterFamilies.family("skylake-server")
    let counts = [
      "scalar_fp64": 3.0, "packed128_fp64": 5, "packed256_fp64": 7, "packed512_fp64": 11,
      "scalar_fp32": 13, "packed128_fp32": 17, "packed256_fp32": 19, "packed512_fp32": 23,
    ].mapValues { EventCount(value: $0) }
    let values = family.values(of: counts)
    let value = { (id: String) in values.first { $0.metric.id == id }?.value }
    #expect(value("flops-fp64") == 129)  // 3 + 2 * 5 + 4 * 7 + 8 * 11
    #expect(value("flops-fp32") == 601)  // 13 + 4 * 17 + 8 * 19 + 16 * 23
    #expect(value("flops") == 730)
    #expect(value("flops-scalar") == 16)
    #expect(value("flops-128") == 78)  // 2 * 5 + 4 * 17
    #expect(value("flops-256") == 180)  // 4 * 7 + 8 * 19
    #expect(value("flops-512") == 456)  // 8 * 11 + 16 * 23
    #expect(value("cycles") == nil)
  }

  @Test("a metric is as scaled as its least counted event, and as uncertain as its worst")
  func scaled() throws {
    let family = try CounterFamilies.family("haswell")
    let counts = [
      "l2_fills": EventCount(value: 10, share: 0.5, relativeError: 0.1),
      "l2_writebacks": EventCount(value: 20, share: 0.25, relativeError: 0.02),
    ]
    let value = try #require(family.values(of: counts).first { $0.metric.id == "bytes-l3" })
    #expect(value.value == 1920)
    #expect(value.share == 0.25)
    #expect(value.isScaled)
    #expect(value.relativeError == 0.1)
  }

  @Test("a raw count is scaled by the time without a counter; without any time it is not known")
  func raw() {
    #expect(EventCount(raw: 100, enabled: 10, running: 10) == EventCount(value: 100))
    #expect(EventCount(raw: 100, enabled: 40, running: 10) == EventCount(value: 400, share: 0.25))
    #expect(EventCount(raw: 0, enabled: 40, running: 0) == nil)
  }
}

/// Both, without a key in common.
private func + (left: [String: Double], right: [String: Double]) -> [String: Double] {
  left.merging(right) { first, _ in first }
}
