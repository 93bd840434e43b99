import Devices
import Testing

@Suite("The text of a profile")
struct ProfileTextTests {
  @Test(
    "what is not JSON5 is named with its line",
    arguments: [
      ("", "the file ends where a value is due (line 1, column 1)"),
      ("  // only a comment", "the file ends where a value is due (line 1, column 20)"),
      ("{", "the file ends where a key or } is due (line 1, column 2)"),
      ("{\n  a: 1\n  b: 2 }", "expected a comma or a closing bracket (line 3, column 3)"),
      ("{ a 1 }", "expected a colon (line 1, column 5)"),
      ("{ a: }", "expected a value (line 1, column 6)"),
      ("{ a: 1,, }", "expected a key or } (line 1, column 8)"),
      ("[1, 2", "the file ends where a comma or a closing bracket is due (line 1, column 6)"),
      ("[1, 2}", "the bracket does not match the one that is open (line 1, column 6)"),
      ("{} {}", "expected the end of the file (line 1, column 4)"),
      ("{ a: \"b }", "a text without its closing mark (line 1, column 6)"),
      ("{ a: \"b\n\" }", "a text without its closing mark (line 1, column 6)"),
      ("/* no end", "a comment without its end (line 1, column 1)"),
      ("{ a: 12.5.1 }", "\"12.5.1\" is no number (line 1, column 6)"),
      ("{ a: twelve }", "expected a value (line 1, column 6)"),
      ("{ \"\\u0061\": 1 }", "a key with an escape (line 1, column 3)"),
      ("]", "expected a value (line 1, column 1)"),
      ("\u{0}", "expected a value (line 1, column 1)"),
    ])
  func syntax(_ text: String, _ what: String) {
    let error = #expect(throws: DeviceError.self) { try DeviceProfile(json5: text, file: "f") }
    #expect(error?.code == .syntax)
    #expect(
      error?.description
        == "f: not JSON5: \(what); check the commas, quotation marks and brackets there")
  }

  @Test("brackets inside each other without end are refused, whatever their number")
  func nesting() {
    for bracket in ["[", "{a:"] {
      let text = String(repeating: bracket, count: 1_000_000)
      let error = #expect(throws: DeviceError.self) { try DeviceProfile(json5: text, file: "f") }
      #expect(error?.what.contains("more than 32 brackets inside each other (line 1") == true)
    }
  }

  @Test("a list or a number is no profile", arguments: ["[]", "5", "null", "\"text\""])
  func otherValues(_ text: String) {
    let error = #expect(throws: DeviceError.self) { try DeviceProfile(json5: text, file: "f") }
    #expect(error?.code == .type)
  }

  @Test("every cut of a profile is an error of one line, never a crash")
  func cuts() {
    let text = Samples.text
    for length in 0..<text.count - 1 {
      let error = #expect(throws: DeviceError.self) {
        try DeviceProfile(json5: String(text.prefix(length)), file: "f")
      }
      #expect(error?.description.contains("\n") == false)
    }
  }

  @Test("a profile with any one byte replaced is read or refused, never a crash")
  func flips() {
    let bytes = Array(Samples.text.utf8)
    for place in bytes.indices {
      for byte in [UInt8](("{}[]\",:\\/-9e\n\0").utf8) {
        var changed = bytes
        changed[place] = byte
        do {
          _ = try DeviceProfile(json5: String(decoding: changed, as: UTF8.self), file: "f")
        } catch {
          #expect(!error.description.contains("\n"))
        }
      }
    }
  }

  @Test("all that JSON5 allows is read: comments, single quotes, trailing commas, hexadecimal")
  func json5() throws {
    let text = Samples.text(replacing: "\"Sample\"", with: "'Sam\\'ple' /* , */")
      .replacing("value: 70", with: "'value': 0x46").replacing("16e9", with: "+16.e9")
    let profile = try DeviceProfile(json5: text, file: "f")
    #expect(profile.name == "Sam'ple")
    #expect(profile.power?.watts.value == 70)
    #expect(profile.mainMemory?.bytes?.value == 16e9)
  }

  @Test("control characters of a file do not reach the terminal")
  func escaped() {
    let text = Samples.text(replacing: "\"gpu\"", with: "\"g\u{1B}[31mpu\"")
    let error = #expect(throws: DeviceError.self) { try DeviceProfile(json5: text, file: "a\nb") }
    let printed = (error?.description ?? "").unicodeScalars
    #expect(!printed.contains { $0.properties.generalCategory == .control })
  }
}
