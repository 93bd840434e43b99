import ModelGraph
import Operators

extension EveryOperator {
  private static func bytes(_ shape: Int...) -> Operand { Operand(.uint8, shape) }
  private static let scale = Operand(.float32, [])

  /// Windows over pictures and signals, and what is sampled of them.
  static let windows: [CostCase] = [
    // A window of 4 for each of 2 channels: 4 squares, 3 sums, a root.
    CostCase(
      "LpPool", [.float(1, 2, 4)], ["kernel_shape": .integers([4])], otherFlops: 14,
      transcendentals: 2),
    // 9 squares, 8 sums.
    CostCase("GlobalLpPool", [.float(1, 2, 3, 3)], otherFlops: 34, transcendentals: 2),
    // 3 regions as the whole of 2 channels of 16.
    CostCase(
      "MaxRoiPool", [.float(1, 2, 4, 4), .float(3, 5)], ["pooled_shape": .integers([2, 2])],
      otherFlops: 96),
    // 3 regions of 2 channels of 2x2 bins = 24, each of 4 samples: 10 · 4.
    CostCase(
      "RoiAlign", [.float(1, 2, 8, 8), .float(3, 4), Operand(.int64, [3])],
      [
        "output_height": .integer(2), "output_width": .integer(2), "sampling_ratio": .integer(2),
      ], otherFlops: 960),
    // 6 places of 9, and 4 · 2 to find each.
    CostCase("GridSample", [.float(1, 1, 4, 4), .float(1, 2, 3, 2)], otherFlops: 54 + 48),
    // 20 places of 2 coordinates, each of 3 products.
    CostCase("AffineGrid", [.float(1, 2, 3), .integers([1, 1, 4, 5])], macs: 120),
    // 3·4 places of blocks, 8 numbers each.
    CostCase("Col2Im", [.float(1, 8, 12), .integers([4, 5]), .integers([2, 2])], otherFlops: 96),
    // 3 frames of 8: half of 5 · 8 · 3 each, and a product with the window.
    CostCase("STFT", [.float(1, 16, 1), .integer(4), .float(8)], otherFlops: 180 + 24),
    CostCase("Upsample", [.float(1, 1, 2, 2), .floats([1, 1, 2, 2])], opset: 9),
    // 5 · 24 and 3 for each of 3 rows.
    CostCase(
      "MeanVarianceNormalization", [.float(2, 3, 2, 2)], otherFlops: 129, transcendentals: 3),
    CostCase("LpNormalization", [.float(2, 6)], otherFlops: 36, transcendentals: 2),
    // 7 · 48 + 4 · 6, as `HandWorkedLayers` has it.
    CostCase(
      "LayerNormalization", [.float(2, 3, 8), .float(8), .float(8)], otherFlops: 360,
      transcendentals: 6),
    CostCase("Softmax", [.float(2, 10)], otherFlops: 80, transcendentals: 20),
    CostCase("Hardmax", [.float(2, 10)], otherFlops: 20),
  ]

