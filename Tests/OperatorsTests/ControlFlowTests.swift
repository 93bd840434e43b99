import ModelGraph
import Operators
import Testing

@Suite("Branches and loops")
struct ControlFlowTests {
  /// Takes the layers that `body` adds out of the graph and into one within a layer.
  static func subgraph(
    _ builder: inout GraphBuilder, inputs: [TensorID] = [],
    _ body: (inout GraphBuilder) -> [TensorID]
  ) -> Subgraph {
    let outer = builder.graph.layers
    builder.graph.layers = []
    let outputs = body(&builder)
    defer { builder.graph.layers = outer }
    return Subgraph(inputs: inputs, outputs: outputs, layers: builder.graph.layers)
  }

  /// A product of 2x3 with 3x3 (18 MACs) or a rectifier (6 FLOPs) of an outer tensor.
  private static func branches(condition: Int?) -> Graph {
    var builder = GraphBuilder()
    let input = builder.input("x", .sizes(2, 3))
    let choice =
      condition.map {
        builder.stored("c", [], .bool, contents: .integers([$0]), isParameter: false)
      } ?? builder.input("c", [], .bool)
    let weights = builder.stored("w", [3, 3])
    let dear = subgraph(&builder) { [$0.layer("MatMul", [input, weights], name: "dear")] }
    let cheap = subgraph(&builder) { [$0.layer("Relu", [input], name: "cheap")] }
    let made = builder.layer("If", [choice], name: "choice")
    builder.graph.layers[0].subgraphs = ["then_branch": dear, "else_branch": cheap]
    builder.graph.outputs = [builder.layer("Relu", [made], name: "last")]
    return builder.graph
  }

  @Test("an If whose condition is open counts its dearer branch, and says so")
  func openCondition() throws {
    let work = try ModelWork.counting(Self.branches(condition: nil))
    #expect(work.layers.map(\.name) == ["dear", "last"])
    #expect(work.totals.macs == 18)
    #expect(work.notes == ["of choice the dearer branch is counted, then_branch"])
    // x 24 and the product 24, with the condition's byte; then two tensors of 24.
    #expect(work.peakActivationBytes == 49)
  }

  @Test("an If whose condition is known counts that branch", arguments: [0, 1])
  func knownCondition(condition: Int) throws {
    let work = try ModelWork.counting(Self.branches(condition: condition))
    #expect(work.layers.map(\.name) == [condition == 1 ? "dear" : "cheap", "last"])
    #expect(work.notes.isEmpty)
    #expect(work.uncounted.isEmpty)
  }

  /// A state of 2x3 goes through a product with 3x3 on each trip, and each state is kept.
  static func loop(trips: Int?) -> Graph {
    var builder = GraphBuilder()
    let input = builder.input("x", .sizes(2, 3))
    let limit =
      trips.map {
        builder.stored("m", [], .int64, contents: .integers([$0]), isParameter: false)
      } ?? builder.input("m", [], .int64)
    let weights = builder.stored("w", [3, 3])
    let inner = (0..<3).map { builder.inner("inner\($0)") }
    let body = subgraph(&builder, inputs: inner) { builder in
      let next = builder.layer("MatMul", [inner[2], weights], name: "step")
      return [inner[1], next, builder.layer("Identity", [next], name: "kept")]
    }
    builder.graph.outputs = builder.layer(
      "Loop", [limit, nil, input], name: "loop", outputs: 2)
    builder.graph.layers[0].subgraphs = ["body": body]
    let ends = builder.graph.outputs
    builder.graph.outputs = [
      builder.layer("Relu", [ends[0]], name: "state"),
      builder.layer("Relu", [ends[1]], name: "all"),
    ]
    return builder.graph
  }

  @Test("a Loop counts its body for each trip", arguments: [5, 100])
  func loops(trips: Int) throws {
    let work = try ModelWork.counting(Self.loop(trips: trips))
    let step = try #require(work.layers.first { $0.name == "step" })
    #expect(step.work.macs == trips * 18)
    #expect(step.work.weightBytes == trips * 36)
    #expect(step.parameters == 9)
    #expect(work.layers.first { $0.name == "state" }?.outputShapes == [[2, 3]])
    #expect(work.layers.first { $0.name == "all" }?.outputShapes == [[trips, 2, 3]])
    #expect(work.notes == ["loop is counted with \(trips) trips"])
  }

