import ModelGraph
import Operators
import Testing

@Suite("ModelWork")
struct ModelWorkTests {
  @Test("counts a weight that two layers share once, and reads it twice")
  func sharedWeights() throws {
    var builder = GraphBuilder()
    let input = builder.input("x", .sizes(2, 4))
    let weights = builder.stored("w", [4, 4])
    let hidden = builder.layer("MatMul", [input, weights])
    builder.graph.outputs = [builder.layer("MatMul", [hidden, weights])]
    let work = try ModelWork.counting(builder.graph)
    #expect(work.parameters == 16)
    #expect(work.layers.map(\.parameters) == [16, 0])
    #expect(work.weightBytes == 64)
    #expect(work.totals.weightBytes == 128)
  }

  @Test("reads an input that is given twice once")
  func sameInputTwice() throws {
    var builder = GraphBuilder()
    let input = builder.input("x", .sizes(2, 4))
    builder.graph.outputs = [builder.layer("Mul", [input, input])]
    let work = try ModelWork.counting(builder.graph)
    #expect(work.totals.inputBytes == 32)
  }

  @Test("knows that running statistics are not trained")
  func statistics() throws {
    // Four vectors of 3; the mean and the variance are not trained.
    var builder = GraphBuilder()
    let input = builder.input("x", .sizes(1, 3, 2))
    let vectors = ["scale", "bias", "mean", "variance"].map { builder.stored($0, [3]) }
    builder.graph.outputs = [builder.layer("BatchNormalization", [input] + vectors)]
    let work = try ModelWork.counting(builder.graph)
    #expect(work.parameters == 12)
    #expect(work.trainableParameters == 6)
    #expect(work.layers[0].trainableParameters == 6)
  }

  @Test(
    "folds what depends on nothing that the user gives, and counts its weights where they are used")
  func folding() throws {
    // The weight is transposed at loading: one layer runs, and it reads the 5x4 weights.
    var builder = GraphBuilder()
    let input = builder.input("x", .sizes(2, 4))
    let weights = builder.stored("w", [5, 4])
    let turned = builder.layer("Transpose", [weights])
    builder.graph.outputs = [builder.layer("MatMul", [input, turned])]
    let work = try ModelWork.counting(builder.graph)
    #expect(work.foldedLayers == 1)
    #expect(work.layers.map(\.operatorName.type) == ["MatMul"])
    #expect(work.layers[0].parameters == 20)
    #expect(work.totals.weightBytes == 80)
    #expect(work.totals.macs == 2 * 5 * 4)
  }

  @Test("does not fold random numbers, though they depend on nothing")
  func random() throws {
    var builder = GraphBuilder()
    let weights = builder.stored("w", [5])
    builder.graph.outputs = [
      builder.layer("RandomNormal", [], ["shape": .integers([2, 3])]),
      builder.layer("RandomUniformLike", [weights]),
    ]
    let work = try ModelWork.counting(builder.graph)
    #expect(work.foldedLayers == 0)
    #expect(work.totals.outputBytes == 24 + 20)
  }

  @Test("counts rows that are fetched from a table as inputs, and the table among the parameters")
  func gatheredRows() throws {
    // 6 tokens of 8 bytes fetch 6 rows of 16 floats of a table of 1000.
    var builder = GraphBuilder()
    let tokens = builder.input("tokens", .sizes(2, 3), .int64)
    let table = builder.stored("table", [1000, 16])
    builder.graph.outputs = [builder.layer("Gather", [table, tokens])]
    let work = try ModelWork.counting(builder.graph)
    #expect(work.totals.weightBytes == 0)
    #expect(work.totals.inputBytes == 6 * 8 + 6 * 16 * 4)
    #expect(work.totals.outputBytes == 6 * 16 * 4)
    #expect(work.weightBytes == 64_000)
  }

  @Test("stores floating-point tensors as the user asks, and leaves integers as they are")
  func precision() throws {
    var builder = GraphBuilder()
    let tokens = builder.input("tokens", .sizes(6), .int64)
    let table = builder.stored("table", [1000, 16])
    builder.graph.outputs = [builder.layer("Gather", [table, tokens])]
    let work = try ModelWork.counting(
      builder.graph, options: AnalysisOptions(elementType: .float16))
    #expect(work.totals.inputBytes == 6 * 8 + 6 * 16 * 2)
    #expect(work.weightBytes == 32_000)
    #expect(work.layers[0].computeType == .float16)
  }
}

