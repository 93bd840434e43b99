import FoundationEssentials
import ModelGraph
import Operators
import Testing

@Suite("OperatorTable")
struct OperatorTableTests {
  @Test("names every rule that is declared in the folder of rules")
  func everyRuleIsNamed() throws {
    let declared = try Self.declaredRules()
    #expect(declared.count >= 20, "the folder of rules was not read")
    #expect(declared == OperatorTable.ruleTypeNames.sorted())
  }

  @Test("has one rule for each operator")
  func noOperatorTwice() {
    let names = OperatorTable.descriptions.map(\.name)
    #expect(Set(names).count == names.count)
    let twice = Dictionary(grouping: names) { $0 }.filter { $1.count > 1 }.keys
    #expect(twice.isEmpty)
  }

  @Test("says of every operator where its formula comes from")
  func everySourceIsNamed() {
    for description in OperatorTable.descriptions {
      #expect(!description.source.isEmpty, "\(description.name)")
    }
  }

  @Test("knows no version of ONNX's operators beyond the newest that it says it knows")
  func newestVersion() {
    let versions = OperatorTable.descriptions.filter(\.name.domain.isEmpty).compactMap {
      description in
      description.source.prefix { $0 != ";" }.split(separator: "-").last.flatMap { Int($0) }
    }
    #expect(versions.count > 150)
    #expect(versions.max() == OperatorTable.newestVersion)
  }

  @Test("finds each rule by the names that it describes")
  func rulesAreFound() {
    for description in OperatorTable.descriptions {
      let rule = OperatorTable.rule(for: description.name)
      #expect(rule?.operators.contains(description) == true, "\(description.name)")
    }
    #expect(OperatorTable.rule(for: OperatorName("Conv", domain: "elsewhere")) == nil)
  }

  /// The types of `Sources/Operators/Rules` that are declared to be rules.
  private static func declaredRules() throws -> [String] {
    let package = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let folder = package.appending(path: "Sources/Operators/Rules")
    var names: [String] = []
    for file in try FileManager.default.subpathsOfDirectory(atPath: folder.path())
    where file.hasSuffix(".swift") {
      let source = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
      for match in source.matches(of: /(?:struct|enum|class)\s+(\w+)\s*:[^{]*\bOperatorRule\b/) {
        names.append(String(match.1))
      }
    }
    return names.sorted()
  }
}
