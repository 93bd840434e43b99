import Devices
import Testing

@Suite("A rate for a precision")
struct ResolutionTests {
  private let gpu = Samples.device([
    (.vector, .fp64, 1), (.vector, .fp32, 10), (.vector, .fp16, 20), (.matrix, .fp16, 80),
    (.matrix, .int8, 160),
  ])
  private let tpu = Samples.device(
    [(.matrix, .bf16, 100)],
    fallbacks: [Fallback(from: .fp32, to: .bf16, reason: "its compiler does so", source: "s")])

  @Test("a precision that the unit has is taken as it is")
  func exact() throws {
    let rate = try #require(gpu.resolve(precision: .fp16, on: .matrix))
    #expect(rate.flopsPerSecond == 80e12)
    #expect(rate.used == .fp16)
    #expect(rate.explanation == nil)
  }

  @Test("int4 runs as int8, and the substitution is explained")
  func int4() throws {
    let rate = try #require(gpu.resolve(precision: .int4, on: .matrix))
    #expect(rate.used == .int8)
    #expect(rate.requested == .int4)
    #expect(rate.flopsPerSecond == 160e12)
    #expect(
      rate.explanation
        == "d has no int4 matrix rate: it runs as int8, which holds every int4 value exactly")
  }

  @Test("the fastest of the wider precisions is taken, the nearest among equals")
  func fastest() throws {
    let device = Samples.device([
      (.matrix, .fp64, 5), (.matrix, .tf32, 40), (.matrix, .fp32, 20), (.matrix, .fp8, 90),
      (.matrix, .int8, 90),
    ])
    #expect(device.resolve(precision: .fp16, on: .matrix)?.used == .tf32)
    #expect(device.resolve(precision: .int4, on: .matrix)?.used == .int8)
    #expect(device.resolve(precision: .fp4, on: .matrix)?.used == .fp8)
  }

  @Test("nothing narrower is taken unless the device says so")
  func noNarrowing() {
    #expect(gpu.resolve(precision: .fp32, on: .matrix) == nil)
    #expect(gpu.resolve(precision: .fp16, on: .scalar) == nil)
    let int8Only = Samples.device([(.matrix, .int8, 4)])
    for precision in Precision.allCases where ![.int8, .int4].contains(precision) {
      #expect(int8Only.contractionRate(precision: precision) == nil)
      #expect(int8Only.elementwiseRate(precision: precision) == nil)
    }
  }

  @Test("a narrowing that the device declares is taken last, and explained")
  func narrowing() throws {
    let rate = try #require(tpu.resolve(precision: .fp32, on: .matrix))
    #expect(rate.used == .bf16)
    #expect(
      rate.explanation
        == "d has no fp32 matrix rate: it runs as bf16, which loses precision: its compiler does so"
    )
    #expect(tpu.resolve(precision: .fp64, on: .matrix) == nil)
  }

  @Test("a precision that widens to a declared one follows it")
  func detour() throws {
    let rate = try #require(tpu.resolve(precision: .fp16, on: .matrix))
    #expect(rate.used == .bf16)
    #expect(
      rate.explanation == "d has no fp16 matrix rate: it runs as bf16 by way of fp32, "
        + "which loses precision: its compiler does so")
  }

  @Test("a contraction runs on the fastest unit that has the precision")
  func contraction() throws {
    #expect(gpu.contractionRate(precision: .fp16)?.rate.unit == .matrix)
    #expect(gpu.contractionRate(precision: .fp16)?.explanation == nil)
    let single = try #require(gpu.contractionRate(precision: .fp32))
    #expect(single.rate.unit == .vector)
    #expect(single.explanation == "d has no fp32 matrix rate: the vector unit computes it")
    let slowMatrix = Samples.device([(.vector, .fp32, 9), (.matrix, .fp32, 3)])
    #expect(
      slowMatrix.contractionRate(precision: .fp32)?.explanation
        == "d has a slower fp32 matrix rate: the vector unit computes it")
  }

  @Test("a contraction prefers its own precision to a faster exact one, and that to a narrower")
  func contractionOrder() {
    let device = Samples.device(
      [(.vector, .bf16, 1), (.matrix, .fp32, 9), (.scalar, .int8, 50)],
      fallbacks: [Fallback(from: .fp16, to: .int8, reason: "r", source: "s")])
    #expect(device.contractionRate(precision: .bf16)?.used == .bf16)
    #expect(device.contractionRate(precision: .fp16)?.used == .fp32)
  }

  @Test("a device without a matrix unit needs no word about it")
  func noMatrixUnit() {
    let cpu = Samples.device([(.vector, .fp32, 2), (.scalar, .fp32, 0.1)])
    #expect(cpu.contractionRate(precision: .fp32)?.explanation == nil)
    #expect(cpu.contractionRate(precision: .fp32)?.rate.unit == .vector)
  }

  @Test("arithmetic by elements runs on the vector unit, else the scalar one")
  func elementwise() {
    #expect(gpu.elementwiseRate(precision: .fp16)?.flopsPerSecond == 20e12)
    #expect(gpu.elementwiseRate(precision: .int8)?.used == .fp16)
    #expect(gpu.elementwiseRate(precision: .bf16)?.used == .fp32)
    let mcu = Samples.device([(.scalar, .int8, 0.0002), (.matrix, .int8, 1)])
    #expect(mcu.elementwiseRate(precision: .int8)?.rate.unit == .scalar)
  }

  @Test("where only a matrix rate is known, it bounds arithmetic by elements from above")
  func elementwiseBound() throws {
    let rate = try #require(tpu.elementwiseRate(precision: .fp32))
    #expect(rate.flopsPerSecond == 100e12)
    #expect(
      rate.explanation
        == "d has no fp32 matrix rate: it runs as bf16, which loses precision: its compiler "
        + "does so; d lists no vector rate for it: its matrix rate stands in as an upper bound")
  }
}
