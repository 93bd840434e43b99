import ModelFormats
import ModelGraph
import Operators
import Testing

@Suite("Damaged ONNX files")
struct ONNXFuzzTests {
  /// What came of reading and counting a damaged model.
  private enum Outcome { case counted, refusedByReader, refusedByRules }

  private static func outcome(_ bytes: [UInt8]) throws -> Outcome {
    do {
      _ = try ModelWork.counting(ONNXReading.graph(bytes), options: AnalysisOptions(batch: 2))
      return .counted
    } catch let error as FormatError {
      try #require(!error.description.contains("\n"))
      return .refusedByReader
    } catch is OperatorError {
      return .refusedByRules
    }
  }

  @Test("are read and counted, or refused: nothing else happens", arguments: 0..<8)
  func bytes(seed: Int) throws {
    var mutator = Mutator(seed: seed)
    for _ in 0..<1000 { _ = try Self.outcome(mutator.damaged(WireWriter.everything)) }
  }

  @Test("so are whole files that say what cannot be", arguments: 0..<8)
  func fields(seed: Int) throws {
    var mutator = Mutator(seed: seed)
    let tree = try #require(WireTree(WireWriter.everything))
    try #require(tree.bytes == WireWriter.everything)
    var outcomes: [Outcome: Int] = [:]
    for _ in 0..<1000 { outcomes[try Self.outcome(mutator.altered(tree).bytes), default: 0] += 1 }
    // Each way was really taken.
    #expect(outcomes[.counted, default: 0] > 50)
    #expect(outcomes[.refusedByReader, default: 0] > 50)
    #expect(outcomes[.refusedByRules, default: 0] > 50)
  }

  @Test("the model that is damaged counts in full while it is whole")
  func whole() throws {
    let graph = try ONNXReading.graph(WireWriter.everything)
    let work = try ModelWork.counting(graph)
    #expect(work.uncounted.map(\.operatorName.type) == ["Mystery"])
    // The convolution: 4·3·3·3 for each of 8·8 places; the product: 4·8·8 by 10.
    #expect(work.totals.macs == 108 * 64 + 256 * 10)
    // Convolution and sparse weights, the half-precision number, and the scales, which are stored
    // floating-point numbers too.
    #expect(work.parameters == 108 + 2560 + 1 + 4)
  }
}
