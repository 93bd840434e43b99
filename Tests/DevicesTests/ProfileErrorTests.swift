import Devices
import Testing

/// One fault in the sample profile, and the line that names it.
struct Fault: Sendable, CustomTestStringConvertible {
  var name: String
  var old: String
  var new: String
  var code: DeviceError.Code
  var line: String

  var testDescription: String { name }

  init(_ name: String, _ old: String, _ new: String, _ code: DeviceError.Code, _ line: String) {
    self.name = name
    self.old = old
    self.new = new
    self.code = code
    self.line = line
  }
}

@Suite("A profile at fault")
struct ProfileErrorTests {
  static let keys: [Fault] = [
    Fault(
      "a typing error in a key", "flopsPerSecond", "flopsPerSeconds", .unknownKey,
      #"f: compute[0]: unknown key "flopsPerSeconds"; did you mean "flopsPerSecond"?"#),
    Fault(
      "a key of no meaning", "year: 2024", "zzz: 2024", .unknownKey,
      #"f: unknown key "zzz"; the keys here are schemaVersion, based-on, id, name, vendor, kind, year, "#
        + "aliases, sources, compute, sparseCompute, fallbacks, memory, structure, links, power, "
        + "achieved, unknown, notes"),
    Fault(
      "a rate without its figure", "value: 10e12, ", "", .missingKey,
      #"f: compute[0].flopsPerSecond: missing key "value"; "#
        + "add it; the keys are described in docs/Device-profiles.md"),
    Fault(
      "a rate that is missing", #", flopsPerSecond: { value: 10e12, source: "doc" }"#, "",
      .missingKey,
      #"f: compute[0]: missing key "flopsPerSecond"; "#
        + "add it; the keys are described in docs/Device-profiles.md"),
    Fault(
      "no version", "schemaVersion: 1,", "", .missingKey,
      #"f: missing key "schemaVersion"; add it; the keys are described in docs/Device-profiles.md"#
    ),
    Fault(
      "another version", "schemaVersion: 1", "schemaVersion: 2", .version,
      "f: schemaVersion: this profile follows version 2 of the format; "
        + "this program reads version 1"),
    Fault(
      "a key twice", #"value: 70, source: "doc""#, "value: 70, value: 71", .duplicate,
      "f: power.watts.value: this key stands twice (line 18); keep one of the two"),
    Fault(
      "a unit and precision twice", #""matrix", precision: "fp16""#,
      #""vector", precision: "fp32""#, .duplicate,
      "f: compute[1]: a second vector rate for fp32; "
        + "keep the dense one that sums in the wider format, and note the other"),
    Fault(
      "a memory level twice", #"level: "l2""#, #"level: "dram""#, .duplicate,
      #"f: memory[1].level: a second level "dram"; give each level a name of its own"#),
    Fault(
      "a source that is not listed", #""doc+other""#, #""doc+web""#, .source,
      #"f: compute[1].flopsPerSecond.source: "web" is not among the sources; "#
        + "list it in sources, beside doc, other"),
  ]

  static let values: [Fault] = [
    Fault(
      "a negative rate", "10e12", "-10e12", .value,
      "f: compute[0].flopsPerSecond.value: -10e12 FLOP/s is not above zero; "
        + "what is not known is left out, never zero"),
    Fault(
      "a rate of zero", "10e12", "0", .value,
      "f: compute[0].flopsPerSecond.value: 0 FLOP/s is not above zero; "
        + "what is not known is left out, never zero"),
    Fault(
      "a rate that is not a number", "10e12", "NaN", .value,
      "f: compute[0].flopsPerSecond.value: not a finite number; give the figure, or leave it out"),
    Fault(
      "an infinite rate", "10e12", "Infinity", .value,
      "f: compute[0].flopsPerSecond.value: not a finite number; give the figure, or leave it out"),
    Fault(
      "a rate past every float", "10e12", "1e400", .value,
      #"f: compute[0].flopsPerSecond.value: "1e400" does not fit a 64-bit float; "#
        + "check the exponent"),
    Fault(
      "a rate below every float", "10e12", "1e-400", .value,
      #"f: compute[0].flopsPerSecond.value: "1e-400" does not fit a 64-bit float; "#
        + "check the exponent"),
    Fault(
      "a rate in tera", "10e12", "989.4", .value,
      "f: compute[0].flopsPerSecond.value: 989.4 FLOP/s is out of any device's range "
        + "(10e3 to 10e21); give it without a prefix: 989.4 tera is 989.4e12"),
    Fault(
      "a bandwidth in giga", "300e9", "300", .value,
      "f: memory[0].bytesPerSecond.value: 300 B/s is out of any device's range "
        + "(10e3 to 100e18); give it without a prefix: 989.4 tera is 989.4e12"),
    Fault(
      "a capacity of zero", "16e9", "0", .value,
      "f: memory[0].bytes.value: 0 bytes is not above zero; "
        + "what is not known is left out, never zero"),
    Fault(
      "half a byte", "4194304", "4194304.5", .value,
      "f: memory[1].bytes.value: 4.1943045e6 bytes is not a whole number; round it"),
    Fault(
      "an absurd power", "value: 70", "value: 1e30", .value,
      "f: power.watts.value: 1e30 W is out of any device's range (1e-6 to 1e9); "
        + "give it without a prefix: 989.4 tera is 989.4e12"),
    Fault(
      "a precision that does not exist", #""fp16""#, #""fp17""#, .value,
      #"f: compute[1].precision: "fp17" is not known here; "#
        + "one of fp64, fp32, tf32, fp16, bf16, fp8, fp6, fp4, int8, int4"),
    Fault(
      "a kind that does not exist", #""gpu""#, #""toaster""#, .value,
      #"f: kind: "toaster" is not known here; one of cpu, gpu, tpu, npu, soc, accelerator, mcu"#),
    Fault(
      "an ID with a blank", #"id: "sample""#, #"id: "my sample""#, .value,
      #"f: id: "my sample" is not a plain name; "#
        + "use at most 100 lower-case letters, digits, -, _ and ."),
    Fault(
      "a fallback to what is not there", #"to: "fp32""#, #"to: "int8""#, .value,
      "f: fallbacks[0].to: the device has no int8 rate; "
        + "fall back to a precision that compute lists"),
    Fault(
      "a fallback to itself", #"to: "fp32""#, #"to: "fp64""#, .value,
      "f: fallbacks[0]: fp64 falls back to itself; "
        + "name the precision that the arithmetic runs in"),
    Fault(
      "a year of two digits", "2024", "24", .value,
      "f: year: 24 is no year of a release; write it as 2023"),
    Fault(
      "a year of twenty digits", "2024", "20240000000000000000", .value,
      "f: year: not a whole number; write it in digits, without a point"),
    Fault(
      "a version with a fraction", "schemaVersion: 1", "schemaVersion: 1.5", .value,
      "f: schemaVersion: not a whole number; write it in digits, without a point"),
  ]

  static let types: [Fault] = [
    Fault(
      "a figure without a source", "{ value: 70, source: \"doc\" }", "70", .type,
      #"f: power.watts: not an object; a figure is written { value: 1e12, source: "key" }"#),
    Fault(
      "a figure in quotation marks", "value: 70", #"value: "70""#, .type,
      "f: power.watts.value: not a number; "
        + "give the number alone, in base units (FLOP/s, B/s, bytes, Hz, W, s): 2 TB/s is 2e12"),
    Fault(
      "a null", "value: 70", "value: null", .type,
      "f: power.watts.value: null stands for a number; give the value, or leave the key out"),
    Fault(
      "a name that is a number", #"name: "Sample""#, "name: 5", .type,
      "f: name: not a text; put it in quotation marks"),
    Fault(
      "notes that are no list", #"["A note."]"#, #""A note.""#, .type,
      "f: notes: not a list; put it in square brackets"),
  ]

  static let missing: [Fault] = [
    Fault(
      "no bandwidth", #", bytesPerSecond: { value: 300e9, source: "doc" }"#, "", .missingKey,
      "f: memory[0].bytesPerSecond: no bandwidth; "
        + "add what is known, or say in unknown.memoryBandwidth why it is not"),
    Fault(
      "something called unknown that is there", "notes:",
      #"unknown: { compute: "lost" }, notes:"#, .value,
      "f: unknown.compute: called unknown, although the profile has it; remove one of the two"),
    Fault(
      "an unknown without a reason", "notes:", #"unknown: { compute: " " }, notes:"#, .value,
      "f: unknown.compute: an empty text; write it out, or leave the key out"),
  ]

  @Test("one line says where, what and what to do", arguments: keys + values + types + missing)
  func fault(_ fault: Fault) {
    let text = Samples.text(replacing: fault.old, with: fault.new)
    let error = #expect(throws: DeviceError.self) { try DeviceProfile(json5: text, file: "f") }
    #expect(error?.code == fault.code)
    #expect(error?.description == fault.line)
  }

  @Test("the sample itself is valid")
  func sample() throws {
    #expect(try DeviceProfile(json5: Samples.text, file: "f").id == "sample")
  }

  @Test("a profile without rates is an error unless it says why")
  func noRates() throws {
    var profile = Samples.device([])
    try expectMissing(
      in: profile,
      "f: compute: no rates; add what is known, or say in unknown.compute why it is not")
    profile.unknown = UnknownFigures(compute: "lost")
    #expect(try DeviceProfile(json5: profile.json5, file: "f") == profile)
  }

  @Test("a profile without a memory is an error unless it says why")
  func noMemory() throws {
    var profile = Samples.device([(.vector, .fp32, 1)])
    profile.memoryLevels = []
    try expectMissing(
      in: profile,
      "f: memory: no memory levels; add what is known, or say in unknown.memory why it is not")
    profile.unknown = UnknownFigures(memory: "lost")
    #expect(try DeviceProfile(json5: profile.json5, file: "f") == profile)
  }

  private func expectMissing(in profile: DeviceProfile, _ line: String) throws {
    let error = #expect(throws: DeviceError.self) {
      try DeviceProfile(json5: profile.json5, file: "f")
    }
    #expect(error?.code == .missingKey)
    #expect(error?.description == line)
  }
}
