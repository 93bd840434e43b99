import CountConventions
import ModelGraph
import Testing

@Suite("Attention and recurrent networks by every convention, worked by hand")
struct AttentionConventionTests {
  /// One sample, 2 heads, 3 places, 4 features a head: the scores are 2 · 3 · 3 · 4 = 72 MACs and 18
  /// elements, the second product 72 MACs as well.
  private func attention(scalesBoth: Bool) -> SmallNetwork {
    var network = SmallNetwork()
    let shape = [1, 2, 3, 4]
    let query = network.input(shape)
    let scale = network.number(0.5)
    let keys = network.layer(
      "Transpose", "/attn/Transpose", [query], ["perm": .integers([0, 1, 3, 2])])
    let scaled = network.layer("Mul", "/attn/Mul", [query, scale])
    let scaledKeys =
      scalesBoth ? network.layer("Mul", "/attn/Mul_1", [keys, scale]) : keys
    let scores = network.layer("MatMul", "/attn/MatMul", [scaled, scaledKeys])
    let weights = network.layer("Softmax", "/attn/Softmax", [scores], ["axis": .integer(-1)])
    let result = network.layer("MatMul", "/attn/MatMul_1", [weights, query])
    network.graph.outputs = [result]
    return network
  }

  @Test("the fused function scales queries and keys, and is missed by who does not know it")
  func fused() throws {
    let network = attention(scalesBoth: true)
    let figures = try network.figures()
    #expect(figures["torchvision"] == 144)
    #expect(figures["fvcore"] == 0)
    #expect(figures["thop"] == 0)
    #expect(figures["ptflops"] == 0)
    #expect(try network.terms("fvcore") == [.fusedAttention: -144])
    #expect(try network.terms("thop") == [.functionNotModule: -144])
    // 144, 36 · 18 of the softmax, 24 + 24 of the two scalings.
    #expect(figures["onnx-tool"] == 144 + 648 + 48)
  }

  @Test("attention that a program writes out is counted as the products that it is")
  func written() throws {
    let figures = try attention(scalesBoth: false).figures()
    #expect(figures["fvcore"] == 144)
    // + 18 elements of the softmax.
    #expect(figures["ptflops"] == 144 + 18)
    #expect(figures["thop"] == 0)
  }

  /// 3 places of 4 features through `nn.MultiheadAttention`'s input projection to 12 (144 MACs) and its
  /// output projection of a part of it (3 · 4 · 4 = 48 MACs).
  @Test("what belongs to an attention module is known by the names of its parameters")
  func modules() throws {
    var network = SmallNetwork()
    let tokens = network.input([3, 4])
    let weights = network.stored("onnx::MatMul_3", [4, 12])
    let bias = network.stored("attn.in_proj_bias", [12])
    let projected = network.layer("MatMul", "/attn/MatMul", [tokens, weights])
    let shifted = network.layer("Add", "/attn/Add", [projected, bias])
    let start = network.stored("s", [1], contents: .integers([0]), type: .int64)
    let end = network.stored("e", [1], contents: .integers([4]), type: .int64)
    let axis = network.stored("a", [1], contents: .integers([1]), type: .int64)
    let part = network.layer("Slice", "/attn/Slice", [shifted, start, end, axis])
    let out = network.stored("attn.out_proj.weight", [4, 4])
    let outBias = network.stored("attn.out_proj.bias", [4])
    let made = network.layer(
      "Gemm", "/attn/Gemm", [part, out, outBias], ["transB": .integer(1)])
    let fc = network.stored("fc.weight", [2, 4])
    let last = network.layer("Gemm", "/fc/Gemm", [made, fc], ["transB": .integer(1)])
    network.graph.outputs = [last]
    // nn.Linear alone: 3 · 4 · 2.
    #expect(try network.figures()["thop"] == 24)
    #expect(try network.terms("thop") == [.multiheadAttention: -192])
    // + 36 and 12 of the biases, + 12 of the queries' scaling.
    #expect(try network.figures()["ptflops"] == 216 + 36 + 12 + 12)
    #expect(try network.figures()["fvcore"] == 216)
  }

  /// 5 steps, 1 sample, 3 features, 2 of state: 5 · 4 · 2 · (3 + 2) = 200 MACs, 10 states.
  @Test("a recurrent layer is counted by some, each with its own gates, and by others not at all")
  func recurrent() throws {
    var network = SmallNetwork()
    let sequence = network.input([5, 1, 3])
    let weights = network.stored("onnx::LSTM_1", [1, 8, 3])
    let recurrent = network.stored("onnx::LSTM_2", [1, 8, 2])
    let bias = network.stored("onnx::LSTM_3", [1, 16])
    let states = network.layer(
      "LSTM", "/lstm/LSTM", [sequence, weights, recurrent, bias], ["hidden_size": .integer(2)])
    network.graph.outputs = [states]
    let figures = try network.figures()
    #expect(figures["torchvision"] == 0)
    #expect(figures["fvcore"] == 0)
    // 16 for each state: 4 gates · 3, and 4.
    #expect(figures["thop"] == 200 + 160)
    // 18 for each state: 10, and 8 of the biases.
    #expect(figures["ptflops"] == 200 + 180)
    // 80 of the biases, and for each state 4 + 3 · 32 + 2 · 38 + 4 = 180.
    #expect(figures["onnx-tool"] == 200 + 80 + 1_800)
  }

  /// 2 rows of 4 features, as the seven operators that the exporters of older opsets write.
  @Test("a layer normalisation that was taken apart counts as one")
  func decomposed() throws {
    var network = SmallNetwork()
    let rows = network.input([2, 4])
    let axes: [String: AttributeValue] = ["axes": .integers([-1])]
    let mean = network.layer("ReduceMean", "/n/ReduceMean", [rows], axes)
    let centred = network.layer("Sub", "/n/Sub", [rows, mean])
    let two = network.number(2)
    let square = network.layer("Pow", "/n/Pow", [centred, two])
    let variance = network.layer("ReduceMean", "/n/ReduceMean_1", [square], axes)
    let epsilon = network.number(1e-5)
    let sum = network.layer("Add", "/n/Add", [variance, epsilon])
    let root = network.layer("Sqrt", "/n/Sqrt", [sum])
    let normal = network.layer("Div", "/n/Div", [centred, root])
    let gamma = network.stored("n.weight", [4])
    let scaled = network.layer("Mul", "/n/Mul", [normal, gamma])
    let beta = network.stored("n.bias", [4])
    let shifted = network.layer("Add", "/n/Add_1", [scaled, beta])
    network.graph.outputs = [shifted]
    let figures = try network.figures()
    #expect(figures["fvcore"] == 5 * 8)
    #expect(figures["thop"] == 4 * 8)
    #expect(figures["ptflops"] == 8)
    // 8 + 8 + 8 · 32 + 8 + 2 + 2 · 24 + 8 · 4 + 8 + 8: each operator at its own price.
    #expect(figures["onnx-tool"] == 378)
  }
}
