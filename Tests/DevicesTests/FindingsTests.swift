import Devices
import FoundationEssentials
import Testing

@Suite("Checking profiles")
struct FindingsTests {
  /// The sample with its matrix rate's operations and clock: 40 SMs × 1000 × 2 GHz = 80e12.
  private static let consistent = Samples.text(
    replacing: #"flopsPerSecond: { value: 80e12, source: "doc+other" } }"#,
    with: #"flopsPerSecond: { value: 80e12, source: "doc+other" }, "#
      + #"operationsPerUnitPerClock: { value: 1000, source: "doc" } }"#
  ).replacing("structure: {", with: #"structure: { clockHertz: { value: 2e9, source: "doc" }, "#)
    .replacing(
      "bytesPerSecond: { value: 300e9, source: \"doc\" }",
      with:
        #"bytesPerSecond: { value: 300e9, source: "doc" }, busBits: { value: 256, source: "doc" }, "#
        + #"transfersPerSecond: { value: 9.4e9, source: "doc" }"#)

  private static func findings(_ old: String, _ new: String) throws -> [ProfileFinding] {
    let text = consistent.replacing(old, with: new)
    #expect(old.isEmpty || text != consistent)
    return try DeviceProfile(json5: text, file: "f").findings()
  }

  @Test("figures that agree within 3 % are right")
  func consistent() throws {
    // 256 / 8 × 9.4e9 = 300.8e9.
    #expect(try Self.findings("", "").isEmpty)
    #expect(try Self.findings("value: 80e12", "value: 82.3e12").isEmpty)
  }

  @Test("a rate that its units, operations and clock do not give is an error")
  func rate() throws {
    let findings = try Self.findings("value: 80e12", "value: 83e12")
    #expect(findings.count == 1)
    #expect(findings.first?.severity == .error)
    #expect(findings.first?.keyPath == "compute[1].flopsPerSecond.value")
    #expect(
      findings.first?.what == "83e12 FLOP/s, but 40 units × 1e3 × 2e9 Hz gives 80e12")
  }

  @Test("twice that rate is told to look sparse")
  func doubled() throws {
    let findings = try Self.findings("value: 80e12", "value: 160e12")
    #expect(findings.first?.what.contains("sparse") == true)
    #expect(findings.first?.remedy.contains("sparseCompute") == true)
  }

  @Test("a dense rate that is the sparse one, or above it, is an error", arguments: [80, 70])
  func sparse(tera: Int) throws {
    let sparse =
      #"sparseCompute: [{ unit: "matrix", precision: "fp16", "#
      + "flopsPerSecond: { value: \(tera)e12, source: \"doc\" } }],"
    let findings = try Self.findings("fallbacks:", "\(sparse) fallbacks:")
    #expect(findings.count == 1)
    #expect(findings.first?.what.contains("sparse one") == true)
  }

  @Test("a bandwidth that the bus does not give is an error")
  func bus() throws {
    let findings = try Self.findings("value: 9.4e9", "value: 10e9")
    #expect(findings.map(\.keyPath) == ["memory[0].bytesPerSecond.value"])
  }

  @Test("a ridge point that no device has is an error")
  func ridge() throws {
    // A bandwidth of 300 MB/s: 80e12 / 300e6 = 266,700 FLOP/byte; 10e12 / 300e6 = 33,330.
    let text = Samples.text(replacing: "value: 300e9", with: "value: 300e6")
    let findings = try DeviceProfile(json5: text, file: "f").findings()
    #expect(findings.map(\.severity) == [.error, .error])
    #expect(findings.first?.what.contains("ridge point") == true)
  }

  @Test("a narrower precision that is slower than a wider one is a warning")
  func order() throws {
    let text = Samples.text(
      replacing: "compute: [",
      with: """
        compute: [
          { unit: "matrix", precision: "int8", flopsPerSecond: { value: 20e12, source: "doc" } },
        """)
    let findings = try DeviceProfile(json5: text, file: "f").findings()
    #expect(findings.map(\.severity) == [.warning])
    #expect(
      findings.first?.what
        == "int8 is slower than fp16 on the matrix unit: 20e12 against 80e12 FLOP/s")
  }

  @Test("files are checked one by one; unreadable ones and IDs that stand twice are errors")
  func files() throws {
    let folder = try TemporaryFolder()
    let warned = Samples.text(replacing: "\"sample\"", with: "\"w\"").replacing(
      "value: 80e12", with: "value: 80e12"
    ).replacing(
      "compute: [",
      with: """
        compute: [
          { unit: "matrix", precision: "int8", flopsPerSecond: { value: 20e12, source: "doc" } },
        """)
    let paths = [
      try folder.write(Samples.text, to: "a.json5"), try folder.write(Samples.text, to: "b.json5"),
      try folder.write("{", to: "c.json5"), try folder.write(warned, to: "d.json5"),
      "\(folder.path)/none.json5",
    ]
    let checks = DeviceFileCheck.checking(paths: paths)
    #expect(checks.map(\.errors) == [0, 1, 1, 0, 1])
    #expect(checks.map(\.warnings) == [0, 0, 0, 1, 0])
    let strict = DeviceFileCheck.checking(paths: paths, isStrict: true)
    #expect(strict.map(\.errors) == [0, 1, 1, 1, 1])
  }

  @Test("every shipped file passes")
  func shippedFiles() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "HardwareProfiles").path()
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder)
      .filter { $0.hasSuffix(".json5") }
    let checks = DeviceFileCheck.checking(paths: names.map { "\(folder)/\($0)" })
    #expect(checks.count >= 134)
    #expect(checks.allSatisfy { $0.errors == 0 })
  }
}
