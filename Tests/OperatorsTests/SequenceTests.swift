import ModelGraph
import Operators
import Testing

@Suite("Sequences")
struct SequenceTests {
  private static let pair = Operand(sequence: [.float(2, 3), .float(4, 3)], of: .float32)

  @Test("are built, measured, and taken apart")
  func sequences() throws {
    let built = try Trial("SequenceConstruct", [.float(2, 3), .float(4, 3)])
    #expect(built.outputs[0].tensors?.map(\.shape) == [[2, 3], [4, 3]])
    #expect(try Trial("SequenceLength", [Self.pair]).outputs[0].integers == [2])
    #expect(try Trial("SequenceAt", [Self.pair, .integer(-1)]).shapes == [[4, 3]])
    let grown = try Trial("SequenceInsert", [Self.pair, .float(1, 3), .integer(0)])
    #expect(grown.outputs[0].tensors?.map(\.shape) == [[1, 3], [2, 3], [4, 3]])
    let less = try Trial("SequenceErase", [Self.pair])
    #expect(less.outputs[0].tensors?.map(\.shape) == [[2, 3]])
    #expect(try Trial("SequenceEmpty", []).outputs[0].tensors?.isEmpty == true)
  }

  @Test("are joined on an axis of theirs, or a new one")
  func joined() throws {
    // 6 · 3 elements are read and written.
    let joined = try Trial("ConcatFromSequence", [Self.pair], ["axis": .integer(0)])
    #expect(joined.shapes == [[6, 3]])
    #expect(joined.cost.traffic.elementsRead[0]?.value == 18)
    let equal = Operand(sequence: [.float(2, 3), .float(2, 3)], of: .float32)
    let stacked = try Trial(
      "ConcatFromSequence", [equal], ["axis": .integer(-1), "new_axis": .integer(1)])
    #expect(stacked.shapes == [[2, 3, 2]])
  }

  @Test("are split off a tensor")
  func split() throws {
    let sized = try Trial("SplitToSequence", [.float(5, 3), .integer(2)])
    #expect(sized.outputs[0].tensors?.map(\.shape) == [[2, 3], [2, 3], [1, 3]])
    let ones = try Trial("SplitToSequence", [.float(2, 3)], ["keepdims": .integer(0)])
    #expect(ones.outputs[0].tensors?.map(\.shape) == [[3], [3]])
    #expect(ones.cost.traffic.elementsWritten[0]?.value == 6)
  }

  @Test("say what is wrong with them")
  func failures() {
    #expect(throws: OperatorError.self) { try Trial("SequenceAt", [Self.pair, .integer(2)]) }
    #expect(throws: OperatorError.self) { try Trial("SequenceAt", [Self.pair, .integer(.min)]) }
    #expect(throws: OperatorError.self) { try Trial("SequenceLength", [.float(2)]) }
    #expect(throws: OperatorError.self) {
      try Trial("SplitToSequence", [.float(5, 3), .integers([2, 2])])
    }
  }
}
