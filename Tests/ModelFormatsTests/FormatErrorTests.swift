import ModelFormats
import Testing

@Suite("FormatError")
struct FormatErrorTests {
  @Test("is one line of where, what and what to do")
  func line() {
    let error = FormatError(.syntax, "is cut off", location: "a.cfg:3", remedy: "fetch it again")
    #expect(error.description == "a.cfg:3: is cut off; fetch it again")
  }

  @Test("escapes what a file smuggles into it")
  func controlCharacters() {
    let error = FormatError(.value, "x=\u{1B}[2J\n\u{0}", location: "", remedy: "")
    #expect(error.description == #"x=\u{1B}[2J\n\0"#)
  }

  @Test("quotes no more than 40 characters of a file")
  func quotes() {
    #expect("abc".quoted == "\"abc\"")
    #expect(String(repeating: "a", count: 99).quoted.count == 43)
  }
}
