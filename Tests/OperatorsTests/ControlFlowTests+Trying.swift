import ModelGraph
import Operators
import Testing

extension ControlFlowTests {
  /// An If over x, 2x3, and after it a rectifier. One branch is a rectifier and a product with w, 3x3; the
  /// other has a loop of products with v and an If of its own, and is the dearer one.
  private static func nested(dearer: String) -> (graph: Graph, condition: TensorID) {
    var builder = GraphBuilder()
    let input = builder.input("x", .sizes(2, 3))
    let outer = builder.input("c", [], .bool)
    let inner = builder.input("d", [], .bool)
    let shared = builder.stored("w", [3, 3])
    let other = builder.stored("v", [3, 3])
    let limit = builder.constant([3])
    let states = (0..<3).map { builder.inner("state\($0)") }
    let cheap = subgraph(&builder) { builder in
      let rectified = builder.layer("Relu", [input], name: "cheap")
      return [builder.layer("MatMul", [rectified, shared], name: "once")]
    }
    let body = subgraph(&builder, inputs: states) {
      [states[1], $0.layer("MatMul", [states[2], other], name: "step")]
    }
    let innerCheap = subgraph(&builder) { [$0.layer("Relu", [input], name: "left")] }
    let dear = subgraph(&builder) { builder in
      let looped = builder.layer("Loop", [limit, nil, input], name: "loop")
      builder.graph.layers[0].subgraphs = ["body": body]
      let innerDear = subgraph(&builder) { builder in
        let first = builder.layer("MatMul", [looped, shared], name: "first")
        return [builder.layer("MatMul", [first, other], name: "second")]
      }
      let chosen = builder.layer("If", [inner], name: "within")
      builder.graph.layers[1].subgraphs = ["then_branch": innerCheap, "else_branch": innerDear]
      return [builder.layer("Add", [chosen, looped], name: "sum")]
    }
    let made = builder.layer("If", [outer], name: "choice")
    let cheaper = dearer == "then_branch" ? "else_branch" : "then_branch"
    builder.graph.layers[0].subgraphs = [dearer: dear, cheaper: cheap]
    builder.graph.outputs = [builder.layer("Add", [made, input], name: "last")]
    return (builder.graph, outer)
  }

  @Test(
    "of two branches the one that is left leaves no trace, whichever it is",
    arguments: ["then_branch", "else_branch"], [nil, Optimizer.sgd])
  func leftBranches(dearer: String, optimizer: Optimizer?) throws {
    let (graph, condition) = Self.nested(dearer: dearer)
    var options = AnalysisOptions(training: optimizer)
    let open = try ModelWork.counting(graph, options: options)
    let taken = dearer == "then_branch" ? 1 : 0
    options.inputs = [condition: .tensor(.bool, shape: [], contents: .integers([taken]))]
    let known = try ModelWork.counting(graph, options: options)
    #expect(open.layers.prefix(5).map(\.name) == ["step", "first", "second", "sum", "last"])
    // Three trips of 2·3·3 MACs and two products, of two weights of 9; the cheaper branch used one too.
    #expect(open.layers.prefix(5).map(\.work.macs) == [54, 18, 18, 0, 0])
    #expect(open.layers.prefix(5).map(\.parameters) == [9, 9, 0, 0, 0])
    #expect(open.layers.map(\.name) == known.layers.map(\.name))
    #expect(open.layers.map(\.work) == known.layers.map(\.work))
    #expect(open.layers.map(\.producers) == known.layers.map(\.producers))
    #expect(open.layers.map(\.livingBytes) == known.layers.map(\.livingBytes))
    #expect(open.layers.map(\.isInPlace) == known.layers.map(\.isInPlace))
    #expect(open.totals == known.totals)
    #expect(open.parameters == known.parameters)
    #expect(open.trainableParameters == known.trainableParameters)
    #expect(open.peakActivationBytes == known.peakActivationBytes)
    #expect(open.peakActivationBytesInPlace == known.peakActivationBytesInPlace)
    #expect(open.peakActivationLayer == known.peakActivationLayer)
    #expect(open.foldedLayers == known.foldedLayers)
    let told = "of choice the dearer branch is counted, \(dearer)"
    #expect(open.notes.filter { $0 != told } == known.notes)
    #expect(open.notes.count == known.notes.count + 1)
  }

  @Test("the peak of the activations may stand within a loop")
  func peakWithinLoop() throws {
    var builder = GraphBuilder()
    let input = builder.input("x", .sizes(2, 3))
    let weights = builder.stored("w", [3, 3])
    let limit = builder.constant([3])
    let states = (0..<3).map { builder.inner("state\($0)") }
    let body = Self.subgraph(&builder, inputs: states) {
      [states[1], $0.layer("MatMul", [states[2], weights], name: "step")]
    }
    let looped = builder.layer("Loop", [limit, nil, input], name: "loop")
    builder.graph.layers[0].subgraphs = ["body": body]
    builder.graph.outputs = [builder.layer("Relu", [looped], name: "last")]
    let work = try ModelWork.counting(builder.graph)
    // What the loop is given, which stays until it ends, a state and the next one, 6 elements each.
    #expect(work.peakActivationBytes == 72)
    #expect(work.peakActivationLayer == "step")
  }

  @Test("conditions within one another count the dearest branches of all, each layer once")
  func deepConditions() throws {
    // Twenty Ifs, each in the else branch of the one around it.
    var builder = GraphBuilder()
    let input = builder.input("x", .sizes(2, 3))
    let flag = builder.input("c", [], .bool)
    func branch(_ depth: Int, _ builder: inout GraphBuilder) -> Subgraph {
      Self.subgraph(&builder) { builder in
        let first = builder.layer("Relu", [input], name: "depth \(depth)")
        guard depth < 20 else { return [first] }
        let cheap = Self.subgraph(&builder) { [$0.layer("Identity", [input])] }
        let dear = branch(depth + 1, &builder)
        let made = builder.layer("If", [flag], name: "choice \(depth)")
        builder.graph.layers[1].subgraphs = ["then_branch": cheap, "else_branch": dear]
        return [builder.layer("Add", [made, first])]
      }
    }
    let whole = branch(0, &builder)
    builder.graph.layers = whole.layers
    builder.graph.outputs = whole.outputs
    let work = try ModelWork.counting(builder.graph)
    // 21 rectifiers and 20 sums of 6.
    #expect(work.totals.flops == 41 * 6)
    #expect(work.notes.count == 20)
  }
}