  /// Sums of products.
  static let products: [CostCase] = [
    // 2x2 places of 2 filters, 3 · 2 · 2 each.
    CostCase("Conv", [.float(1, 3, 3, 3), .float(2, 3, 2, 2)], macs: 96),
    // The same with 5 for each of 8 results, and zero points of 27 and 24 elements.
    CostCase(
      "QLinearConv",
      [bytes(1, 3, 3, 3), scale, bytes(1), bytes(2, 3, 2, 2), scale, bytes(1), scale, bytes(1)],
      macs: 96, otherFlops: 27 + 24 + 40),
    // 4 elements spread over 2 filters of 9.
    CostCase("ConvTranspose", [.float(1, 1, 2, 2), .float(1, 2, 3, 3)], macs: 72),
    // 4 places of 4 products; 16 samples of 9, and 32 offsets are added.
    CostCase(
      "DeformConv", [.float(1, 1, 3, 3), .float(1, 1, 2, 2), .float(1, 8, 2, 2)], macs: 16,
      otherFlops: 144 + 32),
    CostCase("Gemm", [.float(2, 3), .float(3, 4)], macs: 24),
    CostCase("MatMul", [.float(2, 3), .float(3, 4)], macs: 24),
    CostCase(
      "MatMulInteger", [bytes(2, 3), bytes(3, 4), bytes(1)], macs: 24, otherFlops: 6),
    // Zero points of 6 and 12 elements, 5 for each of 8 results.
    CostCase(
      "QLinearMatMul",
      [bytes(2, 3), scale, bytes(1), bytes(3, 4), scale, bytes(1), scale, bytes(1)],
      macs: 24, otherFlops: 18 + 40),
    CostCase("DynamicQuantizeLinear", [.float(6)], otherFlops: 42),
    // 5 steps · 2 samples · 4 units = 40 of 3 + 4; a sum and a tanh each.
    CostCase(
      "RNN", [.float(5, 2, 3), .float(1, 4, 3), .float(1, 4, 4)], macs: 280, otherFlops: 40,
      transcendentals: 40),
    // 40 units of 3 · 7; 3 sums, r⊙h, 4 of the mean, 2 sigmoids of 2: 12; 3 transcendentals.
    CostCase(
      "GRU", [.float(5, 2, 3), .float(1, 12, 3), .float(1, 12, 4)], macs: 840, otherFlops: 480,
      transcendentals: 120),
    // 40 units of 4 · 7; 4 sums, 4 of the cell, 3 sigmoids of 2: 14; 5 transcendentals.
    CostCase(
      "LSTM", [.float(5, 2, 3), .float(1, 16, 3), .float(1, 16, 4)], macs: 1120, otherFlops: 560,
      transcendentals: 200),
    // 2 · 2 · 2 pairs turned at 3 places of 2 heads of 8: 48 elements, 3 each.
    CostCase(
      "RotaryEmbedding", [.float(1, 2, 3, 8), .float(1, 3, 4), .float(1, 3, 4)],
      otherFlops: 144),
    // 3 places, 2 query and 2 key heads of 4 by 4: 48 · (2 + 2 + 2) products; 24 for the scale, 96 of
    // decay, 48 of the delta rule; an exp for each of 6 decays.
    CostCase(
      "LinearAttention",
      [.float(1, 3, 8), .float(1, 3, 8), .float(1, 3, 8), nil, .float(1, 3, 2), .float(1, 3, 2)],
      ["q_num_heads": .integer(2), "kv_num_heads": .integer(2)], macs: 288, otherFlops: 168,
      transcendentals: 6),
    // 24 elements of 2 taps.
    CostCase("CausalConvWithState", [.float(2, 3, 4), .float(3, 1, 2)], macs: 48),
  ]

  /// What a training graph ends with.
  static let losses: [CostCase] = [
    CostCase(
      "NegativeLogLikelihoodLoss", [.float(3, 5), Operand(.int64, [3])], otherFlops: 6),
    // 4 · 15 of the log-softmax; 15 exp and 3 logs.
    CostCase(
      "SoftmaxCrossEntropyLoss", [.float(3, 5), Operand(.int64, [3])], otherFlops: 60 + 6,
      transcendentals: 18),
  ]

  /// What keeps as many elements as the values say.
  static let selections: [CostCase] = [
    CostCase("NonZero", [.float(6)], otherFlops: 6),
    CostCase("Compress", [.float(6), Operand(.bool, [6])]),
    // 8 elements: 3 + 1 comparisons each.
    CostCase("Unique", [.float(8)], otherFlops: 32),
    // 4 elements, a heap of 2: 1 + 1 comparisons each.
    CostCase("TopK", [.float(4), .integers([2])], otherFlops: 8),
    // 2 classes, 3 of 4 boxes each: 6 · 4 overlaps of 13.
    CostCase(
      "NonMaxSuppression", [.float(1, 4, 4), .float(1, 2, 4), .integer(3)], otherFlops: 312),
  ]
}
