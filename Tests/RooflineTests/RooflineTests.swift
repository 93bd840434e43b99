import Devices
import ModelGraph
import Operators
import Roofline
import Testing

/// A device with round numbers: 100 MFLOP/s in its matrix unit, 10 in its vectors, 20 MB/s.
private let round = #"""
  { schemaVersion: 1, id: "round", name: "Round", vendor: "Nobody", kind: "gpu",
    sources: { made: "made for this test" },
    compute: [
      { unit: "matrix", precision: "fp16", flopsPerSecond: { value: 100e6, source: "made" } },
      { unit: "vector", precision: "fp32", flopsPerSecond: { value: 10e6, source: "made" } } ],
    memory: [
      { level: "dram", name: "DRAM", bytes: { value: 1000e6, source: "made" },
        bytesPerSecond: { value: 20e6, source: "made" } } ] }
  """#

@Suite("Roofline")
struct RooflineTests {
  /// A layer of the given counts in millions, half of its bytes read.
  static func layer(
    macs: Int = 0, otherFlops: Int = 0, transcendentals: Int = 0, bytes: Int = 0,
    type: ElementType = .float16
  ) -> LayerWork {
    let million = 1_000_000
    return LayerWork(
      index: 0, name: "a", operatorName: OperatorName("Conv"), outputShapes: [[1]],
      computeType: type,
      work: Work(
        macs: macs * million, flops: (2 * macs + otherFlops) * million,
        transcendentals: transcendentals * million, weightBytes: 0,
        inputBytes: bytes * million / 2, outputBytes: bytes * million / 2),
      parameters: 0, trainableParameters: 0, notes: [])
  }

  static func device(_ text: String = round) throws -> DeviceProfile {
    try DeviceProfile(json5: text, file: "test")
  }

  @Test("a contraction takes all its FLOPs over the matrix unit's rate")
  func contraction() throws {
    var roofline = DeviceRoofline(try Self.device())
    // 1000 MACs and 50 other FLOPs: 2050 / 100 = 20.5 s; 50 / 10 = 5 s; 100 B / 20 = 5 s.
    let estimate = try roofline.estimate(Self.layer(macs: 1000, otherFlops: 50, bytes: 100))
    #expect(estimate.boundSeconds == 20.5)
    #expect(estimate.bound == .compute(.matrix, .fp16))
    #expect(estimate.ceilings.count == 3)
  }

  @Test("what is not a contraction runs on the vectors, and says that fp16 runs there as fp32")
  func elementwise() throws {
    var roofline = DeviceRoofline(try Self.device())
    let estimate = try roofline.estimate(Self.layer(otherFlops: 100, bytes: 20))
    #expect(estimate.boundSeconds == 10)
    #expect(estimate.bound == .compute(.vector, .fp32))
    #expect(roofline.substitutions.count == 1)
    #expect(roofline.substitutions[0].contains("fp16"))
  }

  @Test("a transcendental function takes a lane slot, which is two FLOPs of the vectors' rate")
  func transcendental() throws {
    var roofline = DeviceRoofline(try Self.device())
    let estimate = try roofline.estimate(Self.layer(transcendentals: 30))
    #expect(estimate.boundSeconds == 6)
    #expect(estimate.bound == .transcendental(.vector, .fp32))
  }

  @Test("a layer without arithmetic is bound by its bytes, and one without work by nothing")
  func bytes() throws {
    var roofline = DeviceRoofline(try Self.device())
    let moved = try roofline.estimate(Self.layer(bytes: 30))
    #expect(moved.boundSeconds == 1.5)
    #expect(moved.bound == .memory("DRAM"))
    let view = try roofline.estimate(Self.layer())
    #expect(view.boundSeconds == 0)
    #expect(view.bound == .nothing)
  }

  @Test("reads and writes are held against their own bandwidths where the profile states them")
  func direction() throws {
    let text = round.replacing(
      "bytesPerSecond: { value: 20e6, source: \"made\" }",
      with: """
        bytesPerSecond: { value: 20e6, source: "made" },
        writeBytesPerSecond: { value: 2e6, source: "made" }
        """)
    var roofline = DeviceRoofline(try Self.device(text))
    // 40 B: 20 read and 20 written; 40 / 20 = 2 s in all, 20 / 2 = 10 s of writing.
    #expect(try roofline.estimate(Self.layer(bytes: 40)).boundSeconds == 10)
  }

  @Test("a precision that the device cannot stand in for is an error that names what it has")
  func missing() throws {
    var roofline = DeviceRoofline(try Self.device())
    let error = #expect(throws: RooflineError.self) {
      try roofline.estimate(Self.layer(macs: 1, type: .float64))
    }
    #expect(error?.code == .precision)
    #expect(error?.description.contains("fp16, fp32") == true)
  }

  @Test("a memory whose bandwidth is not known is left out, and said to be")
  func unknownBandwidth() throws {
    let text = round.replacing(
      "bytesPerSecond: { value: 20e6, source: \"made\" } } ] }",
      with: "} ], unknown: { memoryBandwidth: \"never published\" } }")
    let roofline = DeviceRoofline(try Self.device(text))
    #expect(roofline.limitations.count == 1)
    #expect(roofline.limitations.first?.contains("never published") == true)
  }

  @Test("achieved figures replace the datasheet's, and only those that a layer met are told")
  func achieved() throws {
    let text = round.replacing(
      "memory: [",
      with: """
        achieved: [
          { metric: "gemm.fp16.flopsPerSecond", value: 50e6, source: "made" },
          { metric: "l9.bytesPerSecond", value: 1e6, source: "made" } ],
        memory: [
        """)
    let model = ModelWork(
      name: "m", format: "test", batch: 1, layers: [Self.layer(macs: 1000, bytes: 100)],
      uncounted: [], foldedLayers: 0, parameters: 0, trainableParameters: 0, weightBytes: 0,
      totals: Work(
        macs: 0, flops: 0, transcendentals: 0, weightBytes: 0, inputBytes: 0, outputBytes: 0),
      peakActivationBytes: 0, notes: [])
    let estimate = try Estimate(of: model, on: Self.device(text), ceilings: .achieved)
    // 2000 / 50 = 40 s of arithmetic; 100 / 20 = 5 s of bytes, whose bandwidth was not measured.
    #expect(estimate.boundSeconds == 40)
    #expect(
      estimate.figures.map(estimate.ceiling(of:)) == ["compute: matrix fp16", "memory: DRAM"])
    #expect(estimate.figures.map(\.origin) == [.achieved, .datasheet])
    #expect(estimate.origin(of: .compute(.matrix, .fp16)) == .achieved)
    #expect(estimate.origin(of: .memory("DRAM")) == .datasheet)
  }

  @Test("an estimate sums its layers, and tells the part in which memory binds")
  func sums() throws {
    let layers = [Self.layer(macs: 1000, bytes: 100), Self.layer(bytes: 100)]
    let model = ModelWork(
      name: "m", format: "test", batch: 5, layers: layers, uncounted: [], foldedLayers: 0,
      parameters: 0, trainableParameters: 0, weightBytes: 300_000_000,
      totals: Work(
        macs: 1000, flops: 2000, transcendentals: 0, weightBytes: 0, inputBytes: 100,
        outputBytes: 100),
      peakActivationBytes: 200_000_000, notes: [])
    let estimate = try Estimate(of: model, on: Self.device())
    // 2000 / 100 = 20 s and 100 / 20 = 5 s.
    #expect(estimate.boundSeconds == 25)
    #expect(estimate.memoryBoundSeconds == 5)
    #expect(estimate.throughputPerSecond == 0.2)
    #expect(estimate.dominantBound.bound == .compute(.matrix, .fp16))
    #expect(estimate.fit == .fits(share: 0.5))
  }
}
