/// A text of JSON5 as JSON without blanks: what a program reads at each start, with nothing to skip.
///
/// Every file here is held to what it needs: names and strings in double quotes, numbers as JSON has them,
/// comments, commas after the last element. A key that stands twice is an error, as it is to a reader.
struct StrictText {
  private var rest: Substring
  private var json = ""
  private var keys: [Set<String>] = []

  /// The JSON of a text; `path` is what errors call it.
  static func json(of json5: String, path: String) throws -> String {
    var text = StrictText(rest: json5[...])
    while let token = try text.token(path) { try text.add(token, path) }
    return text.json
  }

  private init(rest: Substring) { self.rest = rest }

  private mutating func add(_ token: Substring, _ path: String) throws {
    switch token {
    case "{", "[": keys.append([])
    case "}", "]":
      if json.last == "," { json.removeLast() }
      _ = keys.popLast()
    default: break
    }
    skipBlanks()
    guard rest.first == ":" else {
      json += token
      return
    }
    let isQuoted = token.first == "\""
    guard keys.last?.contains(String(token)) == false else {
      throw EmbedError("\(path): the key \(token) stands twice")
    }
    keys[keys.count - 1].insert(String(token))
    json += isQuoted ? token : "\"\(token)\""
  }

  /// The next of punctuation, a string with its quotes, or a word.
  private mutating func token(_ path: String) throws -> Substring? {
    skipBlanks()
    guard let first = rest.first else { return nil }
    let end: Substring.Index
    if first == "\"" {
      var index = rest.index(after: rest.startIndex)
      while index < rest.endIndex, rest[index] != "\"" {
        index =
          rest.index(index, offsetBy: rest[index] == "\\" ? 2 : 1, limitedBy: rest.endIndex)
          ?? rest.endIndex
      }
      guard index < rest.endIndex else { throw EmbedError("\(path): a string does not end") }
      end = rest.index(after: index)
    } else if "{}[]:,".contains(first) {
      end = rest.index(after: rest.startIndex)
    } else {
      end = rest.firstIndex { $0.isWhitespace || "{}[]:,\"/".contains($0) } ?? rest.endIndex
      guard end > rest.startIndex else { throw EmbedError("\(path): \(first) is not expected") }
    }
    defer { rest = rest[end...] }
    return rest[..<end]
  }

  /// Skips blanks and comments.
  private mutating func skipBlanks() {
    while true {
      rest = rest.drop(while: \.isWhitespace)
      if rest.hasPrefix("//") {
        rest = rest.drop { !$0.isNewline }
      } else if rest.hasPrefix("/*") {
        let end = rest.firstRange(of: "*/")?.upperBound ?? rest.endIndex
        rest = rest[end...]
      } else {
        return
      }
    }
  }
}
