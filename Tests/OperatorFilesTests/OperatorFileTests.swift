import Foundation
import ModelGraph
import OperatorFiles
import Operators
import Testing

/// Operators that users describe, by hand-worked layers.
@Suite("OperatorFile")
struct OperatorFileTests {
  @Test("the shipped example counts an attention by its formulas")
  func attention() throws {
    let model = try OwnModel(
      "FusedAttention", inputs: [[2, 6, 32], [2, 10, 16], [2, 10, 16]],
      attributes: ["num_heads": .integer(4)])
    let layer = try model.layer(by: Self.example)
    // 4 heads of 8: 2·4·6·10 = 480 scores.
    #expect(layer.outputShapes == [[2, 6, 32]])
    #expect(layer.work.macs == 2 * 480 * 8)
    // Two for each MAC, five for each score.
    #expect(layer.work.flops == 2 * 2 * 480 * 8 + 5 * 480)
    #expect(layer.work.transcendentals == 480)
    // 2·6·32 + 2·(2·10·16) elements of 4 bytes in, 2·6·32 out.
    #expect(layer.work.inputBytes == (384 + 640) * 4)
    #expect(layer.work.outputBytes == 384 * 4)
    #expect(
      layer.describedBy
        == "own-operators.json5: Dao et al., FlashAttention, arXiv:2205.14135, algorithm 1")
  }

  @Test("an optional input that is there adds its share")
  func optionalInput() throws {
    let model = try OwnModel(
      "FusedAttention", inputs: [[2, 6, 32], [2, 10, 16], [2, 10, 16], [6, 10]],
      attributes: ["num_heads": .integer(4)])
    #expect(try model.layer(by: Self.example).work.flops == 2 * 2 * 480 * 8 + 6 * 480)
  }

  @Test("what is read of an input is what the file says, and a default stands in for an attribute")
  func elementsRead() throws {
    let model = try OwnModel("CropFeatures", inputs: [[1, 3, 50, 60], [5, 4]])
    let layer = try model.layer(by: Self.example)
    // 5·3·7·7 = 735 elements, eight FLOPs each; 4·735 = 2940 of 9000 elements are read, and 20 of boxes.
    #expect(layer.outputShapes == [[5, 3, 7, 7]])
    #expect(layer.work.flops == 8 * 735)
    #expect(layer.work.inputBytes == (2940 + 20) * 4)
  }

  @Test("a view moves nothing, and its quotients are rounded up")
  func view() throws {
    let model = try OwnModel("SplitWindows", inputs: [[2, 17, 24, 5]])
    let layer = try model.layer(by: Self.example)
    // ⌈17 / 8⌉ · ⌈24 / 8⌉ = 9 windows a sample.
    #expect(layer.outputShapes == [[18, 8, 8, 5]])
    #expect(layer.work.bytes == 0)
  }

  @Test("the newest description that the model's version reaches holds")
  func versions() throws {
    let text = """
      { schemaVersion: 1, operators: [
        { domain: "com.example", type: "Scale", outputs: [{ shape: "in0.shape" }], otherFlops: 1 },
        { domain: "com.example", type: "Scale", sinceVersion: 3, outputs: [{ shape: "in0.shape" }],
          otherFlops: 3 },
      ] }
      """
    let model = try OwnModel("Scale", inputs: [[4]])
    for (version, flops) in [(1, 1), (2, 1), (3, 3), (9, 3)] {
      #expect(try model.layer(by: text, version: version).work.flops == flops)
    }
  }

  @Test(
    "a description stands in for this program's own rule, and both that and what is unused is told")
  func remarks() throws {
    let text = """
      { schemaVersion: 1, operators: [
        { domain: "", type: "Relu", outputs: [{ shape: ["in0.shape"] }], otherFlops: "7 * in0.elements" },
        { domain: "com.example", type: "Nothing", outputs: [{ shape: [1] }] },
        { domain: "com.example", type: "Late", sinceVersion: 5, outputs: [{ shape: [1] }] },
      ] }
      """
    let model = try OwnModel("Relu", inputs: [[4]], domain: "")
    let work = try model.work(by: text)
    #expect(work.layers[0].work.flops == 28)
    #expect(
      work.notes == [
        "Relu is counted as own-operators.json5 describes it, not by this program's own rule",
        "own-operators.json5 describes com.example.Late, and the model has none",
        "own-operators.json5 describes com.example.Nothing, and the model has none",
      ])
    let late = try OwnModel("Late", inputs: [[4]]).work(by: text)
    #expect(
      late.notes.contains(
        "own-operators.json5 describes com.example.Late from version 5 on, and the model imports "
          + "version 1"))
    #expect(late.unsupportedOperators == [OperatorName("Late", domain: "com.example")])
  }

  @Test("a shape that waits for values leaves the layer uncounted, with the reason, and has a rule")
  func unknownValues() throws {
    let text = """
      { schemaVersion: 1, operators: [
        { domain: "com.example", type: "Fill", outputs: [{ shape: ["in0.values"] }] } ] }
      """
    let work = try OwnModel("Fill", inputs: [[2]]).work(by: text)
    #expect(work.layers.isEmpty)
    #expect(work.uncounted.map(\.hasRule) == [true])
    #expect(
      work.uncounted[0].reason.contains("the values of in0 are known only while the model runs"))
    #expect(work.unsupportedOperators.isEmpty)
  }

  @Test("the listing says each formula and where it comes from")
  func listing() throws {
    var operators = OwnOperators()
    try OperatorFile.read(json5: Self.example, file: "own-operators.json5", into: &operators)
    let listed = operators.descriptions
    #expect(
      listed.map(\.name.description) == [
        "com.example.CropFeatures", "com.example.FusedAttention", "com.example.SplitWindows",
      ])
    #expect(listed[0].bytes == "in0: min(4 * out0.elements, features.elements)")
    #expect(listed[1].macs == "2 * scores * width (as own-operators.json5 defines its names)")
    #expect(listed[2].bytes == "none: a view of the first input")
  }

  @Test("--training counts its gradients by the general rule")
  func training() throws {
    let model = try OwnModel(
      "FusedAttention", inputs: [[2, 6, 32], [2, 10, 16], [2, 10, 16]],
      attributes: ["num_heads": .integer(4)])
    var options = AnalysisOptions(training: .sgd)
    try OperatorFile.read(json5: Self.example, file: "own.json5", into: &options.operators)
    let work = try ModelWork.counting(model.graph, options: options)
    // The inputs are the model's own, of which no gradient is needed.
    #expect(work.totals.macs == 2 * 480 * 8)
  }

  /// The file in Examples.
  static let example: String = {
    let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let file = package.appending(path: "Examples/own-operators.json5")
    return (try? String(contentsOf: file, encoding: .utf8)) ?? ""
  }()
}
