import ModelGraph
import Operators
import Testing

@Suite("SequenceMap")
struct SequenceMapTests {
  /// Tensors of 2x3 and 4x3 go through a product with 3x3, and the shape of each comes out too.
  private static func graph() -> Graph {
    var builder = GraphBuilder()
    let tensors = [builder.input("a", .sizes(2, 3)), builder.input("b", .sizes(4, 3))]
    let weights = builder.stored("w", [3, 3])
    let sequence = builder.layer("SequenceConstruct", tensors)
    let inner = builder.inner("x")
    let outer = builder.graph.layers
    builder.graph.layers = []
    let product = builder.layer("MatMul", [inner, weights], name: "product")
    let body = Subgraph(inputs: [inner], outputs: [product], layers: builder.graph.layers)
    builder.graph.layers = outer
    let made = builder.layer("SequenceMap", [sequence], name: "map")
    builder.graph.layers[1].subgraphs = ["body": body]
    builder.graph.outputs = [builder.layer("ConcatFromSequence", [made], ["axis": .integer(0)])]
    return builder.graph
  }

  @Test("counts its body for each tensor")
  func counts() throws {
    let work = try ModelWork.counting(Self.graph())
    // 2 · 3 · 3 + 4 · 3 · 3.
    #expect(work.totals.macs == 54)
    #expect(work.layers.map(\.name) == ["SequenceConstruct0", "product", "ConcatFromSequence2"])
    #expect(work.layers.last?.outputShapes == [[6, 3]])
    #expect(work.notes == ["map is counted with 2 tensors"])
  }

  @Test("is not counted where its sequence is open")
  func openSequence() throws {
    var graph = Self.graph()
    graph.layers[0].operatorName = OperatorName("Unknown")
    let work = try ModelWork.counting(graph)
    #expect(work.uncounted.map(\.name) == ["SequenceConstruct0", "map", "ConcatFromSequence2"])
  }
}
