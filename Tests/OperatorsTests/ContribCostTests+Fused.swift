import ModelGraph
import Operators
import Testing

extension ContribCostTests {
  private static func integers(_ shape: Int...) -> Operand { Operand(.int8, shape) }
  private static func longs(_ shape: Int...) -> Operand { Operand(.int64, shape) }

  static let ordered: [ContribCase] = [
    // 24 elements: divide, round, two bounds; convert, multiply.
    ContribCase("QuantizeWithOrder", [.float(2, 3, 4), .scale], gives: [2, 3, 4], otherFlops: 96),
    ContribCase(
      "DequantizeWithOrder", [integers(2, 3, 4), .scale], ["to": .integer(10)], gives: [2, 3, 4],
      otherFlops: 48),
    // 2 + 4 + 4 for each of 24.
    ContribCase(
      "QOrderedGelu", [integers(2, 3, 4), .scale, .scale], gives: [2, 3, 4], otherFlops: 240,
      transcendentals: 24),
    // 6 rows of 4: 7 · 24 + 4 · 6, and 6 · 24 for the integers.
    ContribCase(
      "QOrderedLayerNormalization", [integers(2, 3, 4), .scale, .float(4), .float(4), .scale],
      gives: [2, 3, 4], otherFlops: 192 + 144, transcendentals: 6),
    // 6 rows of 4 times 5 columns: 120; 30 results of 4, a bias, and 2 for C.
    ContribCase(
      "QOrderedMatMul",
      [
        integers(2, 3, 4), .scale, integers(4, 5), .scale, .scale, .float(5), integers(2, 3, 5),
        .scale,
      ], gives: [2, 3, 5], macs: 120, otherFlops: 30 * 7),
    // As Attention of 2 samples of 3 places of 8: 1152 and 36 scores of 8. Of 144 projected 5, of 36
    // scores 6 with a mask and 4 for their integers, of 48 results 4.
    ContribCase(
      "QOrderedAttention",
      [integers(2, 3, 8), .scale, .scale, .scale, .scale]
        + Array(repeating: integers(8, 8), count: 3)
        + Array(repeating: .scale, count: 3) + Array(repeating: .float(8), count: 3)
        + [.scale, .scale, .scale, Operand(.int32, [2, 3])],
      ["num_heads": .integer(2)], gives: [2, 3, 8], macs: 1152 + 288,
      otherFlops: 720 + 216 + 144 + 192, transcendentals: 36),
  ]

  /// One sample of 8 places of 4 channels in 2 heads, a window of 1 to each side: 2 · 8 · 3 = 48 scores of
  /// 2 + 2. 5 · 32 elements are projected by 4.
  private static let window: [Operand?] = [
    .float(1, 8, 4), .float(4, 12), .float(12), .float(1, 8), .float(4, 12), .float(12),
  ]

