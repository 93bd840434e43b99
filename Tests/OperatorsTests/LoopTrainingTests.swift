import ModelGraph
import Operators
import Testing

@Suite("Training through branches and loops")
struct LoopTrainingTests {
  private static func step(_ graph: Graph) throws -> ModelWork {
    try ModelWork.counting(graph, options: AnalysisOptions(training: .sgd))
  }

  private static func gradients(_ work: ModelWork) -> [String: [Int]] {
    var gradients: [String: [Int]] = [:]
    for layer in work.layers where layer.name.contains("Gradient") {
      gradients[layer.name] = [layer.work.macs, layer.work.flops]
    }
    return gradients
  }

  /// A product of x, 2x3, with v, 3x3, and then products with w, 3x3, one for each trip.
  private static func products(trips: Int) -> Graph {
    var builder = GraphBuilder()
    let input = builder.input("x", .sizes(2, 3))
    let before = builder.layer("MatMul", [input, builder.stored("v", [3, 3])], name: "before")
    let limit = builder.stored("m", [], .int64, contents: .integers([trips]), isParameter: false)
    let weights = builder.stored("w", [3, 3])
    let inner = (0..<3).map { builder.inner("inner\($0)") }
    let body = ControlFlowTests.subgraph(&builder, inputs: inner) { builder in
      [inner[1], builder.layer("MatMul", [inner[2], weights], name: "step")]
    }
    let end = builder.layer("Loop", [limit, nil, before], name: "loop")
    builder.graph.layers[1].subgraphs = ["body": body]
    builder.graph.outputs = [builder.layer("Relu", [end], name: "last")]
    return builder.graph
  }

  /// The same without a loop.
  private static func chain(_ length: Int) -> Graph {
    var builder = GraphBuilder()
    let input = builder.input("x", .sizes(2, 3))
    var state = builder.layer("MatMul", [input, builder.stored("v", [3, 3])], name: "before")
    let weights = builder.stored("w", [3, 3])
    for _ in 0..<length { state = builder.layer("MatMul", [state, weights], name: "step") }
    builder.graph.outputs = [builder.layer("Relu", [state], name: "last")]
    return builder.graph
  }

