import ModelGraph
import Operators
import Testing

/// A layer of `com.microsoft`, its result and its counts, worked out in the comment above it.
struct ContribCase: Sendable, CustomTestStringConvertible {
  var type: String
  var inputs: [Operand?]
  var attributes: [String: AttributeValue]
  var shape: [Int]
  var counts: [Int]

  init(
    _ type: String, _ inputs: [Operand?], _ attributes: [String: AttributeValue] = [:],
    gives shape: [Int], macs: Int = 0, otherFlops: Int = 0, transcendentals: Int = 0
  ) {
    self.type = type
    self.inputs = inputs
    self.attributes = attributes
    self.shape = shape
    counts = [macs, otherFlops, transcendentals]
  }

  var testDescription: String { "\(type) \(attributes.keys.sorted()) \(counts)" }
}

extension Operand {
  /// A tensor of bytes.
  static func bytes(_ shape: Int...) -> Operand { Operand(.uint8, shape) }

  /// A number.
  static let scale = Operand(.float32, [])
  /// A byte.
  static let point = Operand(.uint8, [])
}

@Suite("Costs of ONNX Runtime's operators")
struct ContribCostTests {
  static let all =
    attention + packedAttention + normalisations + activations + convolutions + products + quantised
    + ordered + fused + gated + lent + scaled

  @Test("follow their formulas", arguments: all)
  func costs(_ trial: ContribCase) throws {
    let result = try Trial(trial.type, trial.inputs, trial.attributes, domain: "com.microsoft")
    #expect(result.shapes.first == trial.shape)
    #expect([result.macs, result.otherFlops, result.transcendentals] == trial.counts)
  }

  static let attention: [ContribCase] = [
    // 2 samples of 3 places of 8 channels: 6 · 8 · 24 = 1152 for the projections; 2 heads of 4:
    // scores 2·2·3·3 = 36, each 4 + 4. Bias 6 · 24 = 144; 36 · (1 + 4 + 1 for the mask).
    ContribCase(
      "Attention", [.float(2, 3, 8), .float(8, 24), .float(24), .float(2, 3)],
      ["num_heads": .integer(2)], gives: [2, 3, 8], macs: 1152 + 288, otherFlops: 144 + 216,
      transcendentals: 36),
    // The same after 5 cached places, with values of 2 channels a head: 6 · 8 · 20 = 960; scores
    // 2·2·3·8 = 96, each 4 + 2; 96 · 5.
    ContribCase(
      "Attention", [.float(2, 3, 8), .float(8, 20), nil, nil, .float(2, 2, 2, 5, 4)],
      ["num_heads": .integer(2), "qkv_hidden_sizes": .integers([8, 8, 4])], gives: [2, 3, 4],
      macs: 960 + 576, otherFlops: 480, transcendentals: 96),
    // As the first without a mask, and 2 · 144 to scale, 48 and 192 zero points.
    ContribCase(
      "QAttention",
      [
        .bytes(2, 3, 8), .bytes(8, 24), .float(24), .scale, .scale, nil, .point, .point,
      ], ["num_heads": .integer(2)], gives: [2, 3, 8], macs: 1440,
      otherFlops: 144 + 180 + 288 + 240, transcendentals: 36),
    // 4 places ask 6 in 2 heads of 4: scores 48, each 4 + 4; 48 · 5, and 32 + 48 + 48 for the bias.
    ContribCase(
      "MultiHeadAttention", [.float(1, 4, 8), .float(1, 6, 8), .float(1, 6, 8), .float(24)],
      ["num_heads": .integer(2)], gives: [1, 4, 8], macs: 384, otherFlops: 240 + 128,
      transcendentals: 48),
    // Queries, keys and values in one: scores 1·2·4·4 = 32.
    ContribCase(
      "MultiHeadAttention", [.float(1, 4, 2, 3, 4)], ["num_heads": .integer(2)], gives: [1, 4, 8],
      macs: 256, otherFlops: 160, transcendentals: 32),
    // One new place after 7, of a head of 4 channels: scores 1·2·1·8 = 16.
    ContribCase(
      "MultiHeadAttention",
      [
        .float(1, 1, 8), .float(1, 1, 8), .float(1, 1, 8), nil, nil, nil, .float(1, 2, 7, 4),
        .float(1, 2, 7, 4),
      ], ["num_heads": .integer(2)], gives: [1, 1, 8], macs: 128, otherFlops: 80,
      transcendentals: 16),
    // 4 heads of 2 share 2; a buffer of 16 places with 5 in use: scores 1·4·1·5 = 20, each 2 + 2.
    // The rotation turns 6 heads of 2: 3 · 12.
    ContribCase(
      "GroupQueryAttention",
      [
        .float(1, 1, 8), .float(1, 1, 4), .float(1, 1, 4), .float(1, 2, 16, 2),
        .float(1, 2, 16, 2), Operand(.int32, [1]), .integer(5), .float(32, 1), .float(32, 1),
      ], ["num_heads": .integer(4), "kv_num_heads": .integer(2), "do_rotary": .integer(1)],
      gives: [1, 1, 8], macs: 80, otherFlops: 100 + 36, transcendentals: 20),
    // Packed, 6 places, of which each sees 3 at most, capped: scores 1·4·6·3 = 72; 7 each.
    ContribCase(
      "GroupQueryAttention",
      [.float(1, 6, 16), nil, nil, nil, nil, Operand(.int32, [1]), .integer(6)],
      [
        "num_heads": .integer(4), "kv_num_heads": .integer(2), "softcap": .float(50),
        "local_window_size": .integer(3),
      ], gives: [1, 6, 8], macs: 288, otherFlops: 504, transcendentals: 144),
    // 2 samples · 3 places · 2 heads, all of 4 channels: 48 elements of 3.
    ContribCase(
      "RotaryEmbedding",
      [.float(2, 3, 8), Operand(.int64, [2, 3]), .float(32, 2), .float(32, 2)], gives: [2, 3, 8],
      otherFlops: 144),
  ]

