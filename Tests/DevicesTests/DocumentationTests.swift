import Devices
import FoundationEssentials
import Testing

@Suite("docs/Device-profiles.md")
struct DocumentationTests {
  private let text: String

  init() throws {
    let package = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let file = package.appending(path: "docs/Device-profiles.md")
    text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
  }

  @Test("its examples are valid profiles")
  func examples() throws {
    var rest = text[...]
    var ids: [String] = []
    while let start = rest.firstRange(of: "```json5\n{") {
      rest = rest[start.lowerBound...].dropFirst("```json5\n".count)
      let end = try #require(rest.firstRange(of: "```"))
      let example = String(rest[..<end.lowerBound])
      ids.append(try DeviceProfile(json5: example, file: "the example").id)
      rest = rest[end.upperBound...]
    }
    #expect(ids == ["t4-50w", "example-gpu"])
  }

  @Test("it describes every key", arguments: ProfileFormat.keys.values.flatMap { $0 })
  func keys(_ key: String) {
    #expect(text.contains(key))
  }

  @Test("its table of wider precisions is the program's", arguments: Precision.allCases)
  func widening(_ precision: Precision) {
    let wider = precision.exactlyWider.map(\.rawValue).joined(separator: ", ")
    let rows = text.split(separator: "\n").filter { row in
      row.split(separator: "|").first.map { cell in
        cell.split { ", ".contains($0) }.contains { $0 == precision.rawValue }
      } ?? false
    }
    #expect(precision == .fp64 || rows.contains { $0.hasSuffix("| \(wider) |") })
  }
}
