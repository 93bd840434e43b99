/// What the user typed, as a shell reads it.
enum CommandText {
  /// This program's own call.
  static var ofThisProgram: String {
    (["ridgeline"] + CommandLine.arguments.dropFirst().map(quoted)).joined(separator: " ")
  }

  /// A word in single quotes, unless a shell takes it as it is.
  static func quoted(_ word: String) -> String {
    let isPlain =
      !word.isEmpty
      && word.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"):
          true
        default: "-_./,:=+@%".utf8.contains(byte)
        }
      }
    if isPlain { return word }
    return "'"
      + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#)
      + "'"
  }
}