  static let normalisations: [ContribCase] = [
    // 48 elements in 6 rows: 48 for the sum, 48 for its bias, 7 · 48 + 4 · 6.
    ContribCase(
      "SkipLayerNormalization",
      [.float(2, 3, 8), .float(2, 3, 8), .float(8), .float(8), .float(8)], gives: [2, 3, 8],
      otherFlops: 9 * 48 + 24, transcendentals: 6),
    // 48 + 4 · 48 + 3 · 6.
    ContribCase(
      "SkipSimplifiedLayerNormalization", [.float(2, 3, 8), .float(3, 8), .float(8)],
      gives: [2, 3, 8], otherFlops: 258, transcendentals: 6),
    // 4 · 48 + 3 · 6.
    ContribCase(
      "SimplifiedLayerNormalization", [.float(2, 3, 8), .float(8)], gives: [2, 3, 8],
      otherFlops: 210, transcendentals: 6),
    // 6 tokens of 8: 2 · 48 for positions and segments, 7 · 48 + 4 · 6, and 6 of the mask.
    ContribCase(
      "EmbedLayerNormalization",
      [
        Operand(.int32, [2, 3]), Operand(.int32, [2, 3]), .float(100, 8), .float(16, 8),
        .float(2, 8), .float(8), .float(8), Operand(.int32, [2, 3]),
      ], gives: [2, 3, 8], otherFlops: 9 * 48 + 24 + 6, transcendentals: 6),
    // 128 elements: 7 · 128 + 4 · 1 · 4, then 3 · 128 and an exp each.
    ContribCase(
      "GroupNorm", [.float(1, 4, 4, 8), .float(8), .float(8)],
      ["groups": .integer(4), "activation": .integer(1)], gives: [1, 4, 4, 8],
      otherFlops: 896 + 16 + 384, transcendentals: 4 + 128),
    ContribCase(
      "SkipGroupNorm", [.float(1, 4, 4, 8), .float(8), .float(8), .float(1, 4, 4, 8), .float(8)],
      ["groups": .integer(4)], gives: [1, 4, 4, 8], otherFlops: 256 + 896 + 16,
      transcendentals: 4),
  ]

