import ModelGraph
import Operators
import Testing

@Suite("Layers worked by hand")
struct HandWorkedLayers {
  @Test("a strided, grouped, dilated convolution")
  func convolution() throws {
    // Height: the window reaches (3−1)·2 + 1 = 5; ⌊(15 + 1 + 3 − 5)/2⌋ + 1 = 8.
    // Width: it reaches 5; ⌊(17 + 2 + 0 − 5)/3⌋ + 1 = 5.
    // 2 · 12 · 8 · 5 = 960 elements, each of 4 channels · 3 · 5 = 60 multiply–accumulates.
    let trial = try Trial(
      "Conv", [.float(2, 8, 15, 17), .float(12, 4, 3, 5), .float(12)],
      [
        "group": .integer(2), "strides": .integers([2, 3]), "dilations": .integers([2, 1]),
        "pads": .integers([1, 2, 3, 0]),
      ])
    #expect(trial.shapes == [[2, 12, 8, 5]])
    #expect(trial.macs == 57_600)
    #expect(trial.otherFlops == 960)
    #expect(trial.cost.flops.value == 2 * 57_600 + 960)
  }

  @Test("a transposed convolution")
  func transposedConvolution() throws {
    // 2·(5 − 1) + 1 + 3 − 1 − 1 = 10; 4 · 5 · 5 inputs, each spread over 6 filters · 3 · 3.
    let trial = try Trial(
      "ConvTranspose", [.float(1, 4, 5, 5), .float(4, 6, 3, 3)],
      [
        "strides": .integers([2, 2]), "pads": .integers([1, 1, 1, 1]),
        "output_padding": .integers([1, 1]),
      ])
    #expect(trial.shapes == [[1, 6, 10, 10]])
    #expect(trial.macs == 100 * 54)
    #expect(trial.otherFlops == 0)
  }

  @Test("a Gemm with transposed factors, scaled")
  func gemm() throws {
    // 4 · 10 · 64 = 2560; α takes 40 multiplications, C 40 additions, β·C 10 multiplications.
    let trial = try Trial(
      "Gemm", [.float(64, 4), .float(10, 64), .float(10)],
      ["transA": .integer(1), "transB": .integer(1), "alpha": .float(0.5), "beta": .float(2)])
    #expect(trial.shapes == [[4, 10]])
    #expect(trial.macs == 2560)
    #expect(trial.otherFlops == 90)
  }

  @Test("a batched matrix product with broadcasting")
  func matrixProduct() throws {
    // (5, 1) and (2) broadcast to (5, 2); 10 products of 3x4 with 4x7: 10 · 3 · 7 · 4 = 840.
    let batched = try Trial("MatMul", [.float(5, 1, 3, 4), .float(2, 4, 7)])
    #expect(batched.shapes == [[5, 2, 3, 7]])
    #expect(batched.macs == 840)
    #expect(batched.otherFlops == 0)
    // A row of 4 with two matrices of 4x7: 2 · 7 · 4 = 56.
    let row = try Trial("MatMul", [.float(4), .float(2, 4, 7)])
    #expect(row.shapes == [[2, 7]])
    #expect(row.macs == 56)
    // A 3x4 matrix with a column of 4: 3 · 4 = 12.
    let column = try Trial("MatMul", [.float(3, 4), .float(4)])
    #expect(column.shapes == [[3]])
    #expect(column.macs == 12)
    // Two vectors: 4, and no axis is left.
    let inner = try Trial("MatMul", [.float(4), .float(4)])
    #expect(inner.shapes == [[]])
    #expect(inner.macs == 4)
  }

  @Test("an LSTM of two directions with biases and peepholes")
  func lstm() throws {
    // 2 directions · 5 steps · 2 samples · 4 units = 80 units, each of
    // 4 gates · (3 inputs + 4 states) = 28 multiply–accumulates;
    // 4 sums, 4 biases, 6 of the peepholes, 3 sigmoids of 2, f⊙c + i⊙c̃ of 3, o⊙tanh(c) of 1: 24;
    // 3 sigmoids and 2 tanh: 5.
    let trial = try Trial(
      "LSTM",
      [
        .float(5, 2, 3), .float(2, 16, 3), .float(2, 16, 4), .float(2, 32), nil, nil, nil,
        .float(2, 12),
      ], ["hidden_size": .integer(4), "direction": .string("bidirectional")], outputCount: 3)
    #expect(trial.shapes == [[5, 2, 2, 4], [2, 2, 4], [2, 2, 4]])
    #expect(trial.macs == 80 * 28)
    #expect(trial.otherFlops == 80 * 24)
    #expect(trial.transcendentals == 80 * 5)
  }