  @Test("goes back through each trip of a loop and to what is before it", arguments: [1, 5, 100])
  func loops(trips: Int) throws {
    let work = try Self.step(Self.products(trips: trips))
    // 18 MACs a product. All trips share w, so that their gradients of 9 elements are added up; the layer
    // before has no gradient of its input, which the user gives. The rectifier's is 6 FLOPs.
    #expect(
      Self.gradients(work) == [
        "last.InputGradient": [0, 6], "step.InputGradient": [18 * trips, 36 * trips],
        "step.WeightGradient": [18 * trips, 36 * trips + 9 * (trips - 1)],
        "before.WeightGradient": [18, 36],
      ])
    let unrolled = try Self.step(Self.chain(trips))
    #expect(work.totals == unrolled.totals)
    #expect(work.training?.backward == unrolled.training?.backward)
    #expect(work.peakActivationBytes == unrolled.peakActivationBytes)
    #expect(!work.notes.contains { $0.contains("gradients of the layers within") })
  }

  @Test("needs of a recurrent layer whose state alone is trained no gradient of its input")
  func cells() throws {
    // A cell of 4 hidden units and 8 inputs on each of 5 trips: MACs of its input 16·8, of its state 16·4.
    var builder = GraphBuilder()
    let input = builder.input("x", .sizes(1, 2, 8))
    let weights = builder.stored("w", [1, 16, 8])
    let recurrent = builder.stored("r", [1, 16, 4])
    let start = builder.stored("h", [1, 2, 4])
    let limit = builder.constant([5])
    let inner = (0..<4).map { builder.inner("inner\($0)") }
    let body = ControlFlowTests.subgraph(&builder, inputs: inner) { builder in
      let made = builder.layer(
        "LSTM", [input, weights, recurrent, nil, nil, inner[2], inner[3]],
        ["hidden_size": .integer(4)], name: "cell", outputs: 3)
      return [inner[1], made[1], made[2]]
    }
    builder.graph.outputs = builder.layer(
      "Loop", [limit, nil, start, start], name: "loop", outputs: 2)
    builder.graph.layers[0].subgraphs = ["body": body]
    let gradients = Self.gradients(try Self.step(builder.graph))
    #expect(gradients["cell.InputGradient"]?.first == 5 * 2 * 16 * 4)
    #expect(gradients["cell.WeightGradient"]?.first == 5 * 2 * 16 * (8 + 4))
  }

  @Test("goes back from what all trips made", arguments: [4, 90])
  func scans(trips: Int) throws {
    // Each of so many slices of 2x3 goes through a product with w, 3x3; all of them are one result.
    var builder = GraphBuilder()
    let input = builder.input("x", [.fixed(trips), .fixed(2), .fixed(3)])
    let before = builder.layer("MatMul", [input, builder.stored("v", [3, 3])], name: "before")
    let weights = builder.stored("w", [3, 3])
    let slice = builder.inner("slice")
    let body = ControlFlowTests.subgraph(&builder, inputs: [slice]) {
      [$0.layer("MatMul", [slice, weights], name: "step")]
    }
    let all = builder.layer("Scan", [before], ["num_scan_inputs": .integer(1)], name: "scan")
    builder.graph.layers[1].subgraphs = ["body": body]
    builder.graph.outputs = [builder.layer("Relu", [all], name: "last")]
    let work = try Self.step(builder.graph)
    // The gradients of the slices are parts of one tensor, and not added.
    #expect(
      Self.gradients(work) == [
        "last.InputGradient": [0, 6 * trips], "step.InputGradient": [18 * trips, 36 * trips],
        "step.WeightGradient": [18 * trips, 36 * trips + 9 * (trips - 1)],
        "before.WeightGradient": [18 * trips, 36 * trips],
      ])
  }

  @Test("goes back through a loop in a loop")
  func nested() throws {
    var builder = GraphBuilder()
    let input = builder.input("x", .sizes(2, 3))
    let weights = builder.stored("w", [3, 3])
    let limits = [2, 3].map { builder.constant([$0]) }
    let outer = (0..<3).map { builder.inner("outer\($0)") }
    let inner = (0..<3).map { builder.inner("inner\($0)") }
    let step = ControlFlowTests.subgraph(&builder, inputs: inner) { builder in
      [inner[1], builder.layer("MatMul", [inner[2], weights], name: "step")]
    }
    let body = ControlFlowTests.subgraph(&builder, inputs: outer) { builder in
      let made = builder.layer("Loop", [limits[1], nil, outer[2]], name: "within")
      builder.graph.layers[builder.graph.layers.count - 1].subgraphs = ["body": step]
      return [outer[1], made]
    }
    builder.graph.outputs = [builder.layer("Loop", [limits[0], nil, input], name: "loop")]
    builder.graph.layers[0].subgraphs = ["body": body]
    // Six products one after another; the first of them needs no gradient of its input.
    #expect(
      Self.gradients(try Self.step(builder.graph)) == [
        "step.InputGradient": [5 * 18, 5 * 36],
        "step.WeightGradient": [6 * 18, 6 * 36 + 5 * 9],
      ])
  }

  @Test("goes back through the branch that is counted", arguments: [0, 1])
  func branches(condition: Int) throws {
    var builder = GraphBuilder()
    let input = builder.input("x", .sizes(2, 3))
    let choice = builder.stored(
      "c", [], .bool, contents: .integers([condition]), isParameter: false)
    let before = builder.layer("MatMul", [input, builder.stored("v", [3, 3])], name: "before")
    let weights = builder.stored("w", [3, 3])
    let dear = ControlFlowTests.subgraph(&builder) {
      [$0.layer("MatMul", [before, weights], name: "dear")]
    }
    let cheap = ControlFlowTests.subgraph(&builder) { [$0.layer("Relu", [before], name: "cheap")] }
    let made = builder.layer("If", [choice], name: "choice")
    builder.graph.layers[1].subgraphs = ["then_branch": dear, "else_branch": cheap]
    builder.graph.outputs = [builder.layer("Tanh", [made], name: "last")]
    let gradients = Self.gradients(try Self.step(builder.graph))
    #expect(gradients["before.WeightGradient"] == [18, 36])
    #expect(gradients["last.InputGradient"] == [0, 18])
    #expect(gradients["dear.InputGradient"] == (condition == 1 ? [18, 36] : nil))
    #expect(gradients["cheap.InputGradient"] == (condition == 1 ? nil : [0, 6]))
  }
}