  @Test(
    "a Loop whose trips are open, or whose limit no loop reaches, needs to be told them",
    arguments: [nil, Int.max])
  func openLoop(limit: Int?) throws {
    let graph = Self.loop(trips: limit)
    let untold = try ModelWork.counting(graph)
    #expect(untold.uncounted.first?.name == "loop")
    #expect(untold.uncounted.first?.reason.contains("--trip-count") == true)
    let told = try ModelWork.counting(graph, options: AnalysisOptions(tripCount: 7))
    #expect(told.totals.macs == 7 * 18)
    #expect(told.notes == ["loop is counted with 7 trips, an upper bound"])
  }

  @Test("a state may grow from trip to trip")
  func growingState() throws {
    // 2x3, and two rows more on each of three trips: 4·(12 + 18 + 24) bytes are written.
    var builder = GraphBuilder()
    let input = builder.input("x", .sizes(2, 3))
    let limit = builder.stored("m", [], .int64, contents: .integers([3]), isParameter: false)
    let inner = (0..<3).map { builder.inner("inner\($0)") }
    let body = Self.subgraph(&builder, inputs: inner) { builder in
      [inner[1], builder.layer("Concat", [inner[2], input], ["axis": .integer(0)], name: "grow")]
    }
    builder.graph.outputs = [builder.layer("Loop", [limit, nil, input], name: "loop")]
    builder.graph.layers[0].subgraphs = ["body": body]
    let work = try ModelWork.counting(builder.graph)
    #expect(work.layers.map(\.work.outputBytes) == [216])
    #expect(work.layers.count == 1)
  }

  @Test("a Scan counts its body for each element of the scanned axis")
  func scan() throws {
    // 5 sums of 6.
    var builder = GraphBuilder()
    let state = builder.input("s", .sizes(2, 3))
    let sequence = builder.input("x", .sizes(5, 2, 3))
    let inner = (0..<2).map { builder.inner("inner\($0)") }
    let body = Self.subgraph(&builder, inputs: inner) { builder in
      let sum = builder.layer("Add", [inner[0], inner[1]], name: "sum")
      return [sum, builder.layer("Identity", [sum], name: "kept")]
    }
    let ends = builder.layer(
      "Scan", [state, sequence], ["num_scan_inputs": .integer(1)], name: "scan", outputs: 2)
    builder.graph.layers[0].subgraphs = ["body": body]
    builder.graph.outputs = [ends[0], builder.layer("Relu", [ends[1]], name: "all")]
    let work = try ModelWork.counting(builder.graph)
    #expect(work.layers.first { $0.name == "sum" }?.work.flops == 30)
    #expect(work.layers.last?.outputShapes == [[5, 2, 3]])
  }

  @Test("loops within loops do not take forever")
  func nested() throws {
    var builder = GraphBuilder()
    let input = builder.input("x", .sizes(2))
    let limit = builder.stored("m", [], .int64, contents: .integers([60]), isParameter: false)
    func loop(_ depth: Int, _ state: TensorID, _ builder: inout GraphBuilder) -> TensorID {
      let inner = (0..<3).map { builder.inner("inner\(depth).\($0)") }
      let body = Self.subgraph(&builder, inputs: inner) { builder in
        let next =
          depth == 0
          ? builder.layer("Relu", [inner[2]], name: "step") : loop(depth - 1, inner[2], &builder)
        return [inner[1], next]
      }
      let made = builder.layer("Loop", [limit, nil, state], name: "loop\(depth)")
      builder.graph.layers[builder.graph.layers.count - 1].subgraphs = ["body": body]
      return made
    }
    builder.graph.outputs = [loop(5, input, &builder)]
    // 2 elements, 60 trips six deep.
    let work = try ModelWork.counting(builder.graph)
    #expect(work.totals.flops == 2 * 60 * 60 * 60 * 60 * 60 * 60)
  }
}
