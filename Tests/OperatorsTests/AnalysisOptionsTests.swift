import ModelGraph
import Operators
import Testing

@Suite("Open sizes and unknown operators")
struct AnalysisOptionsTests {
  /// `x` of some shape through one layer.
  private static func graph(
    _ shape: [Dimension], through type: String = "Relu"
  ) -> Graph {
    var builder = GraphBuilder()
    let input = builder.input("x", shape)
    builder.graph.outputs = [builder.layer(type, [input], name: "only")]
    return builder.graph
  }

  @Test(
    "operators of a version that is not known, or not stated, are counted with a note",
    arguments: [(17, nil), (99, "version 99"), (-1, "does not say"), (0, "does not say")])
  func versions(version: Int, note: String?) throws {
    var graph = Self.graph(.sizes(2, 3))
    graph.format = "onnx"
    graph.operatorSets = ["": version]
    let notes = try ModelWork.counting(graph).notes
    #expect(notes.count == (note == nil ? 0 : 1))
    #expect(notes.allSatisfy { $0.contains(note ?? "") })
  }

  @Test("a size that follows from others is not the batch")
  func leadingExpression() throws {
    var builder = GraphBuilder()
    _ = builder.input("x", [.symbol("s0"), .fixed(3)])
    let twice = builder.input("y", [.symbol("2*s0 + 1"), .fixed(3)])
    builder.graph.outputs = [builder.layer("Relu", [twice])]
    let work = try ModelWork.counting(builder.graph, options: AnalysisOptions(batch: 4))
    #expect(work.batch == 4)
    #expect(work.totals.flops == 27)
  }

  @Test("an optional input whose shape is stated is counted as given")
  func optionalInput() throws {
    var builder = GraphBuilder()
    let input = builder.input("x", .sizes(2, 3))
    builder.graph.tensors[input].kind = .optional
    let there = builder.layer("OptionalGetElement", [input])
    builder.graph.outputs = [builder.layer("Relu", [there])]
    let work = try ModelWork.counting(builder.graph)
    #expect(work.totals.flops == 6)
    #expect(work.notes == ["the optional input x is counted as given"])
  }