  static let fused: [ContribCase] = [
    // Which places attend to all is not known: 640 + 192; 160 biases, 6 · 48.
    ContribCase(
      "LongformerAttention", window + [Operand(.int32, [1, 8])],
      ["num_heads": .integer(2), "window": .integer(1)], gives: [1, 8, 4], macs: 640 + 192,
      otherFlops: 160 + 288, transcendentals: 48),
    // One does: 4 · 4 more for its query, 2 · 2 · 8 = 32 scores more of 4, 5 each.
    ContribCase(
      "LongformerAttention",
      window
        + [Operand(.int32, [1, 8], contents: .integers([1, 0, 0, 0, 0, 0, 0, 0]))],
      ["num_heads": .integer(2), "window": .integer(1)], gives: [1, 8, 4],
      macs: 640 + 16 + 192 + 128, otherFlops: 164 + 288 + 160, transcendentals: 80),
    // As the first; 4 for each of 160 projected and 32 written.
    ContribCase(
      "QOrderedLongformerAttention",
      [
        integers(1, 8, 4), .scale, integers(4, 12), .scale, .float(12), .scale, .scale,
        .float(1, 8),
        integers(4, 12), .scale, .float(12), .scale, Operand(.int32, [1, 8]), .scale,
      ],
      ["num_heads": .integer(2), "window": .integer(1)], gives: [1, 8, 4], macs: 640 + 192,
      otherFlops: 448 + 768, transcendentals: 48),
    // 2 · 3 tokens of 8: 9 · 48 + 4 · 6; gathered are 48 words, 3 · 8 positions and 48 segments, 3 each,
    // and 3 for each of 8 scales and biases.
    ContribCase(
      "QEmbedLayerNormalization",
      [
        Operand(.int32, [2, 3]), Operand(.int32, [2, 3]), .bytes(100, 8), .bytes(16, 8),
        .bytes(2, 8),
        .bytes(8), .bytes(8), nil, .scale, .scale, .scale, .scale, .scale, .point, .point, .point,
        .point, .point,
      ], gives: [2, 3, 8], otherFlops: 432 + 24 + 360 + 48, transcendentals: 6),
    // 2x3 times 3x4: 24; 8 results of 8 and a bias.
    ContribCase(
      "GemmFastGelu", [.float(2, 3), .float(3, 4), .float(4)], gives: [2, 4], macs: 24,
      otherFlops: 72, transcendentals: 8),
    // The factors' scale, that of the result, a rectifier; β is 0 where it is not stated.
    ContribCase(
      "GemmFloat8", [.float(2, 3), .float(4, 3), .float(4), .scale, .scale, .scale],
      ["transB": .integer(1), "activation": .string("RELU")], gives: [2, 4], macs: 24,
      otherFlops: 24),
    // α and C, which β scales: 8 + 8 + 4.
    ContribCase(
      "GemmFloat8", [.float(2, 3), .float(4, 3), .float(4)],
      ["transB": .integer(1), "alpha": .float(2), "beta": .float(0.5)], gives: [2, 4], macs: 24,
      otherFlops: 20),
    // 5 for each of 48.
    ContribCase(
      "BiasSoftmax", [.float(2, 2, 3, 4), .float(2, 1, 1, 4)],
      ["axis": .integer(3), "is_inner_broadcast": .integer(0)], gives: [2, 2, 3, 4],
      otherFlops: 240, transcendentals: 48),
    // A bias and a residual; with training 3 more.
    ContribCase(
      "BiasDropout", [.float(2, 8), .float(8), .float(2, 8)], gives: [2, 8], otherFlops: 32),
    ContribCase(
      "BitmaskBiasDropout",
      [
        .float(2, 8), .float(8), nil, .scale, Operand(.bool, [], contents: .integers([1])),
      ], gives: [2, 8], otherFlops: 64),
    ContribCase("BitmaskDropout", [.float(2, 8)], gives: [2, 8]),
    // 2 rows of 32 times 2 matrices of 16 columns: 2048; 2 · 512 to dequantise each; normalised with a
    // summand: 4 · 64 + 3 · 2 + 64; 2 · 16 biases of the gate; 3 for each of 32 of the SiLU, and 32.
    ContribCase(
      "MatMulNBitsMlp",
      [
        .float(2, 32), .float(2, 32), .float(32), .bytes(16, 1, 16), .float(16), .float(16),
        .bytes(16, 1, 16), .float(16),
      ],
      [
        "N": .integer(16), "K": .integer(32), "block_size": .integer(32),
        "activation": .string("silu"),
      ], gives: [2, 16], macs: 2048, otherFlops: 2048 + 326 + 32 + 128, transcendentals: 2 + 32),
    // Queries of 16, keys and values of 8: 2 · 32 · 32; 2 · 1024 to dequantise; 4 · 64 + 3 · 2.
    ContribCase(
      "MatMulNBitsQkv",
      [
        .float(2, 32), nil, .float(32), .bytes(16, 1, 16), .float(16), nil, .bytes(8, 1, 16),
        .float(8), nil, .bytes(8, 1, 16), .float(8),
      ],
      [
        "Nq": .integer(16), "Nkv": .integer(8), "K": .integer(32), "block_size": .integer(32),
      ], gives: [2, 16], macs: 2048, otherFlops: 2048 + 262, transcendentals: 2),
    // 2 · 3 places of 2 heads of 4 are turned, 3 each.
    ContribCase(
      "MRotaryEmbedding", [.float(2, 3, 8), longs(3, 2, 3), .float(16, 2), .float(16, 2)],
      ["mrope_section": .integers([1, 1, 0])], gives: [2, 3, 8], otherFlops: 144),
    // 48 of the queries, 24 of the keys; 12 angles.
    ContribCase(
      "GemmaRotaryEmbedding",
      [
        .float(1, 3, 4), .float(1, 4, 3, 4), .float(1, 4, 3, 4), .float(1, 2, 3, 4),
        .float(1, 2, 3, 4),
      ],
      gives: [1, 4, 3, 4], otherFlops: 216, transcendentals: 24),
  ]

  static let gated: [ContribCase] = [
    // 6 rows of 4 in 24: 4 · 24 + 3 · 6; 4 · 24 with the gate.
    ContribCase(
      "GatedRMSNorm", [.float(1, 3, 8), .float(4), .float(1, 3, 8)], gives: [1, 3, 8],
      otherFlops: 96 + 18 + 96, transcendentals: 6 + 24),
    ContribCase("ScaledSiLU", [.float(6)], gives: [6], otherFlops: 18, transcendentals: 6),
    ContribCase(
      "ScaledSiLU", [.float(6)], ["alpha": .float(2)], gives: [6], otherFlops: 24,
      transcendentals: 6),
    // 12 of 3 and 12 of 2.
    ContribCase(
      "LinearAttentionGate", [.float(2, 3, 2), .float(2), .float(2), .float(2, 3, 2)],
      gives: [2, 3, 2], otherFlops: 60, transcendentals: 36),
    ContribCase(
      "GatedAdd", [.float(2, 3), .float(2, 3), .float(2, 1)], gives: [2, 3], otherFlops: 12),
    // 2 rows of 5 are projected to their gates.
    ContribCase(
      "GatedAdd", [.float(2, 3), .float(2, 3), .float(2, 5), .float(5, 1)], gives: [2, 3],
      macs: 10, otherFlops: 16, transcendentals: 2),
  ]

