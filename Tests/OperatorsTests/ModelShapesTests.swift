import ModelGraph
import Operators
import Testing

@Suite("ModelShapes")
struct ModelShapesTests {
  @Test("tells every value, in order, and which of them are known before the model runs")
  func values() throws {
    var builder = GraphBuilder()
    let input = builder.input("x", [.symbol("batch"), .fixed(6)])
    let shape = builder.layer("Shape", [input])
    builder.graph.outputs = [builder.layer("Relu", [input])]
    let shapes = try ModelShapes.inferring(builder.graph, options: AnalysisOptions(batch: 4))
    #expect(shapes.values.map(\.name) == ["x", "t0.0", "t1.0"])
    #expect(shapes.values.map(\.role) == [.input, .constant, .activation])
    #expect(shapes.values.map(\.shape) == [[4, 6], [2], [4, 6]])
    #expect(shapes.values[1].integers == [4, 6])
    #expect(shapes.values.map(\.isOutput) == [false, false, true])
    _ = shape
  }

  @Test("takes types, shapes and values that are given for inputs")
  func given() throws {
    var builder = GraphBuilder()
    let data = builder.input("x", .sizes(2, 3))
    let target = builder.input("target", .sizes(2), .int64)
    builder.graph.outputs = [builder.layer("Reshape", [data, target])]
    let open = try ModelShapes.inferring(builder.graph)
    #expect(open.unknown.map(\.operatorName) == [OperatorName("Reshape")])
    #expect(open.values.last?.shape == nil)
    let options = AnalysisOptions(inputs: [
      data: .tensor(.float16, shape: [4, 5], contents: nil),
      target: .tensor(.int64, shape: [2], contents: .integers([10, -1])),
    ])
    let shapes = try ModelShapes.inferring(builder.graph, options: options)
    #expect(shapes.values.last?.shape == [10, 2])
    #expect(shapes.values.last?.elementType == .float16)
  }

  @Test("marks a bound, and what is made of it")
  func bounds() throws {
    var builder = GraphBuilder()
    let input = builder.input("x", .sizes(2, 3))
    let places = builder.layer("NonZero", [input])
    let turned = builder.layer("Transpose", [places])
    let exact = builder.layer("Relu", [input])
    builder.graph.outputs = [turned, exact]
    let values = try ModelShapes.inferring(builder.graph).values
    #expect(values.map(\.shape) == [[2, 3], [2, 6], [6, 2], [2, 3]])
    #expect(values.map(\.isBound) == [false, true, true, false])
    let layers = try ModelWork.counting(builder.graph).layers
    #expect(layers.map(\.isUpperBound) == [true, true, false])
  }

  @Test("has no bound where the values are given")
  func knownSelection() throws {
    var builder = GraphBuilder()
    let input = builder.input("x", .sizes(2, 2))
    builder.graph.outputs = [
      builder.layer("NonZero", [input]), builder.layer("Unique", [input]),
    ]
    let options = AnalysisOptions(inputs: [
      input: .tensor(.float32, shape: [2, 2], contents: .floats([0, 7, 7, 1]))
    ])
    let values = try ModelShapes.inferring(builder.graph, options: options).values
    // Three are not zero; 0, 7 and 1 differ.
    #expect(values.map(\.shape) == [[2, 2], [2, 3], [3]])
    #expect(values.allSatisfy { !$0.isBound })
  }

  @Test("sequences and optionals go in and through")
  func sequences() throws {
    var builder = GraphBuilder()
    let sequence = builder.input("s", [])
    builder.graph.tensors[sequence].kind = .sequence
    let optional = builder.input("o", [])
    builder.graph.tensors[optional].kind = .optional
    builder.graph.outputs = [
      builder.layer("Identity", [sequence]), builder.layer("OptionalHasElement", [optional]),
      builder.layer("OptionalGetElement", [optional]),
    ]
    let pair: [InputValue] = [
      .tensor(.float32, shape: [2, 3], contents: nil), .tensor(.float32, shape: [4], contents: nil),
    ]
    let options = AnalysisOptions(inputs: [
      sequence: .sequence(pair, of: .float32), optional: pair[1],
    ])
    let values = try ModelShapes.inferring(builder.graph, options: options).values
    #expect(values[2].kind == .sequence)
    #expect(values[2].shapesOfElements == [[2, 3], [4]])
    #expect(values[3].integers == [1])
    #expect(values[4].kind == .tensor)
    #expect(values[4].shape == [4])
    var empty = options
    empty.inputs[optional] = .absent(of: .float32)
    let others = try ModelShapes.inferring(builder.graph, options: empty)
    #expect(others.values[3].integers == [0])
    #expect(others.unknown.map(\.operatorName) == [OperatorName("OptionalGetElement")])
  }

  @Test("a dimension of an input may be an expression of others")
  func expressions() throws {
    var builder = GraphBuilder()
    let first = builder.input("x", [.symbol("batch"), .symbol("past")])
    let mask = builder.input("mask", [.symbol("batch"), .symbol("past + 1")])
    builder.graph.outputs = [
      builder.layer("Relu", [first]), builder.layer("Relu", [mask]),
    ]
    #expect(builder.graph.symbols == ["batch", "past"])
    let options = AnalysisOptions(dimensions: ["past": 9])
    let values = try ModelShapes.inferring(builder.graph, options: options).values
    #expect(values.map(\.shape) == [[1, 9], [1, 10], [1, 9], [1, 10]])
    let error = #expect(throws: OperatorError.self) { try ModelShapes.inferring(builder.graph) }
    #expect(error?.remedy == "give it with --dim past=N")
  }

  @Test("non-maximum suppression is done where boxes and scores are known")
  func suppression() throws {
    // The first two boxes are one; the third is apart; the fourth scores too little.
    let boxes = Operand(
      .float32, [1, 4, 4],
      contents: .floats([0, 0, 1, 1, 0, 0, 1, 1, 5, 5, 6, 6, 9, 9, 10, 10]))
    let scores = Operand(.float32, [1, 1, 4], contents: .floats([0.8, 0.9, 0.7, 0.1]))
    let trial = try Trial(
      "NonMaxSuppression", [boxes, scores, .integer(3), .floats([0.5]), .floats([0.3])])
    #expect(trial.shapes == [[2, 3]])
    #expect(trial.outputs[0].integers == [0, 0, 1, 0, 0, 2])
    #expect(!trial.outputs[0].isBound)
  }

  @Test("texts are split and sifted where they are known")
  func texts() throws {
    let texts = Operand(
      .string, [3], contents: .strings(["monday a", " tuesday  b c", "Monday"]))
    let parts = try Trial("StringSplit", [texts])
    #expect(parts.shapes == [[3, 3], [3]])
    let limited = try Trial(
      "StringSplit", [texts], ["delimiter": .string(" "), "maxsplit": .integer(1)])
    #expect(limited.shapes == [[3, 2], [3]])
    let sifted = try Trial("StringNormalizer", [texts], ["stopwords": .strings(["monday"])])
    #expect(sifted.shapes == [[2]])
    let exact = try Trial(
      "StringNormalizer", [texts],
      ["stopwords": .strings(["monday"]), "is_case_sensitive": .integer(1)])
    #expect(exact.shapes == [[3]])
  }
}
