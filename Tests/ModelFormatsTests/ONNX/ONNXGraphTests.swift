import ModelFormats
import ModelGraph
import Testing

@Suite("The graph of an ONNX file")
struct ONNXGraphTests {
  @Test("has the file's inputs, outputs, layers and operator sets")
  func small() throws {
    let bytes = WireWriter.bytes { model in
      model.number(1, 8)
      model.message(8) { $0.number(2, 17) }
      model.message(8) { set in
        set.text(1, "com.microsoft")
        set.number(2, 1)
      }
      model.message(7) { graph in
        graph.value(11, "x", [.symbol("batch"), .fixed(3), .unknown, .symbol("")])
        graph.value(12, "y", nil)
        graph.node("Relu", ["x"], ["h"], name: "first", domain: "ai.onnx")
        graph.node("FusedConv", ["h", "", "h"], ["y", ""], domain: "com.microsoft")
      }
    }
    let graph = try ONNXReading.graph(bytes)
    #expect(graph.name == "a")
    #expect(graph.format == "onnx")
    #expect(graph.operatorSets == ["": 17, "com.microsoft": 1])
    #expect(graph.names(graph.inputs) == ["x"])
    #expect(graph.names(graph.outputs) == ["y"])
    #expect(
      graph.tensor("x")?.shape == [.symbol("batch"), .fixed(3), .symbol("x.2"), .symbol("x.3")])
    #expect(graph.tensor("x")?.elementType == .float32)
    #expect(graph.layers.map(\.name) == ["first", "FusedConv_1"])
    #expect(graph.layers.map(\.operatorName.description) == ["Relu", "com.microsoft.FusedConv"])
    #expect(graph.layers.map(\.location) == ["node 0", "node 1"])
    #expect(graph.names(graph.layers[1].inputs) == ["h", "-", "h"])
    #expect(graph.names(graph.layers[1].outputs) == ["y", "-"])
  }

  @Test("a size of an input that is open without a name, or negative, is named after its axis")
  func namelessSizes() throws {
    let graph = try ONNXReading.graph(
      WireWriter.model { graph in
        graph.value(11, "in-put:0", [.unknown, .fixed(-1), .fixed(0), .fixed(4)])
        graph.value(12, "y", nil)
        graph.node("Relu", ["in-put:0"], ["y"])
      })
    // What reads like an expression is none: the size can be given by that name.
    #expect(
      graph.tensor("in-put:0")?.shape
        == [.symbol("in_put_0.0"), .symbol("in_put_0.1"), .fixed(0), .fixed(4)])
    #expect(graph.symbols == ["in_put_0.0", "in_put_0.1"])
  }

  @Test("a layer without a name is called by its operator and place, as no other layer is")
  func layerNames() throws {
    let bytes = WireWriter.small { graph in
      graph.node("Relu", ["x"], ["1"])
      graph.node("Relu", ["1"], ["2"], name: "Relu_0")
      graph.node("Relu", ["2"], ["y"], name: "Relu_0_")
    }
    #expect(try ONNXReading.graph(bytes).layers.map(\.name) == ["Relu_0__", "Relu_0", "Relu_0_"])
  }

  @Test("an initialiser that also stands among the inputs, as in old files, is no input")
  func oldInitializers() throws {
    let bytes = WireWriter.small { graph in
      graph.value(11, "w", [.fixed(4)])
      graph.tensor("w", type: 1, [4])
      graph.node("Add", ["x", "w"], ["y"])
    }
    let graph = try ONNXReading.graph(bytes)
    #expect(graph.names(graph.inputs) == ["x"])
    #expect(graph.tensor("w")?.role == .stored)
  }

  @Test("keeps the shapes that the file states, and takes one that cannot be for an open one")
  func statedShapes() throws {
    let bytes = WireWriter.small { graph in
      graph.value(13, "h", type: 10, [.fixed(1), .fixed(-1), .symbol("n"), .fixed(1 << 60)])
      graph.value(13, "unused", [.fixed(1)])
      graph.node("Relu", ["x"], ["h"])
      graph.node("Relu", ["h"], ["y"])
    }
    let graph = try ONNXReading.graph(bytes)
    #expect(graph.tensor("h")?.shape == [.fixed(1), .unknown, .symbol("n"), .unknown])
    #expect(graph.tensor("h")?.elementType == .float16)
    #expect(graph.tensor("y")?.shape == nil)
    #expect(graph.tensor("unused") == nil)
  }

  @Test("reads every kind of setting, with its type stated and without")
  func attributes() throws {
    for isTyped in [true, false] {
      let bytes = WireWriter.small { graph in
        graph.node("Op", ["x"], ["y"]) { node in
          node.attribute("f", type: isTyped ? 1 : 0) { $0.float(2, 1.5) }
          node.attribute("i", type: isTyped ? 2 : 0) { $0.number(3, -7) }
          node.attribute("s", type: isTyped ? 3 : 0) { $0.text(4, "SAME_UPPER") }
          node.attribute("floats", type: isTyped ? 6 : 0) { list in
            list.float(7, 0.5)
            list.float(7, -2)
          }
          node.attribute("ints", type: isTyped ? 7 : 0) { list in
            list.number(8, 3)
            list.number(8, -1)
          }
          node.attribute("packed", type: isTyped ? 7 : 0) { $0.packed(8, [300, -1]) }
          node.attribute("strings", type: isTyped ? 8 : 0) { list in
            list.text(9, "a")
            list.text(9, "")
          }
          node.attribute("gs", type: isTyped ? 10 : 0) { $0.message(11) { $0.text(2, "body") } }
          node.attribute("tp", type: isTyped ? 13 : 0) { $0.message(14) { _ in } }
        }
      }
      let layer = try #require(try ONNXReading.graph(bytes).layers.first)
      #expect(
        layer.attributes == [
          "f": .float(1.5), "i": .integer(-7), "s": .string("SAME_UPPER"),
          "floats": .floats([0.5, -2]), "ints": .integers([3, -1]), "packed": .integers([300, -1]),
          "strings": .strings(["a", ""]), "gs": .other("graphs"), "tp": .other("type"),
        ])
    }
  }

  /// Protocol Buffers leaves out what is zero or empty where the definition says so (proto3).
  @Test("a setting whose type is stated and whose value is left out is zero or empty")
  func emptyAttributes() throws {
    let bytes = WireWriter.small { graph in
      graph.node("Op", ["x"], ["y"]) { node in
        node.attribute("f", type: 1) { _ in }
        node.attribute("i", type: 2) { _ in }
        node.attribute("s", type: 3) { _ in }
        node.attribute("ints", type: 7) { _ in }
        node.attribute("nothing", type: 0) { _ in }
      }
    }
    let layer = try #require(try ONNXReading.graph(bytes).layers.first)
    #expect(
      layer.attributes == [
        "f": .float(0), "i": .integer(0), "s": .string(""), "ints": .integers([]),
        "nothing": .other("nothing"),
      ])
  }

  @Test("a text that is data, a compiled engine for instance, is not read")
  func longText() throws {
    let bytes = WireWriter.small { graph in
      graph.node("EPContext", ["x"], ["y"], domain: "com.microsoft") { node in
        node.attribute("engine", type: 3) { $0.bytes(4, [UInt8](repeating: 0xFF, count: 70_000)) }
      }
    }
    let layer = try #require(try ONNXReading.graph(bytes).layers.first)
    #expect(layer.attributes["engine"] == .other("a text of 70000 bytes"))
  }

  @Test("a tensor in a setting is a stored one that no parameters are counted of")
  func tensorAttribute() throws {
    let bytes = WireWriter.small { graph in
      graph.node("ConstantOfShape", ["x"], ["y"], name: "fill") { node in
        node.attribute("value", type: 4) { $0.tensor("", type: 7, [1]) { $0.rawData([Int64(-5)]) } }
      }
    }
    let graph = try ONNXReading.graph(bytes)
    guard case .tensor(let id)? = graph.layers.first?.attributes["value"] else {
      Issue.record("the setting is no tensor")
      return
    }
    #expect(graph.tensors[id].name == "fill.value")
    #expect(graph.tensors[id].contents == .integers([-5]))
    #expect(graph.tensors[id].isParameter == false)
  }

  /// A message that comes twice is merged: Protocol Buffers documentation, "Encoding", "Last One Wins".
  @Test("a graph that comes in several pieces is one, in a time that grows with its size")
  func pieces() throws {
    let pieces = 20_000
    let bytes = WireWriter.bytes { model in
      model.number(1, 8)
      model.message(7) { graph in
        graph.value(11, "0", [.fixed(4)])
        graph.value(12, "\(pieces)", nil)
      }
      for piece in 0..<pieces {
        model.message(7) { $0.node("Relu", ["\(piece)"], ["\(piece + 1)"]) }
      }
    }
    #expect(try ONNXReading.graph(bytes).layers.count == pieces)
  }

  @Test("fields that no version of ONNX defines are stepped over")
  func unknownFields() throws {
    let bytes = WireWriter.small { graph in
      graph.number(999, 1)
      graph.key(998, wireType: 1)
      graph.fixed(UInt64.max)
      graph.float(997, 1)
      graph.text(996, "more")
      graph.node("Relu", ["x"], ["y"])
    }
    #expect(try ONNXReading.graph(bytes).layers.count == 1)
  }
}
