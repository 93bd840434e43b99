import Devices
import Testing

/// Texts that are damaged in one place are read or refused; nothing else happens.
@Suite("Damaged profiles")
struct DamagedTextTests {
  private static let replacements: [String] = [
    "", "{", "}", "[", "]", ",", ":", "\"", "/", "9", "\n",
  ]

  private static func variants(of text: String, step: Int) -> [String] {
    let characters = Array(text)
    return stride(from: 0, to: characters.count, by: step).map { place in
      let new = replacements[place / step % replacements.count]
      return String(characters[..<place]) + new + String(characters[(place + 1)...])
    }
  }

  @Test("a listing survives them")
  func listing() {
    for text in Self.variants(of: Samples.text, step: 3) {
      let entry = Catalogue.Entry(
        id: "sample", name: "", vendor: "", kind: "", year: nil, aliases: [], text: text)
      let (devices, faults) = Catalogue(entries: [entry]).listing()
      #expect(devices.count + faults.count == 1)
    }
  }

  @Test("what is based on another profile is resolved or refused")
  func basedOn() throws {
    let base = try Catalogue.shipped.profile(id: "nvidia-t4")
    let text = ProfileTemplate(base: base, id: "mine").text.replacing("// ", with: "")
    for text in Self.variants(of: text, step: 11) {
      do throws(DeviceError) {
        _ = try DeviceProfile(json5: text, file: "f")
      } catch {
        #expect(!error.description.contains("\n"))
      }
    }
  }
}
