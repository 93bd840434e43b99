import ModelGraph
import Operators
import Testing

/// A layer of known values and the integers that it makes of them.
struct FoldingCase: Sendable, CustomTestStringConvertible {
  var type: String
  var inputs: [Operand?]
  var attributes: [String: AttributeValue]
  var values: [Int]?

  init(
    _ type: String, _ inputs: [Operand?], _ attributes: [String: AttributeValue] = [:],
    gives values: [Int]?
  ) {
    self.type = type
    self.inputs = inputs
    self.attributes = attributes
    self.values = values
  }

  var testDescription: String { "\(type) \(values.map { "\($0)" } ?? "unknown")" }
}

@Suite("Values that shapes depend on")
struct ValueFoldingTests {
  @Test("are computed before the model runs", arguments: known)
  func folds(_ trial: FoldingCase) throws {
    let result = try Trial(trial.type, trial.inputs, trial.attributes)
    #expect(result.outputs.first?.integers == trial.values)
  }

  @Test("are unknown where they do not exist or do not fit", arguments: unknown)
  func doesNotTrap(_ trial: FoldingCase) throws {
    let result = try Trial(trial.type, trial.inputs, trial.attributes)
    #expect(result.outputs.first?.contents == nil)
  }

  @Test("follow a network's idiom: Shape, Gather, Unsqueeze, Concat, Reshape")
  func idiom() throws {
    // 2x3x4x5 becomes 2x3 by 20: the first two sizes, and −1.
    var builder = GraphBuilder()
    let input = builder.input("x", .sizes(2, 3, 4, 5))
    let shape = builder.layer("Shape", [input])
    let first = builder.layer("Slice", [shape, builder.constant([0]), builder.constant([2])])
    let wanted = builder.layer("Concat", [first, builder.constant([-1])], ["axis": .integer(0)])
    builder.graph.outputs = [builder.layer("Reshape", [input, wanted])]
    let work = try ModelWork.counting(builder.graph)
    #expect(work.layers.map(\.outputShapes) == [[[2, 3, 20]]])
    #expect(work.foldedLayers == 3)
    #expect(work.totals.bytes == 0)
  }

  static let known: [FoldingCase] = [
    FoldingCase("Shape", [.float(2, 3, 4)], gives: [2, 3, 4]),
    FoldingCase(
      "Shape", [.float(2, 3, 4)], ["start": .integer(-2), "end": .integer(9)], gives: [3, 4]),
    FoldingCase("Size", [.float(2, 3, 4)], gives: [24]),
    FoldingCase("Gather", [.integers([5, 6, 7]), .integers([-1, 0])], gives: [7, 5]),
    FoldingCase(
      "Gather", [Operand(.int64, [2, 3], contents: .integers([1, 2, 3, 4, 5, 6])), .integer(1)],
      ["axis": .integer(1)], gives: [2, 5]),
    FoldingCase(
      "Concat", [.integers([1]), .integers([2, 3])], ["axis": .integer(0)], gives: [1, 2, 3]),
    FoldingCase(
      "Slice",
      [.integers([1, 2, 3, 4, 5]), .integers([-1]), .integers([.min]), nil, .integers([-2])],
      gives: [5, 3, 1]),
    FoldingCase(
      "Transpose", [Operand(.int64, [2, 3], contents: .integers([1, 2, 3, 4, 5, 6]))],
      gives: [1, 4, 2, 5, 3, 6]),
    FoldingCase("Tile", [.integers([1, 2]), .integers([2])], gives: [1, 2, 1, 2]),
    FoldingCase("Expand", [.integers([7]), .integers([3])], gives: [7, 7, 7]),
    FoldingCase("Add", [.integers([1, 2]), .integer(10)], gives: [11, 12]),
    // ONNX divides integers towards zero.
    FoldingCase("Div", [.integers([7, -7]), .integer(2)], gives: [3, -3]),
    FoldingCase("Mod", [.integers([7, -7]), .integer(3)], gives: [1, 2]),
    FoldingCase("Mod", [.integers([7, -7]), .integer(3)], ["fmod": .integer(1)], gives: [1, -1]),
    FoldingCase("Pow", [.integers([3, -2]), .integer(3)], gives: [27, -8]),
    FoldingCase("Max", [.integers([1, 9]), .integer(4), .integer(5)], gives: [5, 9]),
    FoldingCase("Equal", [.integers([1, 2]), .integers([1, 3])], gives: [1, 0]),
    FoldingCase("LessOrEqual", [.floats([0.5, 2]), .floats([1, 1])], gives: [1, 0]),
    FoldingCase("Where", [.integers([1, 0]), .integers([5, 6]), .integer(-1)], gives: [5, -1]),
    FoldingCase("Range", [.integer(2), .integer(11), .integer(3)], gives: [2, 5, 8]),
    FoldingCase("Range", [.integer(3), .integer(0), .integer(-1)], gives: [3, 2, 1]),
    FoldingCase("ReduceProd", [.integers([2, 3, 4])], gives: [24]),
    FoldingCase(
      "ReduceSum", [Operand(.int64, [2, 2], contents: .integers([1, 2, 3, 4])), .integers([0])],
      gives: [4, 6]),
    FoldingCase("Cast", [.floats([2.9, -2.9])], ["to": .integer(7)], gives: [2, -2]),
    FoldingCase("Cast", [.integers([3, 0])], ["to": .integer(9)], gives: [1, 0]),
    // The non-zero elements of [[0, 1], [1, 1]]: their rows, then their columns.
    FoldingCase(
      "NonZero", [Operand(.int64, [2, 2], contents: .integers([0, 1, 1, 1]))],
      gives: [0, 1, 1, 1, 0, 1]),
    FoldingCase(
      "Split", [.integers([1, 2, 3, 4])], ["num_outputs": .integer(1)], gives: [1, 2, 3, 4]),
  ]

  static let unknown: [FoldingCase] = [
    FoldingCase("Add", [.integers([.max]), .integer(1)], gives: nil),
    FoldingCase("Mul", [.integers([1 << 40]), .integer(1 << 40)], gives: nil),
    FoldingCase("Div", [.integers([1]), .integer(0)], gives: nil),
    FoldingCase("Div", [.integers([.min]), .integer(-1)], gives: nil),
    FoldingCase("Mod", [.integers([1]), .integer(0)], gives: nil),
    FoldingCase("Neg", [.integers([.min])], gives: nil),
    FoldingCase("Abs", [.integers([.min])], gives: nil),
    FoldingCase("Pow", [.integers([10]), .integer(19)], gives: nil),
    FoldingCase("Pow", [.integers([2]), .integer(-1)], gives: nil),
    FoldingCase("Cast", [.floats([.nan])], ["to": .integer(7)], gives: nil),
    FoldingCase("Cast", [.floats([.infinity])], ["to": .integer(7)], gives: nil),
    FoldingCase("Cast", [.floats([1e300])], ["to": .integer(7)], gives: nil),
    // 300 is no 8-bit integer.
    FoldingCase("Cast", [.integers([300])], ["to": .integer(3)], gives: nil),
    FoldingCase("Gather", [.integers([5, 6]), .integers([2])], gives: nil),
    // 5,000 elements are data.
    FoldingCase("Expand", [.integers([7]), .integers([5000])], gives: nil),
    FoldingCase("ReduceProd", [.integers([.max, 2])], gives: nil),
  ]
}
