import ModelGraph
import Operators
import Testing

extension ContribCostTests {
  @Test(
    "block ends that fall, or are of any size, give no count and no crash",
    arguments: [[0, .min, .max], [.min, .max, 0], [3, 2, 1]] as [[Int]])
  func hostileBlocks(_ ends: [Int]) throws {
    let trial = try Trial(
      "SparseAttention",
      [
        .float(1, 4, 16), .float(1, 4, 8), .float(1, 4, 8), .float(1, 2, 8, 4), .float(1, 2, 8, 4),
        Operand(.int64, [1, 3], contents: .integers(ends)), Operand(.int32, [1, 3]), .integers([4]),
        Operand(.int32, [1]),
      ],
      ["num_heads": .integer(4), "kv_num_heads": .integer(2), "sparse_block_size": .integer(2)],
      domain: "com.microsoft")
    #expect(trial.macs == nil)
  }

  static let packedAttention: [ContribCase] = [
    // 5 tokens of sequences of up to 3: 5 · 8 · 24 = 960 for the projections; 2 heads · 5 · 3 = 30
    // scores, each 4 + 4. Bias 5 · 24 = 120; 30 · 5.
    ContribCase(
      "PackedAttention",
      [
        .float(5, 8), .float(8, 24), .float(24), Operand(.int32, [2, 3]), Operand(.int32, [3]),
      ], ["num_heads": .integer(2)], gives: [5, 8], macs: 960 + 240, otherFlops: 120 + 150,
      transcendentals: 30),
    // 4 tokens, 2 heads of 4 packed; sequences of up to 4: 32 scores, each 4 + 4; 32 · (5 + 1).
    ContribCase(
      "PackedMultiHeadAttention",
      [
        .float(4, 2, 3, 4), nil, nil, nil, Operand(.int32, [1, 4]), Operand(.int32, [2]),
        .float(1, 2, 4, 4),
      ], ["num_heads": .integer(2)], gives: [4, 8], macs: 256, otherFlops: 192, transcendentals: 32),
    // 2 tokens with a bias, values of 2 a head: 2 · 2 · 3 = 12 scores, each 4 + 2; 60, and 2 · 20 for
    // the bias.
    ContribCase(
      "PackedMultiHeadAttention",
      [
        .float(2, 8), .float(2, 8), .float(2, 4), .float(20), Operand(.int32, [1, 3]),
        Operand(.int32, [2]),
      ], ["num_heads": .integer(2)], gives: [2, 4], macs: 72, otherFlops: 60 + 40,
      transcendentals: 12),
    // 3 + 1 of 2 · 3 places are no padding.
    ContribCase("RemovePadding", [.float(2, 3, 8), .integers([3, 1])], gives: [4, 8]),
    ContribCase("RestorePadding", [.float(4, 8), Operand(.int32, [2, 3])], gives: [2, 3, 8]),
    // Decoding place 6 of 6 of blocks of 2: its row has 2 blocks in the first layout, 3 in the second;
    // 4 heads, 2 of each: 2 · (2 + 3) · 2 = 20 scores, each 4 + 4; 20 · 5.
    ContribCase(
      "SparseAttention",
      [
        .float(1, 1, 16), .float(1, 1, 8), .float(1, 1, 8), .float(1, 2, 8, 4), .float(1, 2, 8, 4),
        Operand(.int32, [2, 4], contents: .integers([0, 1, 3, 5, 0, 1, 3, 6])),
        Operand(.int32, [2, 6]), .integers([6]), Operand(.int32, [1]),
      ],
      ["num_heads": .integer(4), "kv_num_heads": .integer(2), "sparse_block_size": .integer(2)],
      gives: [1, 1, 16], macs: 160, otherFlops: 100, transcendentals: 20),
    // 3 tokens; a table of 2 blocks of 4 places: 4 heads · 3 · 8 = 96 scores, each 2 + 2; 96 · 5; of
    // 4 + 2 heads 2 · 1 elements are turned, 3 each: 3 · 6 · 2 · 3.
    ContribCase(
      "PagedAttention",
      [
        .float(3, 8), .float(3, 4), .float(3, 4), .float(9, 4, 2, 2), .float(9, 4, 2, 2),
        Operand(.int32, [3]), Operand(.int32, [2]), Operand(.int32, [2, 2]), .float(16, 1),
        .float(16, 1),
      ],
      ["num_heads": .integer(4), "kv_num_heads": .integer(2), "do_rotary": .integer(1)],
      gives: [3, 8], macs: 384, otherFlops: 480 + 108, transcendentals: 96),
    // 3 queries, 4 keys: 12 pairs of 6, and of 8 where distances have a sign.
    ContribCase(
      "RelativePositionBias", [.float(32, 2), .integers([3]), .integers([4])],
      gives: [1, 2, 3, 4], otherFlops: 72, transcendentals: 12),
    ContribCase(
      "RelativePositionBias", [.float(32, 2), .integers([3]), .integers([4])],
      ["is_bidirectional": .integer(1)], gives: [1, 2, 3, 4], otherFlops: 96,
      transcendentals: 12),
    // 1 · 2 · 3 places of 4, gates of 8: 6 · 4 · 8; 6 · (4 + 8 + 6 + 8 + 3); 2 · 6.
    ContribCase(
      "GatedRelativePositionBias",
      [
        .float(1, 3, 8), .float(8), .float(1, 2, 3, 3), .float(4, 8), .float(8),
        .float(1, 2, 1, 1),
      ], ["num_heads": .integer(2)], gives: [1, 2, 3, 3], macs: 192, otherFlops: 174,
      transcendentals: 12),
    // One place after 2 cached ones: 8 · 24 = 192 for the projections; 2 heads · 3 = 6 scores of 4 + 4;
    // a bias of 24, 6 · 5.
    ContribCase(
      "DecoderMaskedSelfAttention",
      [.float(1, 1, 8), .float(8, 24), .float(24), nil, .float(2, 1, 2, 2, 4)],
      ["num_heads": .integer(2)], gives: [1, 1, 8], macs: 192 + 48, otherFlops: 24 + 30,
      transcendentals: 6),
    // Packed: 24 channels are 2 heads of 4 of queries, keys and values; one score a head.
    ContribCase(
      "DecoderMaskedMultiHeadAttention", [.float(1, 1, 24)], ["num_heads": .integer(2)],
      gives: [1, 1, 8], macs: 16, otherFlops: 10, transcendentals: 2),
    // 5 steps of 2 samples of 4 units: 40 · 28; 18 a unit with its biases; 7 for each of 30 elements of x
    // and 40 states; 2 for each of 2 · 16 · 10 sums.
    ContribCase(
      "DynamicQuantizeLSTM",
      [
        .float(5, 2, 3), Operand(.int8, [1, 3, 16]), Operand(.int8, [1, 4, 16]), .float(1, 32), nil,
        nil, nil, nil, .float(1), Operand(.int8, [1]), .float(1), Operand(.int8, [1]),
      ], ["hidden_size": .integer(4)], gives: [5, 1, 2, 4], macs: 1120,
      otherFlops: 720 + 490 + 640, transcendentals: 200),
  ]
}