  @Test("a batch that the graph fixes grows by whole factors")
  func fixedBatch() throws {
    let graph = Self.graph(.sizes(2, 3))
    let work = try ModelWork.counting(graph, options: AnalysisOptions(batch: 6))
    #expect(work.batch == 6)
    #expect(work.totals.flops == 18)
    #expect(work.totals.inputBytes == 72)
    #expect(work.peakActivationBytes == 144)
    #expect(work.layers[0].outputShapes == [[6, 3]])
    let error = #expect(throws: OperatorError.self) {
      try ModelWork.counting(graph, options: AnalysisOptions(batch: 5))
    }
    #expect(error?.code == .batch)
  }

  @Test("an open batch takes what the user says, else one", arguments: [nil, 4])
  func openBatch(batch: Int?) throws {
    let graph = Self.graph([.symbol("batch"), .fixed(3)])
    let work = try ModelWork.counting(graph, options: AnalysisOptions(batch: batch))
    #expect(work.batch == batch ?? 1)
    #expect(work.totals.flops == 3 * (batch ?? 1))
    #expect(work.notes.isEmpty)
  }

  @Test("an open dimension that is not given is named with its option")
  func missingDimension() throws {
    let graph = Self.graph([.symbol("N"), .symbol("length")])
    let error = #expect(throws: OperatorError.self) { try ModelWork.counting(graph) }
    #expect(error?.code == .dimension)
    #expect(error?.remedy == "give it with --dim length=N")
    let given = AnalysisOptions(dimensions: ["length": 7])
    #expect(try ModelWork.counting(graph, options: given).totals.flops == 7)
  }

  @Test("a dimension that the model does not have is an error that lists those it has")
  func unknownDimension() {
    let graph = Self.graph([.symbol("N"), .symbol("length")])
    let error = #expect(throws: OperatorError.self) {
      try ModelWork.counting(graph, options: AnalysisOptions(dimensions: ["lenght": 7]))
    }
    #expect(error?.what.contains("N, length") == true)
  }

  @Test("what came before may be empty, and a batch may not")
  func emptySizes() throws {
    let graph = Self.graph([.symbol("N"), .symbol("past")])
    let empty = AnalysisOptions(dimensions: ["past": 0])
    #expect(try ModelWork.counting(graph, options: empty).totals.flops == 0)
    for options in [
      AnalysisOptions(dimensions: ["N": 0, "past": 1]),
      AnalysisOptions(batch: 0, dimensions: ["past": 1]),
    ] {
      let error = #expect(throws: OperatorError.self) {
        try ModelWork.counting(graph, options: options)
      }
      #expect(error?.code == .dimension)
    }
  }

  @Test("an input of one integer has the value that is given by its name")
  func namedNumbers() throws {
    // Two rows of three for each of 5 trips.
    let graph = ControlFlowTests.loop(trips: nil)
    #expect(graph.namedNumbers == ["m"])
    let work = try ModelWork.counting(graph, options: AnalysisOptions(dimensions: ["m": 5]))
    #expect(work.totals.macs == 5 * 18)
    #expect(work.boundedLayers.isEmpty)
  }

  @Test("sizes below zero or beyond 2³¹ are refused", arguments: [-1, 1 << 31, Int.max])
  func impossibleSizes(size: Int) {
    let graph = Self.graph([.symbol("N"), .symbol("length")])
    for options in [
      AnalysisOptions(dimensions: ["length": size]),
      AnalysisOptions(batch: size, dimensions: ["length": 1]),
    ] {
      let error = #expect(throws: OperatorError.self) {
        try ModelWork.counting(graph, options: options)
      }
      #expect(error?.code == .dimension)
    }
  }

  @Test("the size of pictures goes into their last two dimensions")
  func inputSize() throws {
    let graph = Self.graph([.fixed(1), .fixed(3), .symbol("height"), .symbol("width")])
    let options = AnalysisOptions(inputSize: (width: 5, height: 4))
    #expect(
      try ModelWork.counting(graph, options: options).layers[0].outputShapes == [[1, 3, 4, 5]])
    let error = #expect(throws: OperatorError.self) {
      try ModelWork.counting(Self.graph(.sizes(1, 3, 8, 8)), options: options)
    }
    #expect(error?.code == .dimension)
  }

  @Test(
    "an operator without a rule is listed with those that depend on it, and the rest is counted")
  func unknownOperator() throws {
    var builder = GraphBuilder()
    let input = builder.input("x", .sizes(2, 3))
    let odd = builder.layer("Unheard", [input], name: "odd")
    let after = builder.layer("Relu", [odd], name: "after")
    let beside = builder.layer("Relu", [input], name: "beside")
    builder.graph.outputs = [after, beside]
    let work = try ModelWork.counting(builder.graph)
    #expect(work.uncounted.map(\.name) == ["odd", "after"])
    #expect(work.unsupportedOperators == [OperatorName("Unheard")])
    #expect(work.layers.map(\.name) == ["beside"])
    let error = #expect(throws: OperatorError.self) {
      try ModelWork.counting(builder.graph, options: AnalysisOptions(isStrict: true))
    }
    #expect(error?.code == .unsupported)
    #expect(error?.location == "layer odd (Unheard, node 0)")
  }

  @Test("behind an operator without a rule counting goes on where the file states the shape")
  func statedShape() throws {
    var builder = GraphBuilder()
    let input = builder.input("x", .sizes(2, 3))
    let odd = builder.layer("Unheard", [input])
    builder.graph.tensors[odd].shape = .sizes(5, 5)
    builder.graph.tensors[odd].elementType = .float32
    builder.graph.outputs = [builder.layer("Relu", [odd])]
    let work = try ModelWork.counting(builder.graph)
    #expect(work.uncounted.count == 1)
    #expect(work.layers.map(\.outputShapes) == [[[5, 5]]])
    // Both of 100 bytes, and x is gone.
    #expect(work.peakActivationBytes == 200)
  }

  @Test("a shape that depends on the values of an activation is listed, not guessed")
  func dataDependentShape() throws {
    var builder = GraphBuilder()
    let input = builder.input("x", .sizes(6))
    let wanted = builder.input("wanted", .sizes(2), .int64)
    builder.graph.outputs = [builder.layer("Reshape", [input, wanted], name: "late")]
    let work = try ModelWork.counting(builder.graph)
    #expect(work.uncounted.map(\.name) == ["late"])
    #expect(work.unsupportedOperators.isEmpty)
    #expect(throws: OperatorError.self) {
      try ModelWork.counting(builder.graph, options: AnalysisOptions(isStrict: true))
    }
  }

  @Test("sizes whose product passes 2⁶³ are errors that name the layer")
  func hugeSizes() throws {
    let impossible = #expect(throws: OperatorError.self) {
      try ModelWork.counting(Self.graph(.sizes(1 << 40, 1 << 40)))
    }
    #expect(impossible?.code == .overflow)
    // 2²⁵ · 2²⁵ elements exist, but not their 2⁷⁰ multiply–accumulates.
    var builder = GraphBuilder()
    let left = builder.input("x", .sizes(1 << 25, 1 << 20))
    let right = builder.stored("w", [1 << 20, 1 << 25])
    builder.graph.outputs = [builder.layer("MatMul", [left, right], name: "huge")]
    let uncountable = #expect(throws: OperatorError.self) {
      try ModelWork.counting(builder.graph)
    }
    #expect(uncountable?.code == .overflow)
    #expect(uncountable?.location.contains("huge") == true)
  }

  @Test("a shape that cannot be names the layer, its operator and its place")
  func location() {
    var builder = GraphBuilder()
    let input = builder.input("x", .sizes(2, 3))
    let weights = builder.stored("w", [4, 5])
    builder.graph.outputs = [builder.layer("MatMul", [input, weights], name: "fc")]
    let error = #expect(throws: OperatorError.self) { try ModelWork.counting(builder.graph) }
    #expect(
      error?.description == "layer fc (MatMul, node 0): the sizes of MatMul do not go together: "
        + "2x3 times 4x5: the inner dimensions differ; "
        + "correct it in the model, or export it again")
  }

  @Test("a graph that names a tensor it does not have is refused")
  func missingTensor() {
    var graph = Self.graph(.sizes(2, 3))
    graph.layers[0].inputs = [99]
    #expect(throws: OperatorError.self) { try ModelWork.counting(graph) }
  }
}
