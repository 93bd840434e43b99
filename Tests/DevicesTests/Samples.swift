import Devices

/// Profiles that tests change in one place.
enum Samples {
  /// A valid profile in which each test replaces one text.
  static let text = """
    // A comment.
    {
      schemaVersion: 1,
      id: "sample", name: "Sample", vendor: "Nobody", kind: "gpu", year: 2024,
      aliases: ["sample-alias"],
      sources: { doc: "Datasheet | https://example.com", other: "Other" },
      compute: [
        { unit: "vector", precision: "fp32", flopsPerSecond: { value: 10e12, source: "doc" } },
        { unit: "matrix", precision: "fp16", flopsPerSecond: { value: 80e12, source: "doc+other" } },
      ],
      fallbacks: [{ from: "fp64", to: "fp32", reason: "a test", source: "doc" }],
      memory: [
        { level: "dram", bytes: { value: 16e9, source: "doc" }, bytesPerSecond: { value: 300e9, source: "doc" } },
        { level: "l2", bytes: { value: 4194304, source: "doc" } },
      ],
      structure: { computeUnits: { name: "SM", count: { value: 40, source: "doc" } } },
      links: [{ name: "PCIe", bytesPerSecondPerDirection: { value: 32e9, source: "doc" } }],
      power: { watts: { value: 70, source: "doc" } },
      notes: ["A note."],
    }
    """

  /// The sample with one text replaced by another.
  static func text(replacing old: String, with new: String) -> String {
    text.replacing(old, with: new, maxReplacements: 1)
  }

  /// A device of these rates, and a main memory.
  static func device(
    _ rates: [(unit: ComputeUnit, precision: Precision, tera: Double)],
    fallbacks: [Fallback] = []
  ) -> DeviceProfile {
    DeviceProfile(
      id: "d", name: "D", vendor: "V", kind: .accelerator, sources: ["s": "S"],
      compute: rates.map { rate in
        ComputeRate(
          unit: rate.unit, precision: rate.precision,
          flopsPerSecond: Sourced(rate.tera * 1e12, source: "s"))
      },
      fallbacks: fallbacks,
      memoryLevels: [MemoryLevel(level: "dram", bytesPerSecond: Sourced(1e12, source: "s"))])
  }
}
