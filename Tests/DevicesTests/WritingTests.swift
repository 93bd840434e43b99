import Devices
import FoundationEssentials
import Testing

@Suite("Writing a profile")
struct WritingTests {
  @Test("what is written reads back as the same profile", arguments: Catalogue.shipped.ids)
  func roundTrip(_ id: String) throws {
    let profile = try Catalogue.shipped.profile(id: id)
    #expect(try DeviceProfile(json5: profile.json5, file: "f") == profile)
  }

  @Test("plain JSON reads back as the same profile", arguments: Catalogue.shipped.ids)
  func jsonRoundTrip(_ id: String) throws {
    let profile = try Catalogue.shipped.profile(id: id)
    let text = String(decoding: try JSONEncoder().encode(profile), as: UTF8.self)
    #expect(try DeviceProfile(json5: text, file: "f") == profile)
  }

  static let spelled: [(Double, String)] = [
    (989.4e12, "989.4e12"), (80e9, "80e9"), (1.5, "1.5"), (405e-9, "405e-9"), (70, "70"),
    (1234.5678, "1.2345678e3"), (0.1, "100e-3"), (1e21, "1e21"), (1e-15, "1e-15"),
    (41_943_040, "41.94304e6"), (2e15, "2e15"), (100, "100"), (1.0 / 3, "333.3333333333333e-3"),
    (12_345_678_901_234_568, "12.345678901234568e15"),
  ]

  @Test("a figure reads back to the last bit, and looks like a datasheet's", arguments: spelled)
  func figures(_ value: Double, _ text: String) throws {
    var profile = Samples.device([(.vector, .fp32, 1)])
    profile.achieved = [Achieved(metric: "m", value: value, source: "s")]
    #expect(profile.json5.contains("{ metric: \"m\", value: \(text), source: \"s\" }"))
    #expect(Double(text) == value)
  }

  @Test("texts with quotation marks, backslashes and control characters survive")
  func texts() throws {
    var profile = Samples.device([(.vector, .fp32, 1)])
    profile.notes = ["say \"no\"\\\n\t\u{1}\u{7F}\u{2028}é🙂 // */ #\"\"\"#"]
    #expect(try DeviceProfile(json5: profile.json5, file: "f") == profile)
  }

  @Test("the layout is one line a rate")
  func layout() {
    var profile = Samples.device([(.vector, .fp32, 10.5), (.matrix, .fp16, 80)])
    profile.year = 2024
    profile.memoryLevels.append(
      MemoryLevel(level: "l1", bytes: Sourced(65536, source: "s"), scope: .computeUnit))
    #expect(
      profile.json5 == """
        {
          schemaVersion: 1,
          id: "d",
          name: "D",
          vendor: "V",
          kind: "accelerator",
          year: 2024,
          sources: {
            "s": "S",
          },
          compute: [
            { unit: "vector", precision: "fp32", flopsPerSecond: { value: 10.5e12, source: "s" } },
            { unit: "matrix", precision: "fp16", flopsPerSecond: { value: 80e12, source: "s" } },
          ],
          memory: [
            { level: "dram", bytesPerSecond: { value: 1e12, source: "s" } },
            { level: "l1", bytes: { value: 65.536e3, source: "s" }, scope: "per compute unit" },
          ],
        }

        """)
  }
}
