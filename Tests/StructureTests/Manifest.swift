/// What a `Package.swift` declares of its targets, read from its text: a test cannot ask SwiftPM,
/// which waits for the build that runs the test.
struct Manifest {
  /// The names that each target depends on: targets of the package and products of others.
  private(set) var dependencies: [String: Set<String>] = [:]

  /// The manifest whose text is `source`; its comments are no part of it.
  init(_ source: String) {
    let text = withoutComments(source)
    let pattern = /\.(?:target|executableTarget|systemLibrary|testTarget)\(\s*name:\s*"(\w+)"/
    for match in text.matches(of: pattern) {
      let call = Self.bracketed(text[match.range.lowerBound...], open: "(", close: ")")
      // A `.target(name: "A")` within a list of dependencies matches too, and declares none.
      guard let list = call.firstRange(of: "dependencies:") else {
        dependencies[String(match.1), default: []].formUnion([])
        continue
      }
      let elements = Self.bracketed(call[list.upperBound...], open: "[", close: "]")
      dependencies[String(match.1), default: []].formUnion(Self.names(in: elements))
    }
  }

  /// The text between the first `open` and the `close` that ends it.
  private static func bracketed(
    _ text: Substring, open: Character, close: Character
  ) -> Substring {
    guard let begin = text.firstIndex(of: open) else { return "" }
    var depth = 0
    for place in text[begin...].indices {
      if text[place] == open { depth += 1 }
      if text[place] == close { depth -= 1 }
      if depth == 0 { return text[text.index(after: begin)..<place] }
    }
    return text[text.index(after: begin)...]
  }

  /// The names in a list of dependencies: `"A"` and the name of `.product(name: "B", package: "C")`.
  private static func names(in list: Substring) -> [String] {
    var rest = list
    var names: [String] = []
    while let match = rest.firstMatch(of: /\.\w+\(\s*name:\s*"([\w-]+)"|"([\w-]+)"/) {
      names.append(String(match.1 ?? match.2 ?? ""))
      rest = rest[match.range.upperBound...]
      if match.1 != nil { rest = endOfCall(rest) }
    }
    return names
  }

  /// What follows the call that `text` stands in.
  private static func endOfCall(_ text: Substring) -> Substring {
    var depth = 1
    for place in text.indices {
      if text[place] == "(" { depth += 1 }
      if text[place] == ")" { depth -= 1 }
      if depth == 0 { return text[place...] }
    }
    return ""
  }
}