  static let activations: [ContribCase] = [
    ContribCase("Gelu", [.float(2, 5)], gives: [2, 5], otherFlops: 40, transcendentals: 10),
    ContribCase(
      "BiasGelu", [.float(2, 5), .float(5)], gives: [2, 5], otherFlops: 50, transcendentals: 10),
    ContribCase("FastGelu", [.float(2, 5)], gives: [2, 5], otherFlops: 80, transcendentals: 10),
    ContribCase(
      "FastGelu", [.float(2, 5), .float(5)], gives: [2, 5], otherFlops: 90, transcendentals: 10),
    ContribCase("QuickGelu", [.float(2, 5)], gives: [2, 5], otherFlops: 40, transcendentals: 10),
    ContribCase(
      "QuickGelu", [.float(2, 5)], ["alpha": .float(1)], gives: [2, 5], otherFlops: 30,
      transcendentals: 10),
    // 24 for the bias, then 12 of 5.
    ContribCase(
      "BiasSplitGelu", [.float(1, 3, 8), .float(8)], gives: [1, 3, 4], otherFlops: 84,
      transcendentals: 12),
    ContribCase(
      "BiasAdd", [.float(1, 3, 8), .float(8), .float(1, 3, 8)], gives: [1, 3, 8], otherFlops: 48),
  ]

  static let convolutions: [ContribCase] = [
    // 1 · 6 · 3 · 3 = 54 elements of 4 · 9; a bias, a summand and a rectifier: 3 · 54.
    ContribCase(
      "FusedConv", [.float(1, 4, 5, 5), .float(6, 4, 3, 3), .float(6), .float(1, 6, 3, 3)],
      ["activation": .string("Relu")], gives: [1, 6, 3, 3], macs: 1944, otherFlops: 162),
    // The same with channels last, and no more than the bias.
    ContribCase(
      "NhwcConv", [.float(1, 5, 5, 4), .float(6, 4, 3, 3), .float(6)], gives: [1, 3, 3, 6],
      macs: 1944, otherFlops: 54),
    // A sigmoid takes 2 and an exp.
    ContribCase(
      "NhwcFusedConv", [.float(1, 5, 5, 4), .float(6, 4, 3, 3)],
      ["activation": .string("Sigmoid")], gives: [1, 3, 3, 6], macs: 1944, otherFlops: 108,
      transcendentals: 54),
    // 5 · 54, the zero points of 100 and of 216.
    ContribCase(
      "QLinearConv",
      [
        .bytes(1, 5, 5, 4), .scale, .point, .bytes(6, 4, 3, 3), .scale, .point, .scale, .point,
      ], ["channels_last": .integer(1)], gives: [1, 3, 3, 6], macs: 1944, otherFlops: 586),
    // 1 · 2 · 2 · 3 windows of 4: 3 comparisons each.
    ContribCase(
      "NhwcMaxPool", [.bytes(1, 4, 4, 3)],
      ["kernel_shape": .integers([2, 2]), "strides": .integers([2, 2])], gives: [1, 2, 2, 3],
      otherFlops: 36),
  ]

