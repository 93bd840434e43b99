import Machine
import Testing

/// What a core can start in a cycle.
@Suite("Limits per cycle")
struct CoreLimitsTests {
  @Test(
    "the FLOPs a cycle are units × lanes × 2",
    arguments: [
      // Two 256-bit units: 2 × 8 lanes of fp32 × 2, 2 × 4 of fp64 × 2; scalar 2 × 2.
      ("Zen 3", "fma", 256, 32, 32.0), ("Zen 3", "fma", 256, 64, 16),
      ("Zen 3", "fma", 65, 32, 4), ("Zen 3", "mul+add", 64, 64, 4),
      // Two multiply, two others add: as many as fused ones.
      ("Zen 3", "mul+add", 256, 32, 32), ("Zen 3", "mul+add", 128, 64, 8),
      // Two 512-bit units of a server; a product and a sum share the ports.
      ("Cascade Lake", "fma", 512, 32, 64), ("Cascade Lake", "mul+add", 256, 32, 16),
      // Zen 4 takes 512 bits in two halves.
      ("Zen 4", "fma", 512, 32, 32), ("Neoverse V2", "fma", 128, 64, 16),
    ])
  func operations(
    _ design: String, _ form: String, _ bits: Int, _ elementBits: Int, _ limit: Double
  ) {
    let limits = CoreLimits.of(design: design)
    #expect(
      limits?.operations(form: form, isa: "", bits: bits, elementBits: elementBits) == limit)
  }

  @Test(
    "the bytes a cycle are those of the slower of reads and writes",
    arguments: [
      // Two loads and one store of 32 bytes a cycle.
      ("read", 1, 256, 64.0), ("write", 1, 256, 32), ("copy", 1, 256, 64), ("triad", 1, 256, 96),
      ("update", 1, 256, 64), ("read", 1, 128, 32), ("read", 2, 256, 32),
    ] as [(String, Int, Int, Double)])
  func bytes(_ operation: String, _ level: Int, _ bits: Int, _ limit: Double) {
    let limits = CoreLimits.of(design: "Zen 3")
    #expect(limits?.bytes(operation: operation, level: level, bits: bits) == limit)
  }

  @Test("what no table states is no limit, and none is guessed")
  func unknown() {
    #expect(CoreLimits.of(design: "Zen 99") == nil)
    let zen = CoreLimits.of(design: "Zen 3")
    #expect(zen?.operations(form: "fma+add", isa: "", bits: 256, elementBits: 32) == nil)
    #expect(zen?.operations(form: "fma", isa: "", bits: 512, elementBits: 32) == nil)
    #expect(zen?.bytes(operation: "write non-temporal", level: 1, bits: 256) == nil)
    #expect(zen?.bytes(operation: "read", level: 3, bits: 256) == nil)
  }

  @Test("products of other instructions are known by their instruction set")
  func products() {
    let limits = CoreLimits.of(design: "Sapphire Rapids")
    // Two units × 16 sums of four products × 2.
    #expect(
      limits?.operations(form: "dot", isa: "AVX-512-VNNI", bits: 512, elementBits: 8) == 256)
    // 2 × 16 × 16 × 32 operations in 16 cycles.
    #expect(
      limits?.operations(form: "tile product", isa: "AMX-BF16", bits: 1024, elementBits: 16) == 1024
    )
  }
}
