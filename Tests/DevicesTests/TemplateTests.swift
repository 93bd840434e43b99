import Devices
import Testing

@Suite("A template of a profile")
struct TemplateTests {
  @Test("is valid as it is: the base under another ID", arguments: ["nvidia-t4", "google-tpu-v4i"])
  func valid(_ id: String) throws {
    let base = try Catalogue.shipped.profile(id: id)
    let device = try DeviceProfile(json5: ProfileTemplate(base: base, id: "mine").text, file: "f")
    #expect(device.id == "mine")
    #expect(device.compute == base.compute)
    #expect(device.memoryLevels == base.memoryLevels)
  }

  @Test("stays valid with every comment of a figure taken away")
  func uncommented() throws {
    let base = try Catalogue.shipped.profile(id: "nvidia-t4")
    let lines = ProfileTemplate(base: base, id: "mine").text.split(separator: "\n").map { line in
      line.hasSuffix(",")
        ? String(line).replacing("// ", with: "", maxReplacements: 1) : String(line)
    }
    let device = try DeviceProfile(json5: lines.joined(separator: "\n"), file: "f")
    #expect(device.rate(unit: .matrix, precision: .fp16)?.flopsPerSecond.source == "me")
    #expect(device.power?.watts.source == "me")
  }

  @Test(
    "takes only a plain ID",
    arguments: [("a-b.1", true), ("A", false), ("a b", false), ("", false)])
  func ids(id: String, isPlain: Bool) {
    #expect(ProfileTemplate.isPlainID(id) == isPlain)
  }
}
