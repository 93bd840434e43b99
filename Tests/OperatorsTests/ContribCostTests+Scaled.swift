import ModelGraph
import Operators

extension ContribCostTests {
  private static func decoder(
    _ cross: Int, _ past: Int, cache: Operand? = nil, mask: Operand? = nil
  ) -> [Operand?] {
    func flag(_ value: Int) -> Operand { Operand(.bool, [1], contents: .integers([value])) }
    return [
      .float(3, 2, 8), .float(5, 2, 8), .float(8, 8), .float(8, 16), .float(24), mask, cache, cache,
      flag(cross), flag(past), flag(past), flag(mask == nil ? 0 : 1),
    ]
  }

  /// Products with scaled blocks of weights, and the attention of a decoder.
  static let scaled: [ContribCase] = [
    // 3 places of 2 samples ask themselves: queries 6 · 64, keys and values 6 · 128; 2 heads of 4: scores
    // 2·2·3·3 = 36, each 4 + 4. Biases 6 · 24; 36 · 5.
    ContribCase(
      "DecoderAttention", decoder(0, 0), ["num_heads": .integer(2)], gives: [3, 2, 8],
      macs: 384 + 768 + 288, otherFlops: 144 + 180, transcendentals: 36),
    // The same after 4 cached places: scores 2·2·3·7 = 84.
    ContribCase(
      "DecoderAttention", decoder(0, 1, cache: .float(2, 2, 4, 4)), ["num_heads": .integer(2)],
      gives: [3, 2, 8], macs: 384 + 768 + 672, otherFlops: 144 + 420, transcendentals: 84),
    // The 5 places of an encoder with a mask: keys and values 10 · 128; scores 2·2·3·5 = 60, 60 · 6.
    ContribCase(
      "DecoderAttention", decoder(1, 0, mask: Operand(.bool, [2, 5])), ["num_heads": .integer(2)],
      gives: [3, 2, 8], macs: 384 + 1280 + 480, otherFlops: 48 + 160 + 360, transcendentals: 60),
    // Cached, they are not projected again.
    ContribCase(
      "DecoderAttention", decoder(1, 1, cache: .float(2, 2, 5, 4)), ["num_heads": .integer(2)],
      gives: [3, 2, 8], macs: 384 + 480, otherFlops: 48 + 300, transcendentals: 60),
    // 8192 weights: 2 to dequantise each; 2 · 2 · 128 to quantise the input, 2 · 64 biases.
    ContribCase(
      "MatMulBlockQuantizedFp8Weight",
      [.float(2, 128), Operand(.float8e4m3fn, [64, 128]), .float(64, 1), .scale, .float(64)],
      gives: [2, 64], macs: 16_384, otherFlops: 16_384 + 512 + 128),
    // The same of 4 bits with 64 · 8 scales.
    ContribCase(
      "MatMulBlockQuantizedFp4Weight", [.float(2, 128), .bytes(64, 64), .bytes(64, 8), .scale],
      gives: [2, 64], macs: 16_384, otherFlops: 16_384 + 512),
    // 64 rows of 128, which is K·N here: 64 in, 128 out. With an offset a third FLOP a weight.
    ContribCase(
      "MatMulFpQ4", [.float(2, 64), .bytes(4096), .integers([64, 128])],
      ["blk_quant_type": .integer(1)], gives: [2, 128], macs: 16_384, otherFlops: 24_576),
    ContribCase(
      "MatMulFpQ4", [.float(2, 64), .bytes(4096), .integers([64, 128])],
      ["blk_quant_type": .integer(2)], gives: [2, 128], macs: 16_384, otherFlops: 16_384),
    // With an adapter of rank 4: 128 · 4 and 4 · 64 weights more; 2 · 64 sums.
    ContribCase(
      "MatMulNBitsQLoRA",
      [
        .float(2, 128), .bytes(64, 4, 16), .float(256), .bytes(4, 4, 16), .float(16),
        .bytes(64, 1, 16), .float(64),
      ], ["N": .integer(64), "K": .integer(128)], gives: [2, 64], macs: 16_384 + 2 * 768,
      otherFlops: 16_384 + 1536 + 128),
    // An empty second half: the first product alone.
    ContribCase(
      "MatMulNBitsQLoRA",
      [
        .float(2, 128), .bytes(64, 4, 16), .float(256), .bytes(4, 4, 16), .float(16),
        .bytes(64, 0, 16), .float(64),
      ], ["N": .integer(64), "K": .integer(128)], gives: [2, 64], macs: 16_384,
      otherFlops: 16_384),
  ]
}
