import Devices
import Testing

/// A figure that a vendor's datasheet prints, in the datasheet's own unit (tera or giga).
struct KnownRate: Sendable, CustomTestStringConvertible {
  var id: String
  var unit: ComputeUnit
  var precision: Precision
  var tera: Double

  var testDescription: String { "\(id), \(unit) \(precision)" }

  init(_ id: String, _ unit: ComputeUnit, _ precision: Precision, _ tera: Double) {
    self.id = id
    self.unit = unit
    self.precision = precision
    self.tera = tera
  }
}

/// The well-known devices, against figures typed from their datasheets rather than from the files.
@Suite("Well-known devices")
struct KnownDeviceTests {
  /// Dense; the datasheets of H100, L4 and Orin print twice these, with sparsity.
  static let rates: [KnownRate] = [
    // NVIDIA Tesla V100 datasheet, SXM2: 7.8, 15.7, 125 TFLOPS.
    KnownRate("nvidia-v100-sxm2-16gb", .vector, .fp64, 7.8),
    KnownRate("nvidia-v100-sxm2-16gb", .vector, .fp32, 15.7),
    KnownRate("nvidia-v100-sxm2-16gb", .matrix, .fp16, 125),
    // NVIDIA T4 datasheet: 8.1 TFLOPS, 65 TFLOPS, 130 and 260 TOPS.
    KnownRate("nvidia-t4", .vector, .fp32, 8.1),
    KnownRate("nvidia-t4", .matrix, .fp16, 65),
    KnownRate("nvidia-t4", .matrix, .int8, 130),
    KnownRate("nvidia-t4", .matrix, .int4, 260),
    // NVIDIA A100 datasheet: 9.7, 19.5, 19.5, 156, 312, 312, 624.
    KnownRate("nvidia-a100-sxm-80gb", .vector, .fp64, 9.7),
    KnownRate("nvidia-a100-sxm-80gb", .matrix, .fp64, 19.5),
    KnownRate("nvidia-a100-sxm-80gb", .vector, .fp32, 19.5),
    KnownRate("nvidia-a100-sxm-80gb", .matrix, .tf32, 156),
    KnownRate("nvidia-a100-sxm-80gb", .matrix, .fp16, 312),
    KnownRate("nvidia-a100-sxm-80gb", .matrix, .bf16, 312),
    KnownRate("nvidia-a100-sxm-80gb", .matrix, .int8, 624),
    // NVIDIA H100 white paper, SXM5: 66.9, 494.7, 989.4, 1978.9.
    KnownRate("nvidia-h100-sxm5-80gb", .vector, .fp32, 66.9),
    KnownRate("nvidia-h100-sxm5-80gb", .matrix, .tf32, 494.7),
    KnownRate("nvidia-h100-sxm5-80gb", .matrix, .fp16, 989.4),
    KnownRate("nvidia-h100-sxm5-80gb", .matrix, .bf16, 989.4),
    KnownRate("nvidia-h100-sxm5-80gb", .matrix, .fp8, 1978.9),
    KnownRate("nvidia-h100-sxm5-80gb", .matrix, .int8, 1978.9),
    // NVIDIA L4 datasheet: 30.3, and halves of 242 and 485 with sparsity.
    KnownRate("nvidia-l4", .vector, .fp32, 30.3),
    KnownRate("nvidia-l4", .matrix, .fp16, 121),
    KnownRate("nvidia-l4", .matrix, .int8, 242),
    // NVIDIA Ada white paper, RTX 4090: 82.6, 165.2 with fp32 sums, 660.6.
    KnownRate("nvidia-rtx-4090", .vector, .fp32, 82.58),
    KnownRate("nvidia-rtx-4090", .matrix, .fp16, 165.2),
    KnownRate("nvidia-rtx-4090", .matrix, .int8, 660.6),
    // AMD Instinct MI300X data sheet: 81.7, 163.4, 653.7, 1307.4, 2614.9.
    KnownRate("amd-mi300x", .vector, .fp64, 81.7),
    KnownRate("amd-mi300x", .matrix, .fp64, 163.4),
    KnownRate("amd-mi300x", .vector, .fp32, 163.4),
    KnownRate("amd-mi300x", .matrix, .tf32, 653.7),
    KnownRate("amd-mi300x", .matrix, .bf16, 1307.4),
    KnownRate("amd-mi300x", .matrix, .fp8, 2614.9),
    // NVIDIA Jetson AGX Orin technical brief: 5.3 TFLOPS, GPU int8 170 sparse, so 85 dense.
    KnownRate("nvidia-jetson-agx-orin-64gb", .vector, .fp32, 5.32),
    KnownRate("nvidia-jetson-agx-orin-64gb", .matrix, .int8, 85.2),
    // Google Cloud TPU documentation: 275, 197 and 394, 918 and 1836.
    KnownRate("google-tpu-v4", .matrix, .bf16, 275),
    KnownRate("google-tpu-v5e", .matrix, .bf16, 197),
    KnownRate("google-tpu-v5e", .matrix, .int8, 394),
    KnownRate("google-tpu-v6e", .matrix, .bf16, 918),
    KnownRate("google-tpu-v6e", .matrix, .int8, 1836),
    // Coral: 4 TOPS.
    KnownRate("google-edge-tpu", .matrix, .int8, 4),
    // 96 cores × 2.4 GHz × 2 × 8 lanes × 2 = 7.3728.
    KnownRate("amd-epyc-9654", .vector, .fp32, 7.373),
    // 64 cores × 1.9 GHz × 2 × 16 lanes × 2 = 7.7824; AMX: 64 × 1.9 × 1024 = 124.5.
    KnownRate("intel-xeon-8592", .vector, .fp32, 7.782),
    KnownRate("intel-xeon-8592", .matrix, .bf16, 124.5),
    // 4 cores × 2.4 GHz × 2 pipes × 4 lanes × 2 = 0.1536.
    KnownRate("raspberry-pi-5", .vector, .fp32, 0.1536),
  ]

