import ModelGraph
import Operators
import Testing

extension ControlFlowTests {
  @Test("what a loop of open length makes is a bound, and what goes from trip to trip is not")
  func openLengths() throws {
    let work = try ModelWork.counting(
      Self.loop(trips: nil), options: AnalysisOptions(tripCount: 7))
    let bounds = Dictionary(uniqueKeysWithValues: work.layers.map { ($0.name, $0.isUpperBound) })
    // The state has the same shape after every trip; of the kept ones there may be fewer.
    #expect(bounds == ["step": true, "kept": true, "state": false, "all": true])
    let known = try ModelWork.counting(Self.loop(trips: 7))
    #expect(known.boundedLayers.isEmpty)
    let shapes = try ModelShapes.inferring(
      Self.loop(trips: nil), options: AnalysisOptions(tripCount: 7))
    let outputs = shapes.values.filter(\.isOutput)
    #expect(outputs.map(\.shape) == [[2, 3], [7, 2, 3]])
    #expect(outputs.map(\.isBound) == [false, true])
  }

  /// An If over x, 4x6, whose branches slice different parts of it.
  private static func choice(
    _ first: (Int, Int), _ second: (Int, Int), condition: Int? = nil
  ) -> Graph {
    var builder = GraphBuilder()
    let input = builder.input("x", .sizes(4, 6))
    let flag =
      condition.map {
        builder.stored("c", [], .bool, contents: .integers([$0]), isParameter: false)
      } ?? builder.input("c", [], .bool)
    let from = builder.constant([0, 0])
    let ends = [first, second].map { builder.constant([$0.0, $0.1]) }
    let branches = ends.map { end in
      subgraph(&builder) { [$0.layer("Slice", [input, from, end])] }
    }
    let made = builder.layer("If", [flag], name: "choice")
    builder.graph.layers[0].subgraphs = ["then_branch": branches[0], "else_branch": branches[1]]
    builder.graph.outputs = [builder.layer("Relu", [made], name: "last")]
    return builder.graph
  }

  @Test(
    "an If whose branches make different shapes makes a bound that holds both",
    arguments: [((2, 5), (3, 4), [3, 5], true), ((2, 5), (2, 5), [2, 5], false)])
  func differingShapes(
    first: (Int, Int), second: (Int, Int), expected: [Int], isBound: Bool
  ) throws {
    let work = try ModelWork.counting(Self.choice(first, second))
    let last = try #require(work.layers.last)
    #expect(last.outputShapes == [expected])
    #expect(last.isUpperBound == isBound)
    #expect(last.work.flops == expected[0] * expected[1])
    let known = try ModelWork.counting(Self.choice(first, second, condition: 1))
    #expect(known.layers.last?.outputShapes == [[first.0, first.1]])
    #expect(known.boundedLayers.isEmpty)
  }

  @Test("of values that an open If chooses between, neither is taken for known")
  func differingValues() throws {
    var builder = GraphBuilder()
    let flag = builder.input("c", [], .bool)
    let shapes = [builder.constant([2, 12]), builder.constant([3, 8])]
    let branches = shapes.map { shape in
      Self.subgraph(&builder) { [$0.layer("Identity", [shape])] }
    }
    let chosen = builder.layer("If", [flag], name: "choice")
    builder.graph.layers[0].subgraphs = ["then_branch": branches[0], "else_branch": branches[1]]
    builder.graph.outputs = [builder.layer("Identity", [chosen], name: "last")]
    let values = try ModelShapes.inferring(builder.graph).values
    let value = try #require(values.first { $0.integers != nil && $0.role == .activation })
    #expect(value.integers == [3, 12])
    #expect(value.isBound)
  }
}
