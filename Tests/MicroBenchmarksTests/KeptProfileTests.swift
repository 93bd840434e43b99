import Devices
import MicroBenchmarks
import Testing

@Suite("What is kept of several probes")
struct KeptProfileTests {
  private func profile(_ day: Int, fp32: Double, read: Double, latency: Double) -> DeviceProfile {
    let source = "probe-2026-05-0\(day)"
    return DeviceProfile(
      id: "local-x", name: "X", vendor: "Y", kind: .cpu,
      sources: [source: "measured on day \(day)"],
      compute: [
        ComputeRate(
          unit: .vector, precision: .fp32, flopsPerSecond: Sourced(fp32, source: source),
          clockHertz: Sourced(Double(day) * 1e9, source: source))
      ],
      memoryLevels: [
        MemoryLevel(
          level: "dram", readBytesPerSecond: Sourced(read, source: source),
          latencySeconds: Sourced(latency, source: source))
      ])
  }

  @Test("a first probe is kept as it is")
  func first() {
    let one = profile(1, fp32: 1e9, read: 2e9, latency: 1e-7)
    let kept = KeptProfile(one, after: nil)
    #expect(kept.profile == one)
    #expect(kept.earlier == 0)
    #expect(kept.ceilings == 3)
  }

  @Test("each ceiling is the best of all days, with its own date and clock")
  func best() throws {
    let one = profile(1, fp32: 4e9, read: 2e9, latency: 1e-7)
    let two = profile(2, fp32: 3e9, read: 5e9, latency: 2e-7)
    let kept = KeptProfile(two, after: one)
    let rate = try #require(kept.profile.compute.first)
    #expect(rate.flopsPerSecond == Sourced(4e9, source: "probe-2026-05-01"))
    #expect(rate.clockHertz?.value == 1e9)
    let memory = try #require(kept.profile.mainMemory)
    #expect(memory.readBytesPerSecond == Sourced(5e9, source: "probe-2026-05-02"))
    #expect(memory.latencySeconds == Sourced(1e-7, source: "probe-2026-05-01"))
    #expect((kept.earlier, kept.ceilings) == (2, 3))
    #expect(kept.profile.sources.keys.sorted() == ["probe-2026-05-01", "probe-2026-05-02"])
    #expect(kept.profile.notes.contains { $0.contains("2 of 3 ceilings") })
    try kept.profile.validate()
  }

  @Test("what finds more in everything leaves no trace of what was before")
  func better() {
    let one = profile(1, fp32: 1e9, read: 2e9, latency: 1e-7)
    let two = profile(2, fp32: 3e9, read: 5e9, latency: 5e-8)
    let kept = KeptProfile(two, after: one)
    #expect(kept.profile == two)
    #expect(kept.earlier == 0)
  }

  @Test("what a probe did not come to is as an earlier one found it")
  func missing() throws {
    let one = profile(1, fp32: 1e9, read: 2e9, latency: 1e-7)
    var two = profile(2, fp32: 3e9, read: 5e9, latency: 5e-8)
    two.compute = []
    two.memoryLevels = []
    two.unknown = UnknownFigures(compute: "ended", memory: "ended")
    let kept = KeptProfile(two, after: one)
    #expect(kept.profile.compute == one.compute)
    #expect(kept.profile.memoryLevels == one.memoryLevels)
    #expect(kept.profile.unknown == nil)
    #expect(kept.earlier == 3)
    try kept.profile.validate()
  }
}
