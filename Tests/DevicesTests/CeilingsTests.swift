import Devices
import Testing

@Suite("Achieved ceilings")
struct CeilingsTests {
  /// The sample with measurements: its matrix fp16 rate, reads, writes and its L2.
  private func sample() throws -> DeviceProfile {
    let text = Samples.text(
      replacing: "notes:",
      with: """
        achieved: [
          { metric: "gemm.fp16.flopsPerSecond", value: 60e12, conditions: "a", source: "doc" },
          { metric: "gemm.fp16.flopsPerSecond", value: 70e12, conditions: "b", source: "other" },
          { metric: "gemm.bf16.flopsPerSecond", value: 75e12, source: "doc" },
          { metric: "dram.triadBytesPerSecond", value: 250e9, source: "doc" },
          { metric: "dram.readBytesPerSecond", value: 280e9, source: "doc" },
          { metric: "dram.writeBytesPerSecond", value: 200e9, source: "doc" },
          { metric: "l2.readBytesPerSecond", value: 900e9, source: "doc" },
        ],
        notes:
        """)
    return try DeviceProfile(json5: text, file: "f")
  }

  @Test("the datasheet's are the profile's own")
  func datasheet() throws {
    let device = try sample()
    let chosen = device.choosing(.datasheet)
    #expect(chosen.profile == device)
    #expect(chosen.figures.count == 3)
    #expect(chosen.figures.allSatisfy { $0.origin == .datasheet && $0.value == $0.datasheetValue })
  }

  @Test("the highest measured figure stands in, and keeps its conditions and source")
  func highest() throws {
    let chosen = try sample().choosing(.achieved)
    #expect(chosen.profile.rate(unit: .matrix, precision: .fp16)?.flopsPerSecond.value == 70e12)
    let figure = try #require(chosen.figures.first { $0.subject == .compute(.matrix, .fp16) })
    #expect(figure.origin == .achieved)
    #expect(figure.datasheetValue == 80e12)
    #expect(figure.conditions == "b")
    #expect(figure.source == "other")
  }

  @Test("what was not measured keeps the datasheet's figure, and no precision stands for another")
  func kept() throws {
    let chosen = try sample().choosing(.achieved)
    #expect(chosen.profile.rate(unit: .vector, precision: .fp32)?.flopsPerSecond.value == 10e12)
    #expect(chosen.figures.first { $0.subject == .compute(.vector, .fp32) }?.origin == .datasheet)
    #expect(chosen.profile.compute.count == 2)
  }

  @Test(
    "the main memory sustains its best mix, writes alone are apart, and a cache may gain a figure")
  func memory() throws {
    let levels = try sample().choosing(.achieved).profile.memoryLevels
    #expect(levels[0].bytesPerSecond?.value == 280e9)
    #expect(levels[0].writeBytesPerSecond?.value == 200e9)
    #expect(levels[1].bytesPerSecond?.value == 900e9)
  }

  @Test("an A100's are its best GEMM and its best read, as the documents have them")
  func knownDevice() throws {
    let device = try Catalogue.shipped.profile(id: "nvidia-a100-sxm-80gb")
    let chosen = device.choosing(.achieved).profile
    // vLLM 0.14.0: 296.3 TFLOP/s; gpu-benches: 1897 GB/s read, 1769 GB/s written.
    #expect(chosen.rate(unit: .matrix, precision: .bf16)?.flopsPerSecond.value == 296.3e12)
    #expect(chosen.rate(unit: .matrix, precision: .fp16)?.flopsPerSecond.value == 312e12)
    #expect(chosen.mainMemory?.bytesPerSecond?.value == 1897e9)
    #expect(chosen.mainMemory?.writeBytesPerSecond?.value == 1769e9)
  }

  @Test("without a bandwidth test, what matrix products drew from memory stands for it")
  func products() throws {
    let device = try Catalogue.shipped.profile(id: "nvidia-h100-sxm5-80gb")
    // aiconfigurator: the highest 95th percentile is fp8's under vLLM, 3098 GB/s.
    #expect(device.choosing(.achieved).profile.mainMemory?.bytesPerSecond?.value == 3098e9)
  }
}
