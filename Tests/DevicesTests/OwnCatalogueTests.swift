import Devices
import Testing

@Suite("A folder of one's own profiles")
struct OwnCatalogueTests {
  @Test("that is not there holds nothing")
  func missing() {
    let catalogue = Catalogue.shipped(withFolder: "/nowhere/at/all")
    #expect(catalogue.ids == Catalogue.shipped.ids)
    #expect(catalogue.faults.isEmpty)
  }

  @Test("adds devices, takes the place of shipped ones, and both are told")
  func override() throws {
    let folder = try TemporaryFolder()
    try folder.write(Samples.text, to: "sample.json5")
    let text = #"{ "based-on": "nvidia-t4", id: "nvidia-t4", name: "My T4" }"#
    let path = try folder.write(text, to: "t4.json5")
    let catalogue = Catalogue.shipped(withFolder: folder.path)
    #expect(catalogue.ids.count == Catalogue.shipped.ids.count + 1)
    #expect(catalogue.entry(named: "SAMPLE-alias")?.isOverride == false)
    let entry = try #require(catalogue.entry(named: "nvidia-t4"))
    #expect(entry.isOverride && entry.path == path)
    #expect(try catalogue.profile(of: entry).path == path)
    let profile = try catalogue.profile(reference: "nvidia-t4")
    #expect(profile.name == "My T4")
    #expect(
      profile.notes.last
        == "From \(path), in the place of the profile that comes with the program.")
  }

  @Test("with broken files tells each in one line, and hides nothing else")
  func broken() throws {
    let folder = try TemporaryFolder()
    try folder.write(Samples.text, to: "good.json5")
    try folder.write("{ id: ", to: "a-syntax.json5")
    try folder.write(bytes: [0x7B, 0xFF, 0xFE, 0x7D], to: "b-bytes.json5")
    try folder.write(
      Samples.text(replacing: "\"sample\"", with: "\"c\"").replacing("watts", with: "wats"),
      to: "c-key.json5")
    try folder.write(Samples.text, to: "twice.json5")
    try folder.write("", to: "z-empty.json")
    try folder.write("not a profile", to: "readme.txt")
    let catalogue = Catalogue.shipped(withFolder: folder.path)
    #expect(catalogue.ids.count == Catalogue.shipped.ids.count + 1)
    #expect(catalogue.ids.contains("sample"))
    let lines = catalogue.faults.map(\.description)
    #expect(lines.count == 5)
    #expect(lines.allSatisfy { !$0.contains("\n") && $0.contains(folder.path) })
    #expect(lines.contains { $0.contains("b-bytes.json5: not a text in UTF-8") })
    #expect(lines.contains { $0.contains(#"unknown key "wats"; did you mean "watts"?"#) })
    #expect(lines.contains { $0.contains(#"twice.json5: id: the ID "sample" is that of"#) })
    // A device that is looked for by the name of its broken file gets that file's error.
    let error = #expect(throws: DeviceError.self) {
      try catalogue.profile(reference: "a-syntax")
    }
    #expect(error?.code == .syntax)
  }

  @Test("whose profiles are based on broken ones tells which file is broken")
  func brokenBase() throws {
    let folder = try TemporaryFolder()
    let broken = try folder.write("{ id: ", to: "base.json5")
    let path = try folder.write(#"{ "based-on": "base", id: "mine" }"#, to: "mine.json5")
    let catalogue = Catalogue.shipped(withFolder: folder.path)
    let check = try #require(DeviceFileCheck.checking(paths: [path], catalogue: catalogue).first)
    let finding = try #require(check.findings.first)
    #expect(finding.keyPath == "based-on")
    #expect(finding.what.hasPrefix("its base, \(broken), is at fault: not JSON5"))
  }

  @Test("of thousands is listed by what a listing shows")
  func many() throws {
    let folder = try TemporaryFolder()
    for number in 0..<300 {
      let text = Samples.text(replacing: "\"sample\"", with: "\"s\(number)\"")
        .replacing("aliases: [\"sample-alias\"],", with: "")
      try folder.write(text, to: "s\(number).json5")
    }
    let changed =
      #"{ "based-on": "s7", id: "capped", power: { watts: { value: 50, source: "doc" } } }"#
    try folder.write(changed, to: "capped.json5")
    let catalogue = Catalogue.shipped(withFolder: folder.path)
    let (devices, faults) = catalogue.listing()
    #expect(faults.isEmpty)
    #expect(devices.count == Catalogue.shipped.ids.count + 301)
    let capped = try #require(devices.first { $0.id == "capped" })
    #expect(capped.power?.watts.value == 50)
    #expect(capped.highestRate(in: .fp16) == 80e12)
    let listed = try #require(devices.first { $0.id == "s7" })
    #expect(listed.highestRate(in: .fp16) == 80e12)
    #expect(listed.mainMemory?.bytes?.value == 16e9)
    #expect(listed.power?.watts.value == 70)
  }

  @Test("a listing shows of each shipped profile what the whole profile has")
  func listing() throws {
    let whole = Catalogue.shipped.profiles().devices
    let listed = Catalogue.shipped.listing().devices
    #expect(whole.map(\.id) == listed.map(\.id))
    for (one, other) in zip(whole, listed) {
      #expect(one.name == other.name && one.kind == other.kind && one.year == other.year)
      #expect(one.vendor == other.vendor)
      for precision in Precision.allCases {
        #expect(one.highestRate(in: precision) == other.highestRate(in: precision))
      }
      #expect(one.mainMemory?.bytes?.value == other.mainMemory?.bytes?.value)
      #expect(one.mainMemory?.bytesPerSecond?.value == other.mainMemory?.bytesPerSecond?.value)
      #expect(one.power?.watts.value == other.power?.watts.value)
    }
  }
}
