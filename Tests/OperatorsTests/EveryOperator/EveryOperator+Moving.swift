import ModelGraph
import Operators

extension EveryOperator {
  private static let pair = Operand(sequence: [.float(2, 3), .float(4, 3)], of: .float32)
  private static let text = Operand(.string, [4])

  /// What only moves elements, or looks at them in another way, has no arithmetic.
  static let shapes: [CostCase] = [
    CostCase("Reshape", [.float(2, 6), .integers([3, 4])]),
    CostCase("Flatten", [.float(2, 3, 4)]),
    CostCase("Squeeze", [.float(2, 1, 3)]),
    CostCase("Unsqueeze", [.float(2, 3), .integers([0])]),
    CostCase("Identity", [.float(2, 3)]),
    CostCase("Transpose", [.float(2, 3)]),
    CostCase("Concat", [.float(2, 3), .float(2, 3)]),
    CostCase("Split", [.float(2, 3)]),
    CostCase("Slice", [.float(4, 3), .integers([1]), .integers([3])]),
    CostCase("Gather", [.float(4, 3), Operand(.int64, [2])]),
    CostCase("GatherElements", [.float(4, 3), Operand(.int64, [2, 3])]),
    CostCase("GatherND", [.float(4, 3), Operand(.int64, [2, 1])]),
    CostCase("Expand", [.float(1, 3), .integers([2, 3])]),
    CostCase("Tile", [.float(1, 3), .integers([2, 3])]),
    CostCase("Pad", [.float(2, 3), .integers([1, 1, 1, 1])]),
    CostCase("CenterCropPad", [.float(4, 4), .integers([2, 6])]),
    CostCase("DepthToSpace", [.float(1, 8, 2, 2)], ["blocksize": .integer(2)]),
    CostCase("SpaceToDepth", [.float(1, 2, 4, 4)], ["blocksize": .integer(2)]),
    CostCase("ReverseSequence", [.float(4, 3), Operand(.int64, [3])]),
    CostCase("Trilu", [.float(4, 4)]),
    CostCase("OneHot", [Operand(.int64, [3]), .integer(5), .floats([0, 1])]),
    CostCase("Shape", [.float(2, 3)]),
    CostCase("Size", [.float(2, 3)]),
    CostCase("MaxUnpool", [.float(1, 1, 2, 2), Operand(.int64, [1, 1, 2, 2])], Self.unpooled),
    CostCase("Dropout", [.float(2, 3)]),
    CostCase("Scatter", [.float(4, 3), Operand(.int64, [2, 3]), .float(2, 3)], opset: 10),
    CostCase("ScatterND", [.float(4, 3), Operand(.int64, [2, 1]), .float(2, 3)]),
    CostCase("TensorScatter", [.float(2, 4, 3), .float(2, 1, 3)]),
    // A reduction adds each of the 6 updates.
    CostCase(
      "ScatterElements", [.float(4, 3), Operand(.int64, [2, 3]), .float(2, 3)],
      ["reduction": .string("add")], otherFlops: 6),
    CostCase("SequenceConstruct", [.float(2, 3), .float(4, 3)]),
    CostCase("SequenceEmpty", []),
    CostCase("SequenceInsert", [pair, .float(1, 3)]),
    CostCase("SequenceErase", [pair]),
    CostCase("SequenceAt", [pair, .integer(1)]),
    CostCase("SequenceLength", [pair]),
    CostCase("ConcatFromSequence", [pair]),
    CostCase("SplitToSequence", [.float(4, 3)]),
    CostCase("Optional", [.float(2, 3)]),
    CostCase("OptionalGetElement", [.float(2, 3)]),
    CostCase("OptionalHasElement", [.float(2, 3)]),
    CostCase("RegexFullMatch", [text]),
    CostCase("StringConcat", [text, text]),
    CostCase("StringNormalizer", [text]),
    CostCase("StringSplit", [text], ["maxsplit": .integer(2)]),
    // 4 texts are 4 n-grams of one, each of which adds to a count.
    CostCase("TfIdfVectorizer", [text], ["ngram_indexes": .integers([0, 1])], otherFlops: 4),
  ]

  private static let unpooled: [String: AttributeValue] = [
    "kernel_shape": .integers([2, 2]), "strides": .integers([2, 2]),
  ]

  /// What is made of settings and of few numbers.
  static let generators: [CostCase] = [
    CostCase("Constant", [], ["value_int": .integer(3)]),
    CostCase("ConstantOfShape", [.integers([2, 3])]),
    CostCase("EyeLike", [.float(3, 3)]),
    // start + i·delta for each of 5.
    CostCase("Range", [.integer(0), .integer(10), .integer(2)], otherFlops: 10),
    // Scale and shift for each of 6; a pair of normal deviates takes a root, a log, a sine, a cosine.
    CostCase("RandomUniform", [], ["shape": .integers([2, 3])], otherFlops: 12),
    CostCase("RandomUniformLike", [.float(2, 3)], otherFlops: 12),
    CostCase(
      "RandomNormal", [], ["shape": .integers([2, 3])], otherFlops: 12, transcendentals: 12),
    CostCase("RandomNormalLike", [.float(2, 3)], otherFlops: 12, transcendentals: 12),
    CostCase("Bernoulli", [.float(6)], otherFlops: 6),
    // 2 rows of 8: 16 exp, 16 sums; 3 samples of each row are found in 3 + 1 comparisons.
    CostCase(
      "Multinomial", [.float(2, 8)], ["sample_size": .integer(3)], otherFlops: 16 + 24,
      transcendentals: 16),
    CostCase("HannWindow", [.integer(10)], otherFlops: 40, transcendentals: 10),
    CostCase("HammingWindow", [.integer(10)], otherFlops: 40, transcendentals: 10),
    CostCase("BlackmanWindow", [.integer(10)], otherFlops: 80, transcendentals: 20),
    // 16/2 + 1 = 9 bins of 8 bands, 4 each.
    CostCase(
      "MelWeightMatrix", [.integer(8), .integer(16), .integer(8000), .float(), .float()],
      otherFlops: 288),
  ]
}
