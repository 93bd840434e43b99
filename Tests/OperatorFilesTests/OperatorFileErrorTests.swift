import Foundation
import OperatorFiles
import Operators
import Testing

/// Files that describe nothing that can be counted.
@Suite("Errors of OperatorFile")
struct OperatorFileErrorTests {
  private static let outputs = "outputs: [{ shape: [1] }]"

  @Test(
    "an error names the file, the line, the key and what to do",
    arguments: [
      ("type: 'A', \(outputs)", "ops.json5:2: operators[0]: missing key \"domain\""),
      ("domain: 'd', type: 'A'", "missing key \"outputs\""),
      ("domain: 'd', type: 'A', flops: 1, \(outputs)", "unknown key \"flops\""),
      ("domain: 'd', type: 'A', mac: 1, \(outputs)", "did you mean \"macs\"?"),
      ("domain: 'd', type: 'A', macs: 1.5, \(outputs)", "operators[0].macs: neither a formula"),
      ("domain: 'd', type: 'A', macs: -1, \(outputs)", "operators[0].macs: neither a formula"),
      ("domain: 'd', type: 'A', macs: 'in0.shape', \(outputs)", "operators[0].macs: a list where"),
      ("domain: 'd', type: 'A', outputs: []", "0 outputs"),
      ("domain: 'd', type: '', \(outputs)", "an operator without a name"),
      ("domain: '', type: 'Loop', \(outputs)", "Loop holds graphs"),
      ("domain: 'ai.onnx', type: 'A', \(outputs)", "ai.onnx is the default domain"),
      ("domain: 'd', type: 'A', sinceVersion: 0, \(outputs)", "version 0"),
      ("domain: 'd', type: 'A', inputs: ['a?', 'b'], \(outputs)", "an optional input before one"),
      ("domain: 'd', type: 'A', inputs: ['a', 'a'], \(outputs)", "a has a meaning already"),
      ("domain: 'd', type: 'A', inputs: ['in3'], \(outputs)", "in3 has a meaning already"),
      ("domain: 'd', type: 'A', inputs: ['1'], \(outputs)", "1 is no name"),
      ("domain: 'd', type: 'A', let: ['a'], \(outputs)", "a definition without ="),
      ("domain: 'd', type: 'A', let: ['a = b', 'b = 1'], \(outputs)", "b is not known"),
      ("domain: 'd', type: 'A', let: ['a = out0.rank'], \(outputs)", "out0 is not known"),
      ("domain: 'd', type: 'A', attributes: { a: 'float' }, \(outputs)", "neither a default nor"),
      ("domain: 'd', type: 'A', elementsRead: { out0: 1 }, \(outputs)", "none of its inputs"),
      ("domain: 'd', type: 'A', elementsWritten: { out1: 1 }, \(outputs)", "none of its outputs"),
      ("domain: 'd', type: 'A', outputs: [{ shape: [1], type: 'float31' }]", "did you mean float"),
    ])
  func entry(text: String, message: String) {
    let error = Self.error(of: "{ schemaVersion: 1, operators: [\n  { \(text) } ] }")
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "read")")
    #expect(error?.description.hasPrefix("ops.json5:2: ") == true, "\(error?.description ?? "")")
    #expect(error?.description.contains("\n") == false)
  }

  @Test(
    "a file that is none says so",
    arguments: [
      ("", "not JSON5"), ("{", "not JSON5"), ("[]", "not an object"), ("{}", "schemaVersion"),
      ("{ schemaVersion: 2, operators: [] }", "this program reads version 1"),
      ("{ schemaVersion: 1 }", "missing key \"operators\""),
      ("{ schemaVersion: 1, operators: {} }", "not a list"),
      ("{ schemaVersion: 1, schemaVersion: 1, operators: [] }", "stands twice"),
    ])
  func file(text: String, message: String) {
    let error = Self.error(of: text)
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "read")")
  }

  @Test("an operator that is described twice is an error")
  func twice() {
    let one = "{ domain: 'd', type: 'A', \(Self.outputs) }"
    let error = Self.error(of: "{ schemaVersion: 1, operators: [\n\(one),\n\(one)] }")
    #expect(error?.line == 3)
    #expect(error?.what == "d.A from version 1 is described already, in ops.json5")
  }

  @Test("a file that is not there is an error in one line")
  func missing() {
    var operators = OwnOperators()
    let error = #expect(throws: OperatorFileError.self) {
      try OperatorFile.read(path: "/nonexistent/ops.json5", into: &operators)
    }
    #expect(error?.description.hasPrefix("/nonexistent/ops.json5: cannot be read") == true)
  }

  @Test("a layer with inputs that the file does not name, or without one that it does, is an error")
  func inputs() throws {
    let text = """
      { schemaVersion: 1, operators: [
        { domain: "com.example", type: "Two", inputs: ["a", "b", "c?"], outputs: [{ shape: [1] }] } ] }
      """
    let few = #expect(throws: OperatorError.self) {
      try OwnModel("Two", inputs: [[1]]).layer(by: text)
    }
    #expect(few?.description.contains("input 1, b, is missing") == true)
    let many = #expect(throws: OperatorError.self) {
      try OwnModel("Two", inputs: [[1], [1], [1], [1]]).layer(by: text)
    }
    #expect(many?.description.contains("has 4 inputs, and own-operators.json5 describes 3") == true)
    #expect(try OwnModel("Two", inputs: [[1], [1]]).layer(by: text).outputShapes == [[1]])
  }

  private static func error(of text: String) -> OperatorFileError? {
    var operators = OwnOperators()
    return #expect(throws: OperatorFileError.self) {
      try OperatorFile.read(json5: text, file: "ops.json5", into: &operators)
    }
  }
}