@Suite("Peak activation memory")
struct PeakActivationTests {
  @Test("of a residual block is the moment when both branches and the widest tensor live")
  func residualBlock() throws {
    // In bytes: x 64, a 64, b 128, c 64, d 64. Relu: x + a = 128. The first convolution: a + b = 192;
    // the second: a + b + c = 256; the sum: a + c + d = 192.
    var builder = GraphBuilder()
    let input = builder.input("x", .sizes(1, 4, 2, 2))
    let wide = builder.stored("wide", [8, 4, 1, 1])
    let narrow = builder.stored("narrow", [4, 8, 1, 1])
    let a = builder.layer("Relu", [input])
    let b = builder.layer("Conv", [a, wide])
    let c = builder.layer("Conv", [b, narrow])
    builder.graph.outputs = [builder.layer("Add", [a, c])]
    let work = try ModelWork.counting(builder.graph)
    #expect(work.peakActivationBytes == 256)
    #expect(work.peakActivationLayer == "Conv2")
  }

  @Test("counts a tensor and its views once, and frees it after the last of them")
  func views() throws {
    // x and a are 64 each; both views are a's storage, so the sum holds a and d, and then d and e.
    var builder = GraphBuilder()
    let input = builder.input("x", .sizes(4, 4))
    let a = builder.layer("Relu", [input])
    let b = builder.layer("Reshape", [a, builder.constant([16])])
    let c = builder.layer("Reshape", [a, builder.constant([-1])])
    let d = builder.layer("Add", [b, c])
    builder.graph.outputs = [builder.layer("Relu", [d])]
    let work = try ModelWork.counting(builder.graph)
    #expect(work.peakActivationBytes == 128)
    #expect(work.layers[1].work.bytes == 0)
  }

  @Test("keeps a tensor alive for a view of it that is read later")
  func lateView() throws {
    // x 64 and a 64; b is a view of a; c is 128; d joins b and c, 192: a + c + d = 384.
    var builder = GraphBuilder()
    let input = builder.input("x", .sizes(16))
    let a = builder.layer("Relu", [input])
    let b = builder.layer("Reshape", [a, builder.constant([16])])
    let c = builder.layer("Concat", [input, input], ["axis": .integer(0)])
    builder.graph.outputs = [builder.layer("Concat", [b, c], ["axis": .integer(0)])]
    #expect(try ModelWork.counting(builder.graph).peakActivationBytes == 384)
  }

  @Test("keeps an output of the graph to the end")
  func outputsStay() throws {
    // x 64, a 64 (an output), b 64, c 64: with x gone, a + b + c.
    var builder = GraphBuilder()
    let input = builder.input("x", .sizes(4, 4))
    let a = builder.layer("Relu", [input])
    let b = builder.layer("Relu", [a])
    let c = builder.layer("Relu", [b])
    builder.graph.outputs = [a, c]
    #expect(try ModelWork.counting(builder.graph).peakActivationBytes == 192)
  }

  @Test("frees at once what nobody reads")
  func unreadOutputs() throws {
    // x 64 splits into 32 + 32 (128 in all), one of which is never read; then 32 + 32.
    var builder = GraphBuilder()
    let input = builder.input("x", .sizes(4, 4))
    let parts = builder.layer("Split", [input], name: nil, outputs: 2)
    builder.graph.outputs = [builder.layer("Relu", [parts[0]])]
    #expect(try ModelWork.counting(builder.graph).peakActivationBytes == 128)
  }

  @Test("does not count what is folded")
  func folded() throws {
    var builder = GraphBuilder()
    let input = builder.input("x", .sizes(4))
    let big = builder.layer("Transpose", [builder.stored("w", [4, 100])])
    builder.graph.outputs = [builder.layer("Mul", [input, big])]
    // x 16 and the product 100 x 4 x 4.
    #expect(try ModelWork.counting(builder.graph).peakActivationBytes == 1616)
  }

  @Test("a layer in place writes over what nothing reads any more, and never over an input")
  func inPlace() throws {
    var builder = GraphBuilder()
    let input = builder.input("x", .sizes(8))
    // Over the input: no. Over the first's result: yes. The sum is over the second's, for the first's
    // is still read. What is halved in width has no room of its size.
    let first = builder.layer("Relu", [input])
    let second = builder.layer("Sigmoid", [first])
    let third = builder.layer("Tanh", [second])
    let sum = builder.layer("Add", [third, second])
    let half = builder.layer("Cast", [sum], ["to": .integer(10)])
    builder.graph.outputs = [half]
    let work = try ModelWork.counting(builder.graph)
    #expect(work.layers.map(\.isInPlace) == [false, true, false, true, false])
    // 32 bytes each. The third, with the second, which the sum reads too: nothing else is alive.
    #expect(work.peakActivationBytes == 96)
    #expect(work.peakActivationBytesInPlace == 64)
  }
}