  static let lent: [ContribCase] = [
    // 4 windows of 4: 3 comparisons each; 16 of the mask.
    ContribCase(
      "MaxpoolWithMask", [.float(1, 1, 4, 4), Operand(.int32, [1, 1, 4, 4])],
      ["kernel_shape": .integers([2, 2]), "strides": .integers([2, 2])], gives: [1, 1, 2, 2],
      otherFlops: 28),
    // 4 elements spread over 2 filters of 9; 4 − 2 along each axis.
    ContribCase(
      "ConvTransposeWithDynamicPads",
      [.float(1, 1, 2, 2), .float(1, 2, 3, 3), .integers([1, 1, 1, 1])], gives: [1, 2, 2, 2],
      macs: 72),
    // 2 rows of 6: 5 sums each.
    ContribCase(
      "ReduceSumInteger", [integers(2, 6)], ["axes": .integers([1]), "keepdims": .integer(0)],
      gives: [2], otherFlops: 10),
    ContribCase("TorchEmbedding", [.float(10, 4), longs(2, 3)], gives: [2, 3, 4]),
    // 12 products; 2 · 1 and 6 zero points.
    ContribCase(
      "MulInteger", [.bytes(2, 1), .point, .bytes(6), .point], gives: [2, 6], otherFlops: 20),
    // 2 · 3 pairs of 4: a difference and a square that is added each; 6 roots.
    ContribCase(
      "CDist", [.float(2, 4), .float(3, 4)], ["metric": .string("euclidean")], gives: [2, 3],
      macs: 24, otherFlops: 24, transcendentals: 6),
    // 2 · 4³ for each of 3.
    ContribCase("Inverse", [.float(3, 4, 4)], gives: [3, 4, 4], otherFlops: 384),
    // 6 complex numbers of 6.
    ContribCase("ComplexMul", [.float(6, 2), .float(6, 2)], gives: [6, 2], otherFlops: 36),
    ContribCase("ComplexMulConj", [.float(6, 2), .float(1, 2)], gives: [6, 2], otherFlops: 36),
    // Half of 5 · 3 · 8 · 3.
    ContribCase("Rfft", [.float(3, 8)], gives: [3, 5, 2], otherFlops: 180),
    ContribCase(
      "Irfft", [.float(3, 5, 2)], ["signal_ndim": .integer(1)], gives: [3, 8], otherFlops: 180),
    // 3 regions of 2 channels of 2x2: 24 of 9, and 4 for each of 12 places.
    ContribCase(
      "CropAndResize",
      [.float(1, 2, 8, 8), .float(3, 4), Operand(.int32, [3]), .integers([2, 2])],
      gives: [3, 2, 2, 2], otherFlops: 216 + 48),
    // (9 − 4) / 2 + 1 slices of 4.
    ContribCase(
      "UnfoldTensor", [.float(2, 9)], ["size": .integer(4), "step": .integer(2)],
      gives: [2, 3, 4]),
    // A path through 4x5 is 8 long at most.
    ContribCase("DynamicTimeWarping", [.float(1, 4, 5)], gives: [2, 8], otherFlops: 60),
    ContribCase("IsAllFinite", [.float(4), .float(2)], gives: [], otherFlops: 18),
    // 2 texts of 6: 4 grams of 3, of which 2 tokens are compared.
    ContribCase(
      "NGramRepeatBlock", [longs(2, 6), .float(2, 50)], ["ngram_size": .integer(3)],
      gives: [2, 50], otherFlops: 16),
  ]

  @Test("the types of what the integers' operators make are theirs")
  func orderedTypes() throws {
    let made = try Trial("QuantizeWithOrder", [.float(2)], domain: "com.microsoft").outputs
    #expect(made.map(\.elementType) == [.int8])
    let back = try Trial(
      "DequantizeWithOrder", [Operand(.int8, [2])], ["to": .integer(10)], domain: "com.microsoft")
    #expect(back.outputs.map(\.elementType) == [.float16])
    let sums = try Trial(
      "ReduceSumInteger", [.bytes(2, 3)], ["axes": .integers([1])], domain: "com.microsoft")
    #expect(sums.outputs.map(\.elementType) == [.uint32])
  }

  @Test("a mask of bits has a word for each 32 elements")
  func bitmask() throws {
    let trial = try Trial("BitmaskDropout", [.float(3, 11)], domain: "com.microsoft")
    #expect(trial.shapes == [[3, 11], [2]])
  }

  @Test("of places that attend to all and are not known a note tells")
  func unknownPlaces() throws {
    let trial = try Trial(
      "LongformerAttention", Self.window + [Operand(.int32, [1, 8])],
      ["num_heads": .integer(2), "window": .integer(1)], domain: "com.microsoft")
    #expect(
      trial.cost.notes == [
        "which places attend to all is known only while the model runs: none is counted"
      ])
  }
}
