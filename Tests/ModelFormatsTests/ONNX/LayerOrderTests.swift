import ModelFormats
import ModelGraph
import Testing

@Suite("The order of an ONNX graph's layers")
struct LayerOrderTests {
  /// A graph of layers, each with its name, what it reads and what it makes.
  private static func names(
    _ layers: [(name: String, reads: [String], makes: String)]
  ) throws -> [String] {
    let bytes = WireWriter.small { graph in
      for layer in layers { graph.node("Op", layer.reads, [layer.makes], name: layer.name) }
    }
    return try ONNXReading.graph(bytes).layers.map(\.name)
  }

  @Test("stays as the file has it where each layer comes after what it reads")
  func inOrder() throws {
    let names = try Self.names([
      ("a", ["x"], "1"), ("b", ["x"], "2"), ("c", ["1"], "3"), ("d", ["2", "3"], "y"),
    ])
    #expect(names == ["a", "b", "c", "d"])
  }

  @Test("pulls up what a layer needs, and leaves the others where they are")
  func outOfOrder() throws {
    let names = try Self.names([
      ("a", ["x"], "1"), ("d", ["2", "3"], "y"), ("b", ["x"], "2"), ("e", ["x"], "5"),
      ("c", ["1"], "3"),
    ])
    #expect(names == ["a", "b", "c", "d", "e"])
  }

  @Test("turns a chain of 100,000 layers around that stands upside down")
  func longChain() throws {
    let count = 100_000
    let upsideDown = (0..<count).reversed().map { place in
      (
        name: "n\(place)", reads: [place == 0 ? "x" : "t\(place - 1)"],
        makes: place == count - 1 ? "y" : "t\(place)"
      )
    }
    let names = try Self.names(upsideDown)
    #expect(names == (0..<count).map { "n\($0)" })
  }

  @Test("names the layers of a cycle, and no others")
  func cycle() throws {
    let error = #expect(throws: FormatError.self) {
      try Self.names([
        ("before", ["x"], "0"), ("after", ["3"], "y"), ("a", ["0", "3"], "1"), ("b", ["1"], "2"),
        ("c", ["2"], "3"),
      ])
    }
    #expect(error?.code == .reference)
    #expect(error?.what == #"the graph has a cycle through "c", "b", "a""#)
  }

  @Test("a layer that reads what it makes is a cycle of one")
  func selfReading() throws {
    let error = #expect(throws: FormatError.self) { try Self.names([("a", ["y"], "y")]) }
    #expect(error?.what == #"the graph has a cycle through "a""#)
  }
}
