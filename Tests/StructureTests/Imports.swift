/// The modules that Swift source text imports, in order, each once: of `import A`, of
/// `@preconcurrency public import struct A.B`, of `import A; import B`.
func imports(ofSwift text: String) -> [String] {
  let pattern =
    /^(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:public|package|internal|fileprivate|private)\s+)?import\s+(?:(?:struct|class|enum|protocol|typealias|func|let|var|actor)\s+)?(\w+)/
  var modules: [String] = []
  for line in withoutTexts(withoutComments(text)).split(whereSeparator: { $0 == "\n" || $0 == ";" })
  {
    let statement = line.drop { $0 == " " || $0 == "\t" }
    if let match = statement.firstMatch(of: pattern), !modules.contains(String(match.1)) {
      modules.append(String(match.1))
    }
  }
  return modules
}

/// The targets whose headers C source text includes, but for its own: a header bears its target's name.
func includes(ofC text: String, in target: String) -> [String] {
  let headers = text.matches(of: /(?m)^#include "(\w+)\.h"/).map { String($0.1) }
  return headers.filter { name in name != target && Arrow.all.contains { $0.target == name } }
}

/// Swift source text without its multi-line texts, in which other languages may stand.
func withoutTexts(_ source: String) -> String {
  let parts = source.split(separator: "\"\"\"", omittingEmptySubsequences: false)
  return stride(from: 0, to: parts.count, by: 2).map { String(parts[$0]) }.joined(separator: "")
}

/// Swift source text without its `//` comments; an address (`https://`) in a text is none.
func withoutComments(_ text: String) -> String {
  text.split(separator: "\n", omittingEmptySubsequences: false)
    .map { $0.replacing(/(?:^|\s)\/\/.*$/, with: "") }.joined(separator: "\n")
}
