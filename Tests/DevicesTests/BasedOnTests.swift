import Devices
import Testing

@Suite("A profile that is based on another")
struct BasedOnTests {
  private func read(_ text: String, _ catalogue: Catalogue = .shipped) throws -> DeviceProfile {
    try DeviceProfile(json5: text, file: "f", catalogue: catalogue)
  }

  /// A catalogue of texts by ID.
  private func catalogue(_ texts: [String: String]) -> Catalogue {
    Catalogue(
      entries: texts.map { id, text in
        Catalogue.Entry(
          id: id, name: id, vendor: "V", kind: "gpu", year: nil, aliases: [], text: text)
      })
  }

  @Test("takes over what it does not change, and replaces a figure whole")
  func overrides() throws {
    let base = try Catalogue.shipped.profile(id: "nvidia-t4")
    let device = try read(
      """
      { "based-on": "nvidia-t4", id: "t4-50w", name: "T4 capped at 50 W",
        sources: { me: "nvidia-smi -pl 50" },
        compute: [{ unit: "matrix", precision: "fp16",
          flopsPerSecond: { value: 40e12, source: "me" }, clockHertz: { value: 0.98e9, source: "me" } }],
        power: { watts: { value: 50, source: "me" } } }
      """)
    #expect(device.id == "t4-50w")
    #expect(device.vendor == base.vendor)
    #expect(device.memoryLevels == base.memoryLevels)
    #expect(device.compute.count == base.compute.count)
    let rate = try #require(device.rate(unit: .matrix, precision: .fp16))
    #expect(rate.flopsPerSecond == Sourced(40e12, source: "me"))
    #expect(rate.accumulate == .fp32)
    #expect(
      device.rate(unit: .matrix, precision: .int8) == base.rate(unit: .matrix, precision: .int8))
    #expect(device.power?.watts.value == 50)
    #expect(device.sources["me"] != nil && device.sources.count == base.sources.count + 1)
    #expect(device.notes.last == "Based on nvidia-t4.")
  }

  @Test("matches memory by level and links by name, appends new ones, and null takes a key away")
  func lists() throws {
    let device = try read(
      """
      { "based-on": "nvidia-a100-sxm-80gb", id: "a100-3g.40gb", sources: { me: "MIG guide" },
        memory: [
          { level: "dram", bytes: { value: 40e9, source: "me" } },
          { level: "scratch", bytes: { value: 1e6, source: "me" } } ],
        links: null, power: null }
      """)
    let base = try Catalogue.shipped.profile(id: "nvidia-a100-sxm-80gb")
    #expect(device.mainMemory?.bytes?.value == 40e9)
    #expect(device.mainMemory?.bytesPerSecond == base.mainMemory?.bytesPerSecond)
    #expect(device.memoryLevels.map(\.level) == base.memoryLevels.map(\.level) + ["scratch"])
    #expect(device.links.isEmpty)
    #expect(device.power == nil)
  }

  @Test("does not take over the base's names and measurements")
  func notInherited() throws {
    let device = try read(#"{ "based-on": "nvidia-a100-sxm-80gb", id: "mine" }"#)
    #expect(device.aliases.isEmpty)
    #expect(device.achieved.isEmpty)
    #expect(device.name == "A100 SXM4 80GB")
  }

  @Test("can be based on one that is itself based on another")
  func chain() throws {
    let known = catalogue([
      "a": Samples.text(replacing: "\"sample\"", with: "\"a\""),
      "b": #"{ "based-on": "a", id: "b", power: { watts: { value: 60, source: "doc" } } }"#,
    ])
    let device = try read(#"{ "based-on": "b", id: "c", name: "C" }"#, known)
    #expect(device.power?.watts.value == 60)
    #expect(device.compute.count == 2)
  }

  @Test("an unknown base, a cycle and a base that is no text are errors")
  func errors() throws {
    let known = catalogue([
      "a": #"{ "based-on": "b", id: "a" }"#, "b": #"{ "based-on": "a", id: "b" }"#,
    ])
    let faults = [
      (
        #"{ "based-on": "nvidia-t44", id: "x" }"#, Catalogue.shipped,
        #"f: based-on: unknown device "nvidia-t44"; did you mean nvidia-t4?"#
      ),
      (
        #"{ "based-on": "b", id: "a" }"#, known,
        #"f: based-on: a cycle: "a" is based on "b" is based on "a"; "#
          + "base one of them on a device outside the circle"
      ),
      (
        #"{ "based-on": "x", id: "x" }"#, known,
        #"f: based-on: a cycle: "x" is based on "x"; "#
          + "base one of them on a device outside the circle"
      ),
      (
        #"{ "based-on": 4, id: "x" }"#, known,
        "f: based-on: not a text; give the ID of the device that this one changes"
      ),
    ]
    for (text, known, line) in faults {
      let error = #expect(throws: DeviceError.self) { try read(text, known) }
      #expect(error?.description.hasPrefix(line.prefix(60)) == true, "\(error?.description ?? "")")
      if text.contains("4\"") == false { #expect(error?.description == line) }
    }
  }

  @Test("an error in a list says that it is counted with what the base brings")
  func mergedPaths() throws {
    let error = #expect(throws: DeviceError.self) {
      try read(
        #"{ "based-on": "nvidia-t4", id: "x", memory: [{ level: "l7", bites: 4 }] }"#)
    }
    #expect(error?.description.contains("counted with what nvidia-t4 brings") == true)
    #expect(error?.description.contains(#"did you mean "bytes"?"#) == true)
  }
}