  @Test("the dense rate is the datasheet's", arguments: rates)
  func rate(_ known: KnownRate) throws {
    let profile = try Catalogue.shipped.profile(id: known.id)
    let rate = try #require(profile.rate(unit: known.unit, precision: known.precision))
    #expect(abs(rate.flopsPerSecond.value / (known.tera * 1e12) - 1) < 1e-9)
    #expect(!profile.documents(of: rate.flopsPerSecond).isEmpty)
  }

  static let memories: [(id: String, giga: Double?, gigaPerSecond: Double)] = [
    ("nvidia-v100-sxm2-16gb", 16, 900), ("nvidia-t4", 16, 320),
    ("nvidia-a100-sxm-80gb", 80, 2039), ("nvidia-h100-sxm5-80gb", 80, 3352),
    ("nvidia-l4", 24, 300), ("nvidia-rtx-4090", 24, 1008), ("amd-mi300x", 192, 5300),
    ("nvidia-jetson-agx-orin-64gb", 64, 204.8), ("google-tpu-v4", 32, 1228),
    ("google-tpu-v5e", 16, 819), ("google-tpu-v6e", 32, 1638),
    // 12 channels × 4.8 GT/s × 8 bytes; 8 × 5.6 × 8; 32 bit × 4.267 GT/s.
    ("amd-epyc-9654", nil, 460.8), ("intel-xeon-8592", nil, 358.4), ("raspberry-pi-5", nil, 17.1),
  ]

  @Test("main memory is the datasheet's", arguments: memories)
  func memory(_ id: String, _ giga: Double?, _ gigaPerSecond: Double) throws {
    let memory = try #require(try Catalogue.shipped.profile(id: id).mainMemory)
    #expect(memory.bytes?.value == giga.map { $0 * 1e9 })
    let bandwidth = try #require(memory.bytesPerSecond?.value)
    #expect(abs(bandwidth / (gigaPerSecond * 1e9) - 1) < 1e-9)
  }

  @Test(
    "a TPU multiplies fp32 as bf16, by declaration",
    arguments: ["v2", "v3", "v4i", "v4", "v5e", "v5p", "v6e", "v7"])
  func tpuFallback(_ version: String) throws {
    let profile = try Catalogue.shipped.profile(id: "google-tpu-\(version)")
    let rate = try #require(profile.contractionRate(precision: .fp32))
    #expect(rate.used == .bf16)
    #expect(rate.explanation?.contains("loses precision") == true)
  }

  @Test("devices of int8 alone take nothing else", arguments: ["google-tpu-v1", "google-edge-tpu"])
  func int8Only(_ id: String) throws {
    let profile = try Catalogue.shipped.profile(id: id)
    #expect(profile.contractionRate(precision: .int8) != nil)
    #expect(profile.contractionRate(precision: .int4)?.used == .int8)
    #expect(profile.contractionRate(precision: .fp32) == nil)
    #expect(profile.contractionRate(precision: .bf16) == nil)
  }

  @Test("int4 on an H100 runs at the int8 rate")
  func int4() throws {
    let rate = try #require(
      try Catalogue.shipped.profile(id: "nvidia-h100-sxm5-80gb").contractionRate(precision: .int4))
    #expect(rate.used == .int8)
    #expect(rate.flopsPerSecond == 1978.9e12)
  }

  @Test("a P4 computes int8 on its vector units")
  func withoutMatrixUnit() throws {
    let profile = try Catalogue.shipped.profile(id: "nvidia-p4")
    #expect(profile.rate(unit: .vector, precision: .int8) != nil)
    #expect(profile.rate(unit: .matrix, precision: .int8) == nil)
    #expect(profile.structure?.matrixUnit == nil)
  }

  @Test("a sparse figure is never among the dense ones")
  func sparse() throws {
    let wafer = try Catalogue.shipped.profile(id: "cerebras-wse3")
    #expect(wafer.compute.isEmpty)
    #expect(wafer.sparseCompute.map(\.flopsPerSecond.value) == [125e15])
    #expect(wafer.unknown?.compute != nil)
    for id in Catalogue.shipped.ids {
      let profile = try Catalogue.shipped.profile(id: id)
      for sparse in profile.sparseCompute {
        let dense = profile.rate(unit: sparse.unit, precision: sparse.precision)
        #expect(
          dense.map { $0.flopsPerSecond.value < sparse.flopsPerSecond.value } ?? true, "\(id)")
      }
    }
  }
}
