import ModelFormats
import ModelGraph
import Testing

@Suite("Graphs within an ONNX node")
struct ONNXSubgraphTests {
  /// An If whose first branch reads `h`, which the graph around it makes, and whose second hands it
  /// back as it is.
  private static let branches = WireWriter.small { graph in
    graph.node("Op", ["x"], ["y"], name: "choice") { node in
      node.subgraph("then_branch") { branch in
        branch.value(12, "z", [.fixed(4)])
        branch.tensor("w", type: 1, [4])
        branch.node("Neg", ["inner"], ["z"])
        branch.node("Add", ["h", "w"], ["inner"], name: "sum")
      }
      node.subgraph("else_branch") { $0.value(12, "h", nil) }
    }
    graph.node("Relu", ["x"], ["h"])
  }

  @Test("are read with their own names and those of the graph around them")
  func names() throws {
    let graph = try ONNXReading.graph(Self.branches)
    let layer = try #require(graph.layers.last)
    #expect(layer.subgraphs.keys.sorted() == ["else_branch", "then_branch"])
    let branch = try #require(layer.subgraphs["then_branch"])
    #expect(branch.layers.map(\.name) == ["choice/then_branch/sum", "choice/then_branch/Neg_0"])
    #expect(
      branch.layers.map(\.location) == [
        "node 0, then_branch, node 1", "node 0, then_branch, node 0",
      ])
    #expect(graph.names(branch.layers[0].inputs) == ["h", "choice/then_branch/w"])
    #expect(graph.names(branch.outputs) == ["choice/then_branch/z"])
    #expect(graph.tensor("choice/then_branch/z")?.shape == [.fixed(4)])
    #expect(graph.tensor("choice/then_branch/w")?.isParameter == true)
    #expect(layer.subgraphs["else_branch"]?.outputs == graph.layers.first?.outputs)
  }

  @Test("are a reason to stand after what their layers read")
  func order() throws {
    let graph = try ONNXReading.graph(Self.branches)
    #expect(graph.layers.map(\.operatorName.type) == ["Relu", "Op"])
  }

  @Test("have inputs that nobody outside gives, and names that hide outer ones")
  func inputs() throws {
    let graph = try ONNXReading.graph(
      WireWriter.small { graph in
        graph.node("Relu", ["x"], ["h"])
        graph.node("Op", ["h"], ["y"], name: "loop") { node in
          node.subgraph("body") { body in
            body.value(11, "x", type: 7, [])
            body.value(12, "h", nil)
            body.node("Neg", ["x"], ["h"])
          }
        }
      })
    let body = try #require(graph.layers.last?.subgraphs["body"])
    #expect(graph.names(graph.inputs) == ["x"])
    #expect(graph.names(body.inputs.map { $0 }) == ["loop/body/x"])
    #expect(graph.tensors[body.inputs[0]].role == .activation)
    #expect(graph.tensors[body.inputs[0]].elementType == .int64)
    #expect(graph.names(body.layers[0].outputs) == ["loop/body/h"])
    #expect(graph.names(body.outputs.map { $0 }) == ["loop/body/h"])
  }

  @Test("of functions use the function's names and settings, and may call functions")
  func inFunctions() throws {
    let function = WireWriter.function(
      "F", ["a"], ["b"],
      [
        WireWriter.node("Relu", ["a"], ["c"]),
        WireWriter.node("Op", ["c"], ["b"], name: "if") { node in
          node.subgraph("then_branch") { branch in
            branch.value(12, "d", nil)
            branch.node("G", ["c"], ["d"], domain: "local") { $0.reference("k", to: "n") }
          }
        },
      ])
    let inner = WireWriter.function(
      "G", ["a"], ["b"],
      [WireWriter.node("Deep", ["a"], ["b"]) { $0.reference("size", to: "k") }])
    let graph = try ONNXReading.graph(
      WireWriter.small(functions: [function, inner]) { graph in
        graph.node("F", ["x"], ["y"], name: "f", domain: "local") {
          $0.attribute("n", type: 2) { $0.number(3, 9) }
        }
      })
    let branch = try #require(graph.layers.last?.subgraphs["then_branch"])
    #expect(branch.layers.map(\.operatorName.type) == ["Deep"])
    #expect(branch.layers[0].attributes == ["size": .integer(9)])
    #expect(graph.names(branch.layers[0].inputs) == ["f/c"])
    #expect(branch.layers[0].outputs == branch.outputs)
  }

  @Test("that are wrong are one line each")
  func errors() throws {
    func what(_ write: (inout WireWriter) -> Void) -> String? {
      let bytes = WireWriter.small { graph in
        graph.node("Op", ["x"], ["y"]) { $0.subgraph("body", write) }
      }
      return #expect(throws: FormatError.self) { try ONNXReading.graph(bytes) }?.what
    }
    #expect(
      what { $0.node("Neg", ["nothing"], ["z"]) }
        == #"node 0, body, node 0 (Neg) reads the tensor "nothing", which nothing makes"#)
    #expect(
      what { $0.value(12, "nothing", nil) }
        == #"node 0 (Op) reads the tensor "nothing", which nothing makes"#)
    #expect(
      what { $0.raw([0x0B]) }
        == "the graph of node 0, body is malformed: a field has the wire type 3")
    #expect(
      what { graph in
        graph.node("Neg", ["b"], ["a"], name: "first")
        graph.node("Neg", ["a"], ["b"], name: "second")
      } == #"the graph has a cycle through "Op_0/body/first", "Op_0/body/second""#)
  }

  @Test("may not stand without end within one another")
  func depth() {
    var graph = WireWriter.bytes { $0.node("Neg", ["x"], ["z"]) }
    for _ in 0..<1000 {
      let inner = graph
      graph = WireWriter.bytes { outer in
        outer.node("Op", ["x"], ["z"]) { node in
          node.attribute("body", type: 5) { $0.bytes(6, inner) }
        }
      }
    }
    let bytes = WireWriter.small { outer in
      outer.node("Op", ["x"], ["y"]) { node in
        node.attribute("body", type: 5) { $0.bytes(6, graph) }
      }
    }
    let error = #expect(throws: FormatError.self) { try ONNXReading.graph(bytes) }
    #expect(error?.what.hasPrefix("functions or sub-graphs stand more than 32 deep") == true)
  }
}
