import ModelFormats
import ModelGraph
import Testing

@Suite("Functions of an ONNX model")
struct ONNXFunctionTests {
  /// `Twice(a) -> b`: two operators, the second called `second`.
  private static let twice = WireWriter.function(
    "Twice", ["a"], ["b"],
    [
      WireWriter.node("Relu", ["a"], ["between"]),
      WireWriter.node("Exp", ["between"], ["b"], name: "second"),
    ])

  private static func graph(
    _ functions: [[UInt8]], _ write: (inout WireWriter) -> Void
  ) throws -> Graph {
    try ONNXReading.graph(WireWriter.small(functions: functions, write))
  }

  @Test("are taken for the nodes that they are made of, each call for its own")
  func calls() throws {
    let graph = try Self.graph([Self.twice]) { graph in
      graph.node("Twice", ["x"], ["h"], name: "one", domain: "local")
      graph.node("Twice", ["h"], ["y"], domain: "local")
    }
    #expect(
      graph.layers.map(\.name) == ["one/Relu_0", "one/second", "Twice_1/Relu_0", "Twice_1/second"])
    #expect(
      graph.layers.map { graph.names($0.inputs) } == [
        ["x"], ["one/between"], ["h"], ["Twice_1/between"],
      ])
    #expect(
      graph.layers.map { graph.names($0.outputs) } == [
        ["one/between"], ["h"], ["Twice_1/between"], ["y"],
      ])
    #expect(
      graph.layers.map(\.location) == [
        "node 0, node 0", "node 0, node 1", "node 1, node 0", "node 1, node 1",
      ])
  }

  @Test("may stand within one another, and be told apart by domain and overload")
  func nested() throws {
    let outer = WireWriter.function(
      "Outer", ["a"], ["b"],
      [
        WireWriter.node("Twice", ["a"], ["c"], name: "inner", domain: "local"),
        WireWriter.node("Twice", ["c"], ["d"], domain: "local", overload: "other"),
        WireWriter.node("Twice", ["d"], ["b"], domain: "elsewhere"),
      ])
    let other = WireWriter.function(
      "Twice", ["a"], ["b"], overload: "other", [WireWriter.node("Neg", ["a"], ["b"])])
    let graph = try Self.graph([outer, other, Self.twice]) {
      $0.node("Outer", ["x"], ["y"], name: "call", domain: "local")
    }
    #expect(
      graph.layers.map(\.operatorName.description) == ["Relu", "Exp", "Neg", "elsewhere.Twice"])
    #expect(graph.layers.first?.name == "call/inner/Relu_0")
  }

  @Test("take their settings from the call, else from their own defaults, else not at all")
  func settings() throws {
    let function = WireWriter.function(
      "F", ["a"], ["b"],
      [
        WireWriter.node("Op", ["a"], ["b"]) { node in
          node.reference("given", to: "p")
          node.reference("default", to: "q")
          node.reference("neither", to: "r")
        }
      ]
    ) { function in
      for (name, value) in [("p", 1), ("q", 2)] {
        function.message(11) { attribute in
          attribute.text(1, name)
          attribute.number(3, value)
          attribute.number(20, 2)
        }
      }
    }
    let graph = try Self.graph([function]) { graph in
      graph.node("F", ["x"], ["y"], domain: "local") {
        $0.attribute("p", type: 2) { $0.number(3, 7) }
      }
    }
    #expect(graph.layers.first?.attributes == ["given": .integer(7), "default": .integer(2)])
  }

  @Test("hand a setting on through a function within them, also into a constant")
  func settingsOfConstants() throws {
    let inner = WireWriter.function(
      "Inner", [], ["c"],
      [WireWriter.node("Constant", [], ["c"]) { $0.reference("value_int", to: "k") }])
    let outer = WireWriter.function(
      "Outer", ["a"], ["b"],
      [
        WireWriter.node("Inner", [], ["c"], domain: "local") { $0.reference("k", to: "n") },
        WireWriter.node("Add", ["a", "c"], ["b"]),
      ])
    let graph = try Self.graph([inner, outer]) { graph in
      graph.node("Outer", ["x"], ["y"], name: "f", domain: "local") {
        $0.attribute("n", type: 2) { $0.number(3, 5) }
      }
    }
    #expect(graph.layers.count == 1)
    #expect(graph.tensor("f/c")?.contents == .integers([5]))
    #expect(graph.names(graph.layers[0].inputs) == ["x", "f/c"])
  }

  @Test("may leave inputs and outputs out, and hand on what they are given")
  func optional() throws {
    let function = WireWriter.function(
      "F", ["a", "b", "c"], ["a", "d", "e"],
      [
        WireWriter.node("Op", ["a", "b", "c"], ["d", "e"])
      ])
    let graph = try Self.graph([function]) {
      $0.node("F", ["x", ""], ["y", "", "unused"], name: "f", domain: "local")
    }
    #expect(graph.layers.map(\.operatorName.type) == ["Identity", "Op"])
    #expect(graph.names(graph.layers[0].inputs) == ["x"])
    #expect(graph.names(graph.layers[1].inputs) == ["x", "-", "-"])
    #expect(graph.names(graph.layers[1].outputs) == ["f/d", "unused"])
  }

  @Test("bring operator sets that only they use")
  func operatorSets() throws {
    let function = WireWriter.function("F", ["a"], ["b"], [WireWriter.node("Relu", ["a"], ["b"])]) {
      function in
      function.message(9) { $0.number(2, 13) }
      function.message(9) { set in
        set.text(1, "org.example")
        set.number(2, 3)
      }
    }
    let graph = try Self.graph([function]) { $0.node("F", ["x"], ["y"], domain: "local") }
    #expect(graph.operatorSets == ["": 17, "org.example": 3])
  }

  @Test("that call themselves, have too many inputs or grow without end are one line each")
  func errors() throws {
    func what(_ functions: [[UInt8]], inputs: [String] = ["x"]) -> String? {
      let error = #expect(throws: FormatError.self) {
        try Self.graph(functions) { $0.node("F0", inputs, ["y"], domain: "local") }
      }
      return error?.what
    }
    func calling(_ name: String, _ callees: [String]) -> [UInt8] {
      WireWriter.function(
        name, ["a"], ["b"],
        callees.enumerated().map { place, callee in
          WireWriter.node(callee, ["a"], [place == 0 ? "b" : "b\(place)"], domain: "local")
        })
    }
    #expect(
      what([calling("F0", ["F1"]), calling("F1", ["F0"])])
        == #"the function "local.F0" calls itself (node 0, node 0, node 0)"#)
    #expect(
      what([calling("F0", ["Relu"])], inputs: ["x", "x"])
        == #"node 0 has more inputs or outputs than the function "local.F0" that it calls"#)
    // Eight calls in each of eight functions, one within the other: 8⁸ = 2²⁴ nodes.
    let bomb = (0..<8).map { level in
      calling("F\(level)", [String](repeating: "F\(level + 1)", count: 8))
    }
    #expect(what(bomb) == "its functions and sub-graphs unfold to more than 262144 nodes")
    let deep = (0..<40).map { level in calling("F\(level)", ["F\(level + 1)"]) }
    #expect(
      what(deep)?.hasPrefix("functions or sub-graphs stand more than 32 deep (node 0, ") == true)
  }
}
