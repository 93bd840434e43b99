import Devices
import Glibc
import Testing

/// What users get wrong most, each in one clear line.
@Suite("Bad profiles")
struct BadInputTests {
  private static let rate = "flopsPerSecond: { value: 10e12"

  static let faults: [Fault] = [
    Fault(
      "a unit in quotation marks", "value: 300e9", #"value: "2 TB/s""#, .type,
      "f: memory[0].bytesPerSecond.value: not a number; give the number alone, in base units "
        + "(FLOP/s, B/s, bytes, Hz, W, s): 2 TB/s is 2e12"),
    Fault(
      "a unit after a number", "value: 300e9", "value: 2 TB/s", .syntax,
      "f: not JSON5: a word after a number (line 13, column 88); give the number alone, in base "
        + "units (FLOP/s, B/s, bytes, Hz, W, s): 2 TB/s is 2e12"),
    Fault(
      "a unit at a number", "value: 300e9", "value: 2TB", .syntax,
      "f: not JSON5: \"2TB\" is no number (line 13, column 86); give the number alone, in base "
        + "units (FLOP/s, B/s, bytes, Hz, W, s): 2 TB/s is 2e12"),
    Fault(
      "a petabyte a second", "value: 300e9", "value: 1e15", .value,
      "f: memory[0].bytesPerSecond.value: 1e15 B/s is absurd for one chip; check the power of ten; "
        + "where the profile describes several, say so in structure.chips"),
    Fault(
      "an absurd rate", rate, "flopsPerSecond: { value: 10e18", .value,
      "f: compute[0].flopsPerSecond.value: 10e18 FLOP/s is absurd for one chip; check the power of "
        + "ten; where the profile describes several, say so in structure.chips"),
    Fault(
      "a rate of zero", rate, "flopsPerSecond: { value: 0", .value,
      "f: compute[0].flopsPerSecond.value: 0 FLOP/s is not above zero; what is not known is left "
        + "out, never zero"),
    Fault(
      "a negative rate", rate, "flopsPerSecond: { value: -1e12", .value,
      "f: compute[0].flopsPerSecond.value: -1e12 FLOP/s is not above zero; what is not known is "
        + "left out, never zero"),
    Fault(
      "an infinite rate", rate, "flopsPerSecond: { value: Infinity", .value,
      "f: compute[0].flopsPerSecond.value: not a finite number; give the figure, or leave it out"),
    Fault(
      "a source that is missing", #"sources: { doc: "Datasheet | https://example.com", "#,
      "sources: { ", .source,
      #"f: compute[0].flopsPerSecond.source: "doc" is not among the sources; list it in sources, "#
        + "beside other"),
  ]

  @Test("name the key path and the remedy", arguments: faults)
  func lines(_ fault: Fault) throws {
    let text = Samples.text(replacing: fault.old, with: fault.new)
    #expect(text != Samples.text)
    let error = #expect(throws: DeviceError.self) { try DeviceProfile(json5: text, file: "f") }
    #expect(error?.code == fault.code)
    #expect(error?.description == fault.line)
  }

  @Test("a slice of many chips may be as fast as many chips")
  func chips() throws {
    let text = Samples.text(replacing: "value: 300e9", with: "value: 1e15").replacing(
      "structure: {", with: #"structure: { chips: { value: 256, source: "doc" }, "#)
    #expect(throws: Never.self) { try DeviceProfile(json5: text, file: "f") }
  }

  @Test("a file of 1 GB is refused without being read")
  func large() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("{", to: "large.json5")
    #expect(truncate(path, 1_000_000_000) == 0)
    let error = #expect(throws: DeviceError.self) { try DeviceProfile(path: path) }
    #expect(
      error?.description
        == "\(path): larger than 16 MiB; give the path of a device profile")
  }

  @Test("bytes that are not UTF-8 are refused")
  func bytes() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(bytes: [0x7B, 0xC3, 0x28, 0x7D], to: "bytes.json5")
    let error = #expect(throws: DeviceError.self) { try DeviceProfile(path: path) }
    #expect(
      error?.description == "\(path): not a text in UTF-8; give a profile as JSON5 text")
  }
}