  @Test("a GRU, its reset gate before or after the product", arguments: [0, 1])
  func gru(linearBeforeReset: Int) throws {
    // 7 steps · 3 samples · 6 units = 126 units, each of 3 gates · (5 + 6) = 33;
    // 3 sums, 3 biases (a fourth after the product), 2 sigmoids of 2, r⊙h of 1,
    // (1 − z)⊙h̃ + z⊙h of 4: 15 (16); 2 sigmoids and a tanh: 3.
    let trial = try Trial(
      "GRU", [.float(7, 3, 5), .float(1, 18, 5), .float(1, 18, 6), .float(1, 36)],
      ["hidden_size": .integer(6), "linear_before_reset": .integer(linearBeforeReset)],
      outputCount: 2)
    #expect(trial.shapes == [[7, 1, 3, 6], [1, 3, 6]])
    #expect(trial.macs == 126 * 33)
    #expect(trial.otherFlops == 126 * (15 + linearBeforeReset))
    #expect(trial.transcendentals == 126 * 3)
  }

  @Test("a recurrent network, samples first, with a rectifier")
  func recurrentNetwork() throws {
    // 2 samples · 7 steps · 4 units = 56 units of (3 + 4) = 7; a sum and a rectifier: 2.
    let trial = try Trial(
      "RNN", [.float(2, 7, 3), .float(1, 4, 3), .float(1, 4, 4)],
      ["layout": .integer(1), "activations": .strings(["Relu"])], outputCount: 2)
    #expect(trial.shapes == [[2, 7, 1, 4], [2, 1, 4]])
    #expect(trial.macs == 56 * 7)
    #expect(trial.otherFlops == 56 * 2)
    #expect(trial.transcendentals == 0)
  }

  @Test("a layer normalisation")
  func layerNormalization() throws {
    // 48 elements in 6 rows: 7 · 48 + 4 · 6 = 360, and 6 roots.
    let trial = try Trial(
      "LayerNormalization", [.float(2, 3, 8), .float(8), .float(8)], outputCount: 3)
    #expect(trial.shapes == [[2, 3, 8], [2, 3, 1], [2, 3, 1]])
    #expect(trial.otherFlops == 360)
    #expect(trial.transcendentals == 6)
  }

  @Test("a softmax")
  func softmax() throws {
    // 20 elements: largest, subtract, sum, divide; an exp each.
    let trial = try Trial("Softmax", [.float(2, 10)])
    #expect(trial.shapes == [[2, 10]])
    #expect(trial.otherFlops == 80)
    #expect(trial.transcendentals == 20)
  }

  @Test("attention written out: two products around a softmax")
  func attention() throws {
    // 2 heads, 4 positions, 8 channels a head: 2·4·4·8 = 256 multiply–accumulates for the scores,
    // 2·4·8·4 = 256 for the values; 32 scores: a scale each, 4 of the softmax each.
    var builder = GraphBuilder()
    let query = builder.input("q", .sizes(1, 2, 4, 8))
    let key = builder.input("k", .sizes(1, 2, 4, 8))
    let value = builder.input("v", .sizes(1, 2, 4, 8))
    let scale = builder.stored("scale", [], isParameter: false)
    let turned = builder.layer("Transpose", [key], ["perm": .integers([0, 1, 3, 2])])
    let scores = builder.layer("MatMul", [query, turned])
    let scaled = builder.layer("Mul", [scores, scale])
    let shares = builder.layer("Softmax", [scaled], ["axis": .integer(-1)])
    builder.graph.outputs = [builder.layer("MatMul", [shares, value])]
    let work = try ModelWork.counting(builder.graph)
    #expect(work.totals.macs == 512)
    #expect(work.totals.elementwiseFlops == 32 + 4 * 32)
    #expect(work.totals.transcendentals == 32)
    // In elements of 4 bytes: the transposition reads and writes 64; the scores read 64 + 64 and
    // write 32; the scale reads 32 (and 1 constant) and writes 32; the softmax reads and writes 32;
    // the values read 32 + 64 and write 64.
    #expect(work.totals.inputBytes == 4 * (64 + 128 + 32 + 32 + 96))
    #expect(work.totals.outputBytes == 4 * (64 + 32 + 32 + 32 + 64))
    #expect(work.totals.weightBytes == 4)
    #expect(work.uncounted.isEmpty)
  }
}