  static let products: [ContribCase] = [
    // 2 · (3x4 times 4x5) · ½.
    ContribCase(
      "FusedMatMul", [.float(2, 4, 3), .float(2, 5, 4)],
      ["transA": .integer(1), "transB": .integer(1), "alpha": .float(0.5)], gives: [2, 3, 5],
      macs: 120, otherFlops: 30),
    // The first axis stands behind the batch: 3x2x4 becomes 2x3x4.
    ContribCase(
      "FusedMatMul", [.float(3, 2, 4), .float(2, 4, 5)], ["transBatchA": .integer(1)],
      gives: [2, 3, 5], macs: 120),
    // 12 sums and 12 rectifiers.
    ContribCase(
      "FusedGemm", [.float(3, 5), .float(5, 4), .float(4)], ["activation": .string("Relu")],
      gives: [3, 4], macs: 60, otherFlops: 24),
    // 2 · 12, a bias of 12, the zero points of 15 and 20.
    ContribCase(
      "MatMulIntegerToFloat",
      [.bytes(3, 5), .bytes(5, 4), .scale, .scale, .point, .point, .float(4)], gives: [3, 4],
      macs: 60, otherFlops: 24 + 12 + 35),
    // 8 · 15, 2 · 12.
    ContribCase(
      "DynamicQuantizeMatMul", [.float(3, 5), .bytes(5, 4), .scale], gives: [3, 4], macs: 60,
      otherFlops: 144),
    // 5 · 12, 12 for C, 15 + 20.
    ContribCase(
      "QGemm",
      [
        .bytes(3, 5), .scale, .point, .bytes(5, 4), .scale, .point, Operand(.int32, [4]), .scale,
        .point,
      ], gives: [3, 4], macs: 60, otherFlops: 60 + 12 + 35),
    // 2 rows by 64x128 weights of four bits in blocks of 32: 2 · 64 · 128, with 3 for each weight.
    ContribCase(
      "MatMulNBits", [.float(2, 128), .bytes(64, 4, 16), .float(256), .bytes(128)],
      ["N": .integer(64), "K": .integer(128), "block_size": .integer(32), "bits": .integer(4)],
      gives: [2, 64], macs: 16_384, otherFlops: 24_576),
    ContribCase(
      "MatMulBnb4", [.float(2, 128), .bytes(4096), .float(128)],
      ["N": .integer(64), "K": .integer(128), "block_size": .integer(64)], gives: [2, 64],
      macs: 16_384, otherFlops: 8192),
    // 3 tokens through 2 of 4 experts of 8x16 and 16x8 weights: 6 · 256. The router 4 · 12; the
    // inner layer 6 · 16, its biases 6 · 16 and 6 · 8, 2 · 8 to add each result.
    ContribCase(
      "MoE",
      [
        .float(3, 8), .float(3, 4), .float(4, 16, 8), .float(4, 16), .float(4, 8, 16),
        .float(4, 8),
      ], ["k": .integer(2)], gives: [3, 8], macs: 1536, otherFlops: 48 + 96 + 96 + 48 + 96,
      transcendentals: 12),
    // The same in four bits with a gate: 32x8 and 8x16; one token: 2 of 4 experts, each of 384
    // weights. Router 16; 2 · (5 · 16 + 16); 2 · 2 · 384. Exps: 4 and 2 · 16.
    ContribCase(
      "QMoE",
      [
        .float(1, 8), .float(1, 4), .bytes(4, 32, 4), .float(4, 32), nil, .bytes(4, 8, 8),
        .float(4, 8),
      ],
      ["k": .integer(2), "activation_type": .string("swiglu"), "swiglu_fusion": .integer(1)],
      gives: [1, 8], macs: 768, otherFlops: 16 + 192 + 1536, transcendentals: 36),
  ]

  static let quantised: [ContribCase] = [
    // A sum of 6; 3 · (6 + 3), 5 · 6.
    ContribCase(
      "QLinearAdd",
      [.bytes(2, 3), .scale, .point, .bytes(3), .scale, .point, .scale, .point], gives: [2, 3],
      otherFlops: 6 + 27 + 30),
    ContribCase(
      "QLinearMul",
      [.bytes(2, 3), .scale, .point, .bytes(2, 3), .scale, .point, .scale, .point],
      gives: [2, 3], otherFlops: 6 + 36 + 30),
    ContribCase(
      "QLinearSigmoid", [.bytes(10), .scale, .point, .scale, .point], gives: [10],
      otherFlops: 20 + 80, transcendentals: 10),
    ContribCase(
      "QLinearLeakyRelu", [.bytes(10), .scale, .point, .scale, .point], gives: [10],
      otherFlops: 20 + 80),
    ContribCase(
      "QLinearSoftmax", [.bytes(2, 5), .scale, .point, .scale, .point], gives: [2, 5],
      otherFlops: 40 + 80, transcendentals: 10),
    // 12 windows of 4; 3 · 48, 5 · 12.
    ContribCase(
      "QLinearAveragePool", [.bytes(1, 4, 4, 3), .scale, .point, .scale, .point],
      [
        "kernel_shape": .integers([2, 2]), "strides": .integers([2, 2]),
        "channels_last": .integer(1),
      ], gives: [1, 2, 2, 3], otherFlops: 48 + 144 + 60),
    ContribCase(
      "QLinearGlobalAveragePool", [.bytes(1, 3, 4, 4), .scale, .point, .scale, .point],
      gives: [1, 3, 1, 1], otherFlops: 48 + 144 + 15),
    // 8 elements are read and written.
    ContribCase(
      "QLinearConcat",
      [.scale, .point, .bytes(1, 3), .scale, .point, .bytes(1, 5), .scale, .point],
      ["axis": .integer(1)], gives: [1, 8], otherFlops: 24 + 40),
    // 6 rows of 16 numbers, two in a byte: 3 · 96.
    ContribCase(
      "GatherBlockQuantized",
      [.bytes(100, 8), Operand(.int64, [2, 3]), .float(100, 1), .bytes(100, 1)],
      ["block_size": .integer(16), "quantize_axis": .integer(1)], gives: [2, 3, 16],
      otherFlops: 288),
    ContribCase(
      "DequantizeLinear", [.bytes(2, 3), .scale, .point], gives: [2, 3], otherFlops: 18),
  ]
}

