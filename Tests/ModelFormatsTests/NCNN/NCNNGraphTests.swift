import ModelFormats
import ModelGraph
import Testing

@Suite("ncnn graphs")
struct NCNNGraphTests {
  private static func graph(_ lines: String, count: Int, name: String = "made.param") throws
    -> Graph
  {
    let folder = try TemporaryFolder()
    return try ModelReader.read(
      path: folder.write("7767517\n\(count) 99\n\(lines)\n", as: name))
  }

  @Test("a Split is other names of a blob, and no layer")
  func split() throws {
    let graph = try Self.graph(
      """
      Input data 0 1 data 0=4 1=5 2=3
      Split s 1 2 data a b
      Split t 1 2 b c d
      BinaryOp sum 2 1 a d out 0=0
      """, count: 4)
    #expect(graph.layers.map(\.name) == ["sum"])
    #expect(graph.layers[0].inputs == [graph.inputs[0], graph.inputs[0]])
    #expect(graph.outputs.map { graph.tensors[$0].name } == ["out"])
  }

  @Test("a picture's sizes stand as width, height, channels, and stay open")
  func picture() throws {
    let graph = try Self.graph("Input data 0 1 data 0=4 1=5 2=3\nReLU r 1 1 data out", count: 2)
    #expect(
      graph.tensors[graph.inputs[0]].shape
        == [.symbol("batch"), .fixed(3), .symbol("height"), .symbol("width")])
    #expect(graph.symbolDefaults == ["height": 5, "width": 4])
  }

  @Test("a size that only the hint of ncnnoptimize tells is read there")
  func hint() throws {
    let graph = try Self.graph(
      "Input data 0 1 data -23330=4,2,7,6,1\nReLU r 1 1 data out", count: 2)
    #expect(graph.tensors[graph.inputs[0]].shape == [.symbol("batch"), .fixed(6), .fixed(7)])
  }

  @Test("the channels of an input without a size are those that the convolution's weights need")
  func impliedChannels() throws {
    // 6 = 864 weights of 32 filters of 3 x 3: 864 / (32 · 9) = 3.
    let graph = try Self.graph(
      "Input data 0 1 data\nConvolution c 1 1 data out 0=32 1=3 6=864", count: 2)
    #expect(
      graph.tensors[graph.inputs[0]].shape
        == [.symbol("batch"), .fixed(3), .symbol("height"), .symbol("width")])
    #expect(graph.symbolDefaults.isEmpty)
  }

  @Test("a MemoryData is a stored tensor")
  func memoryData() throws {
    let graph = try Self.graph(
      "Input data 0 1 data 0=4\nMemoryData m 0 1 m 0=4\nBinaryOp b 2 1 data m out 0=2", count: 3)
    let stored = try #require(graph.tensors.first { $0.name == "m" })
    #expect(stored.role == .stored)
    #expect(stored.isParameter)
    #expect(stored.shape == [.fixed(1), .fixed(4)])
  }

  @Test("settings have names, arrays and numbers their types")
  func settings() throws {
    let graph = try Self.graph(
      """
      Input data 0 1 data 0=8 1=8 2=4
      Slice s 1 2 data a b -23300=2,1,3 1=0
      RMSNorm n 1 1 a c 0=8 1=1.000000e-06 2=1
      """, count: 3, name: "made.ncnn.param")
    #expect(graph.name == "made")
    #expect(graph.layers[0].attributes == ["slices": .integers([1, 3]), "axis": .integer(0)])
    #expect(graph.layers[1].attributes == ["affine_size": .integer(8), "affine": .integer(1)])
  }

  @Test("layers stand in an order in which each comes after what it reads")
  func order() throws {
    let graph = try Self.graph(
      "ReLU late 1 1 a out\nInput data 0 1 data 0=4\nReLU early 1 1 data a", count: 3)
    #expect(graph.layers.map(\.name) == ["early", "late"])
  }

  @Test("lines beyond the number that the file tells are not read, as ncnn does not")
  func surplus() throws {
    let graph = try Self.graph("Input data 0 1 data 0=4\nReLU r 1 1 data a\nno layer", count: 2)
    #expect(graph.layers.map(\.name) == ["r"])
  }
}
