import ModelGraph
import Operators
import Testing

@Suite("Quantise–dequantise pairs")
struct QuantizedFormTests {
  private var builder = GraphBuilder()
  private let scale: TensorID
  private let point: TensorID

  init() {
    scale = builder.stored("scale", [], isParameter: false)
    point = builder.stored("point", [], .int8, isParameter: false)
  }

  private mutating func dequantized(_ id: TensorID) -> TensorID {
    builder.layer("DequantizeLinear", [id, scale, point])
  }

  private mutating func quantized(_ id: TensorID) -> TensorID {
    builder.layer("QuantizeLinear", [id, scale, point])
  }

  @Test("a convolution between them is an integer one, its rectifier the bounds of the integers")
  mutating func convolution() throws {
    // 1x4x5x5 by 6x4x3x3: 54 results of 36. As written: the input's dequantisation (100 elements in
    // bytes, read and written), the convolution in floating point, the rectifier and the
    // quantisation.
    let input = builder.input("x", .sizes(1, 4, 5, 5), .int8)
    let weights = builder.stored("w", [6, 4, 3, 3], .int8)
    let bias = builder.stored("b", [6], .int32)
    let operands = [dequantized(input), dequantized(weights), dequantized(bias)]
    let made = builder.layer("Conv", operands, name: "conv")
    builder.graph.outputs = [quantized(builder.layer("Relu", [made]))]

    let work = try ModelWork.counting(builder.graph)
    #expect(work.layers.map(\.operatorName.description) == ["QLinearConv"])
    #expect(work.layers[0].computeType == .int8)
    #expect(work.totals.macs == 1944)
    #expect(work.totals.inputBytes == 100)
    #expect(work.totals.outputBytes == 54)
    // 216 weights, a bias of 6 · 4, one scale and one zero point: each is given twice.
    #expect(work.totals.weightBytes == 216 + 24 + 4 + 1)
    #expect(work.parameters == 216 + 6)
    #expect(work.notes.count == 1)

    let kept = try ModelWork.counting(
      builder.graph, options: AnalysisOptions(keepsQuantizationPairs: true))
    #expect(
      kept.layers.map(\.operatorName.type) == [
        "DequantizeLinear", "Conv", "Relu", "QuantizeLinear",
      ])
    #expect(kept.layers[1].computeType == .float32)
    #expect(kept.layers[1].work.outputBytes == 4 * 54)
    #expect(kept.notes.isEmpty)
  }

  @Test("what only moves elements moves integers", arguments: ["Transpose", "Relu"])
  mutating func movements(type: String) throws {
    let input = builder.input("x", .sizes(3, 5), .int8)
    let made = builder.layer(type, [dequantized(input)])
    builder.graph.outputs = [quantized(made)]
    let work = try ModelWork.counting(builder.graph)
    #expect(work.layers.map(\.operatorName.type) == [type])
    #expect(work.totals.inputBytes == 15)
    #expect(work.totals.outputBytes == 15)
  }

  @Test("a sum, a sigmoid and a join are integer ones")
  mutating func others() throws {
    let left = builder.input("a", .sizes(2, 3), .int8)
    let right = builder.input("b", .sizes(2, 3), .int8)
    let sum = quantized(builder.layer("Add", [dequantized(left), dequantized(right)]))
    let curve = quantized(builder.layer("Sigmoid", [dequantized(sum)]))
    builder.graph.outputs = [
      quantized(
        builder.layer(
          "Concat", [dequantized(sum), dequantized(curve)], ["axis": .integer(0)]))
    ]
    let work = try ModelWork.counting(builder.graph)
    #expect(
      work.layers.map(\.operatorName.type) == ["QLinearAdd", "QLinearSigmoid", "QLinearConcat"])
    #expect(work.layers.last?.outputShapes == [[4, 3]])
    #expect(work.uncounted.isEmpty)
  }

  @Test("a product whose result is not quantised ends in floating point")
  mutating func openProduct() throws {
    // 3x5 by 5x4: 60 MACs on integers; 12 results of 4 bytes.
    let input = builder.input("x", .sizes(3, 5), .int8)
    let weights = builder.stored("w", [5, 4], .int8)
    builder.graph.outputs = [
      builder.layer("MatMul", [dequantized(input), dequantized(weights)])
    ]
    let work = try ModelWork.counting(builder.graph)
    #expect(
      work.layers.map(\.operatorName.description) == ["com.microsoft.MatMulIntegerToFloat"])
    #expect(work.totals.macs == 60)
    #expect(work.layers[0].computeType == .int8)
    #expect(work.totals.outputBytes == 48)
  }

  @Test("weights of four bits behind a dequantisation cost half a byte")
  mutating func fourBits() throws {
    // 128x64 weights: 4096 bytes, and a scale and a zero point.
    let input = builder.input("x", .sizes(2, 128))
    let weights = builder.stored("w", [128, 64], .int4)
    builder.graph.outputs = [builder.layer("MatMul", [input, dequantized(weights)])]
    let work = try ModelWork.counting(builder.graph)
    #expect(work.layers.map(\.operatorName.type) == ["MatMulNBits"])
    #expect(work.totals.macs == 2 * 128 * 64)
    #expect(work.totals.weightBytes == 4096 + 4 + 1)
    #expect(work.parameters == 8192)
  }

  @Test("a layer that reads something else stays as it is written")
  mutating func mixed() throws {
    // One summand is no integer; the other is dequantised.
    let left = builder.input("a", .sizes(2, 3), .int8)
    let right = builder.input("b", .sizes(2, 3))
    builder.graph.outputs = [quantized(builder.layer("Add", [dequantized(left), right]))]
    let work = try ModelWork.counting(builder.graph)
    #expect(
      work.layers.map(\.operatorName.type) == ["DequantizeLinear", "Add", "QuantizeLinear"])
    #expect(work.notes.isEmpty)
  }

  @Test("a result that the user gets, or another layer reads, is not taken away")
  mutating func sharedResult() throws {
    let input = builder.input("x", .sizes(3, 5), .int8)
    let made = builder.layer("Transpose", [dequantized(input)])
    builder.graph.outputs = [quantized(made), made]
    let work = try ModelWork.counting(builder.graph)
    #expect(
      work.layers.map(\.operatorName.type) == [
        "DequantizeLinear", "Transpose", "QuantizeLinear",
      ])
  }
}