@Suite("What ONNX Runtime's operators move")
struct ContribTrafficTests {
  @Test("weights of four bits cost half a byte, and count as the numbers that they are")
  func fourBits() throws {
    // 64x128 weights in blocks of 32: 4096 bytes, 256 scales of 4 bytes, 128 bytes of zero points;
    // 2 rows of 128 go in and 2 of 64 come out.
    var builder = GraphBuilder()
    let input = builder.input("x", .sizes(2, 128))
    let weights = builder.stored("w", [64, 4, 16], .uint8)
    let scales = builder.stored("s", [256])
    let points = builder.stored("z", [128], .uint8)
    builder.graph.outputs = [
      builder.layer(
        "MatMulNBits", [input, weights, scales, points],
        ["N": .integer(64), "K": .integer(128), "block_size": .integer(32), "bits": .integer(4)],
        domain: "com.microsoft")
    ]
    let work = try ModelWork.counting(builder.graph)
    #expect(work.totals.weightBytes == 4096 + 1024 + 128)
    #expect(work.totals.inputBytes == 1024)
    #expect(work.totals.outputBytes == 512)
    #expect(work.parameters == 8192 + 256 + 128)
    #expect(work.layers[0].parameters == work.parameters)
    #expect(work.weightBytes == 5248)
  }

  @Test("a mixture of experts reads the experts that are chosen")
  func experts() throws {
    // One token through 2 of 4 experts: half of the 512 + 512 weights, of 4 bytes.
    var builder = GraphBuilder()
    let input = builder.input("x", .sizes(1, 8))
    let router = builder.input("r", .sizes(1, 4))
    let first = builder.stored("fc1", [4, 16, 8])
    let second = builder.stored("fc2", [4, 8, 16])
    builder.graph.outputs = [
      builder.layer(
        "MoE", [input, router, first, nil, second], ["k": .integer(2)], domain: "com.microsoft")
    ]
    let work = try ModelWork.counting(builder.graph)
    #expect(work.totals.weightBytes == 2048)
    #expect(work.layers[0].notes == ["reads the weights of 2 of its 4 experts"])
  }

  @Test("a cache is read as far as it is filled")
  func cache() throws {
    // 4 of 16 places are filled, each of 2 heads of 2 channels: 16 numbers each of keys and values.
    let trial = try Trial(
      "GroupQueryAttention",
      [
        .float(1, 1, 8), .float(1, 1, 4), .float(1, 1, 4), .float(1, 2, 16, 2),
        .float(1, 2, 16, 2), Operand(.int32, [1]), .integer(5),
      ], ["num_heads": .integer(4), "kv_num_heads": .integer(2)], domain: "com.microsoft",
      outputCount: 3)
    #expect(trial.shapes[1] == [1, 2, 16, 2])
    #expect(trial.cost.traffic.elementsRead == [3: 16, 4: 16])
  }

  @Test("what does not go together is an error")
  func mismatches() {
    #expect(throws: OperatorError.self) {
      try Trial(
        "Attention", [.float(2, 3, 8), .float(7, 24)], ["num_heads": .integer(2)],
        domain: "com.microsoft")
    }
    #expect(throws: OperatorError.self) {
      try Trial(
        "MatMulNBits", [.float(2, 128), .bytes(64, 4, 15), .float(256)],
        ["N": .integer(64), "K": .integer(128), "block_size": .integer(32)],
        domain: "com.microsoft")
    }
    #expect(throws: OperatorError.self) {
      try Trial(
        "FusedConv", [.float(1, 4, 5, 5), .float(6, 4, 3, 3)], ["activation": .string("Unheard")],
        domain: "com.microsoft")
    }
  }
}
