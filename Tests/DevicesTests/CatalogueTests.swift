import Devices
import Foundation
import Testing

@Suite("Catalogue")
struct CatalogueTests {
  private let catalogue = Catalogue.shipped

  @Test(
    "every shipped profile is valid and agrees with its listing", arguments: Catalogue.shipped.ids)
  func valid(_ id: String) throws {
    let entry = try #require(catalogue.entries.first { $0.id == id })
    let profile = try catalogue.profile(id: id)
    #expect(profile.id == id)
    #expect(profile.name == entry.name)
    #expect(profile.vendor == entry.vendor)
    #expect(profile.kind.rawValue == entry.kind)
    #expect(profile.year == entry.year)
    #expect(profile.aliases == entry.aliases)
  }

  /// The folder of the profiles.
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../HardwareProfiles")

  @Test(
    "every shipped profile is what its file says, which stands the checks that one's own has to",
    arguments: Catalogue.shipped.entries)
  func checked(_ entry: Catalogue.Entry) throws {
    let file = Self.folder.appending(path: "\(entry.kind)/\(entry.id).json5")
    let text = try String(contentsOf: file, encoding: .utf8)
    #expect(
      try DeviceProfile(json5: text, file: entry.id) == catalogue.profile(id: entry.id))
  }

  @Test("the IDs are sorted and each name stands for one device")
  func names() {
    #expect(catalogue.ids == catalogue.ids.sorted())
    let names = catalogue.entries.flatMap { [$0.id] + $0.aliases }
    #expect(Set(names).count == names.count)
    #expect(catalogue.ids.count >= 132)
  }

  @Test(
    "an alias or another case of letters finds the device",
    arguments: [
      ("nvidia-t4", "nvidia-t4"), ("t4", "nvidia-t4"), ("T4", "nvidia-t4"),
      ("mi300x", "amd-mi300x"), ("RTX-4090", "nvidia-rtx-4090"), ("edge-tpu", "google-edge-tpu"),
      ("tpu-v5e", "google-tpu-v5e"), ("rpi5", "raspberry-pi-5"),
    ])
  func references(_ reference: String, _ id: String) throws {
    #expect(try catalogue.profile(reference: reference).id == id)
  }

  @Test("an ID is taken to the letter")
  func exactID() {
    #expect(throws: DeviceError.self) { try catalogue.profile(id: "t4") }
  }

  @Test("a name that several devices bear asks which")
  func ambiguous() {
    let error = #expect(throws: DeviceError.self) { try catalogue.profile(reference: "h100") }
    #expect(error?.code == .ambiguousDevice)
    #expect(
      error?.description == "device \"h100\" can be any of 3; give one of "
        + "nvidia-h100-nvl-94gb, nvidia-h100-pcie-80gb, nvidia-h100-sxm5-80gb")
  }

  @Test("a list of many candidates is cut")
  func manyCandidates() {
    let error = #expect(throws: DeviceError.self) { try catalogue.profile(reference: "nvidia") }
    #expect(error?.code == .ambiguousDevice)
    #expect(error?.remedy.hasSuffix(" more)") == true)
    #expect(error?.remedy.split(separator: ",").count == 9)
  }

  @Test(
    "a typing error suggests what was meant",
    arguments: [
      ("nvidia-h100-sxm5-80g", "nvidia-h100-sxm5-80gb"), ("nvdia-t4", "nvidia-t4"),
      ("rtx4090", "nvidia-rtx-4090"), ("geforce rtx 4090", "nvidia-rtx-4090"),
      ("mi300", "amd-mi300a"), ("tpuv4", "google-tpu-v4"), ("raspberrypi5", "raspberry-pi-5"),
      ("h100-sxm-80gb", "nvidia-h100-sxm5-80gb"), ("a100_sxm_80", "nvidia-a100-sxm-80gb"),
      ("epyc 9645", "amd-epyc-9654"),
    ])
  func nearest(_ name: String, _ id: String) {
    #expect(catalogue.nearest(to: name).first == id)
    #expect(throws: DeviceError.self) { try catalogue.profile(reference: name) }
  }

  @Test("a short name lists the devices that contain it")
  func shortName() {
    #expect(
      catalogue.nearest(to: "h100") == [
        "nvidia-h100-nvl-94gb", "nvidia-h100-pcie-80gb", "nvidia-h100-sxm5-80gb",
      ])
    #expect(catalogue.nearest(to: "h100", limit: 1) == ["nvidia-h100-nvl-94gb"])
    #expect(catalogue.nearest(to: "h100", limit: -1) == [])
  }

  @Test("the error for an unknown name is one line with suggestions")
  func unknown() {
    let near = #expect(throws: DeviceError.self) { try catalogue.profile(reference: "nvdia-t4") }
    #expect(near?.code == .unknownDevice)
    #expect(
      near?.description.hasPrefix("unknown device \"nvdia-t4\"; did you mean nvidia-t4") == true)
    let far = #expect(throws: DeviceError.self) { try catalogue.profile(reference: "zzzzzzzz") }
    #expect(
      far?.description == "unknown device \"zzzzzzzz\"; "
        + "`ridgeline devices` lists the known ones; a path to a profile works too")
  }

  @Test("nonsense names neither crash nor take long", arguments: ["", " ", "-", "\n", "é", "🙂"])
  func nonsense(_ name: String) {
    #expect(catalogue.nearest(to: name) == [])
    #expect(throws: DeviceError.self) { try catalogue.profile(reference: name) }
  }

  @Test("a name of a million letters is refused and cut in the message")
  func longName() {
    let name = String(repeating: "x", count: 1_000_000)
    let error = #expect(throws: DeviceError.self) { try catalogue.profile(reference: name) }
    #expect((error?.description.count ?? 0) < 300)
  }

  @Test("what looks like a path is one", arguments: ["./t4", "a/b", "t4.json5", "t4.json"])
  func paths(_ reference: String) {
    let error = #expect(throws: DeviceError.self) {
      try catalogue.profile(reference: reference)
    }
    #expect(error?.code == .file)
    #expect(error?.file == reference)
  }
}
