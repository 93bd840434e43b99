import ModelGraph
import Operators

extension EveryOperator {
  /// `ai.onnx.ml`, the preview domains, and what `ContribCostTests` has no case for.
  static let outsideDefaultDomain = classical + preview + contrib + blockedChannels

  private static let rows = Operand.float(5, 4)
  /// A root and two leaves.
  private static let stump: [String: AttributeValue] = [
    "nodes_treeids": .integers([0, 0, 0]), "nodes_nodeids": .integers([0, 1, 2]),
    "nodes_truenodeids": .integers([1, 0, 0]), "nodes_falsenodeids": .integers([2, 0, 0]),
    "nodes_modes": .strings(["BRANCH_LEQ", "LEAF", "LEAF"]),
  ]

  private static let classical: [CostCase] =
    ["ArrayFeatureExtractor"].map {
      CostCase($0, [rows, .integers([0, 2])], domain: "ai.onnx.ml")
    } + [
      CostCase("Binarizer", [rows], domain: "ai.onnx.ml", otherFlops: 20),
      CostCase(
        "CastMap", [.float(1)], ["map_form": .string("SPARSE"), "max_map": .integer(3)],
        domain: "ai.onnx.ml"),
      CostCase("CategoryMapper", [Operand(.int64, [5])], domain: "ai.onnx.ml"),
      CostCase(
        "DictVectorizer", [.float(1)], ["int64_vocabulary": .integers([1, 2])],
        domain: "ai.onnx.ml"),
      CostCase("FeatureVectorizer", [rows, .float(5, 2)], domain: "ai.onnx.ml"),
      CostCase("Imputer", [rows], domain: "ai.onnx.ml", otherFlops: 20),
      CostCase(
        "LabelEncoder", [Operand(.string, [5])], ["values_int64s": .integers([1, 2])],
        domain: "ai.onnx.ml"),
      // Absolute, sum, divide; MAX: largest, divide.
      CostCase(
        "Normalizer", [rows], ["norm": .string("L1")], domain: "ai.onnx.ml", otherFlops: 60),
      CostCase(
        "OneHotEncoder", [Operand(.int64, [5])], ["cats_int64s": .integers([1, 2, 3])],
        domain: "ai.onnx.ml", otherFlops: 15),
      CostCase("Scaler", [rows], domain: "ai.onnx.ml", otherFlops: 40),
      CostCase("ZipMap", [rows], domain: "ai.onnx.ml"),
      // A comparison and a vote for each of 5 samples.
      CostCase("TreeEnsembleRegressor", [rows], stump, domain: "ai.onnx.ml", otherFlops: 10),
      CostCase("TreeEnsembleClassifier", [rows], stump, domain: "ai.onnx.ml", otherFlops: 10),
      CostCase(
        "TreeEnsemble", [rows],
        [
          "tree_roots": .integers([0]), "nodes_truenodeids": .integers([0]),
          "nodes_trueleafs": .integers([1]), "nodes_falsenodeids": .integers([1]),
          "nodes_falseleafs": .integers([1]), "post_transform": .integer(0),
        ], domain: "ai.onnx.ml", otherFlops: 10),
      // 5 samples, 2 classes (2 targets) of 4 coefficients, and a sum with an intercept each; the classifier looks for
      // the best.
      CostCase(
        "LinearClassifier", [rows],
        [
          "coefficients": .floats(ones(8)), "intercepts": .floats([0, 0]),
          "classlabels_ints": .integers([0, 1]),
        ], domain: "ai.onnx.ml", macs: 40, otherFlops: 20),
      CostCase(
        "LinearRegressor", [rows],
        [
          "coefficients": .floats(ones(8)), "targets": .integer(2),
          "intercepts": .floats([0, 0]),
        ], domain: "ai.onnx.ml", macs: 40, otherFlops: 10),
      // 5 samples and 6 vectors of 4: 120 products, and 5 sums of 6; of 3 classes 3 sums.
      CostCase(
        "SVMRegressor", [rows],
        ["support_vectors": .floats(ones(24)), "coefficients": .floats(ones(6))],
        domain: "ai.onnx.ml", macs: 150, otherFlops: 5),
      CostCase(
        "SVMClassifier", [rows],
        ["support_vectors": .floats(ones(24)), "classlabels_ints": .integers([0, 1, 2])],
        domain: "ai.onnx.ml", macs: 210, otherFlops: 15),
    ]

  private static func ones(_ count: Int) -> [Double] { Array(repeating: 1, count: count) }

  private static let preview: [CostCase] = [
    // 2 heads, 3 queries, 5 keys: 30 scores of 4 + 6; a scale and a softmax of 4.
    CostCase(
      "FlexAttention", [.float(1, 2, 3, 4), .float(1, 1, 5, 4), .float(1, 1, 5, 6)],
      domain: "ai.onnx.preview", macs: 300, otherFlops: 150, transcendentals: 30),
    // 6 weights. 6 each; 11 each and 2 of the decay; 7 with Nesterov's.
    CostCase(
      "Adagrad", [.float(), .float(), .float(6), .float(6), .float(6)],
      domain: "ai.onnx.preview.training", otherFlops: 36, transcendentals: 6),
    CostCase(
      "Adam", [.float(), .float(), .float(6), .float(6), .float(6), .float(6)],
      ["norm_coefficient": .float(0.1)], domain: "ai.onnx.preview.training", otherFlops: 78,
      transcendentals: 6),
    CostCase(
      "Momentum", [.float(), .float(), .float(6), .float(6), .float(6)],
      ["mode": .string("nesterov")], domain: "ai.onnx.preview.training", otherFlops: 42),
  ]

  private static let scale = Operand(.float32, [])
  private static let point = Operand(.uint8, [])

  private static let contrib: [CostCase] = [
    CostCase("Trilu", [.float(4, 4)], domain: "com.microsoft"),
    CostCase("GatherND", [.float(4, 3), Operand(.int64, [2, 1])], domain: "com.microsoft"),
    CostCase("Pad", [.float(2, 3), .integers([1, 1, 1, 1])], domain: "com.microsoft"),
    // start + i·delta for each of 5.
    CostCase(
      "Range", [.integer(0), .integer(10), .integer(2)], domain: "com.microsoft", otherFlops: 10),
    // Divide, round, two bounds, a zero point.
    CostCase(
      "QuantizeLinear", [.float(6), scale, point], domain: "com.microsoft", otherFlops: 30),
    // Which ONNX Runtime has in the default domain: 4 · 16 and 3 for each of 2 rows.
    CostCase(
      "SimplifiedLayerNormalization", [.float(2, 8), .float(8)], otherFlops: 70,
      transcendentals: 2),
    CostCase("TransposeMatMul", [.float(2, 3), .float(3, 4)], domain: "com.microsoft", macs: 24),
    // 24 products, and a rectifier for each of 8.
    CostCase(
      "FusedMatMulActivation", [.float(2, 3), .float(3, 4)], ["activation": .string("Relu")],
      domain: "com.microsoft", macs: 24, otherFlops: 8),
    CostCase(
      "MatMulInteger16", [Operand(.int16, [2, 3]), Operand(.int16, [3, 4])],
      domain: "com.microsoft", macs: 24),
    // 12 read of 3, 12 for the mean of 2, 2 written of 5.
    CostCase(
      "QLinearReduceMean", [Operand(.uint8, [2, 6]), scale, point, scale, point],
      ["axes": .integers([1])], domain: "com.microsoft", otherFlops: 36 + 12 + 10),
    // 2 tensors of 4 read of 3, 4 written of 5.
    CostCase(
      "QLinearWhere",
      [
        Operand(.bool, [4]), Operand(.uint8, [4]), scale, point, Operand(.uint8, [4]), scale,
        point, scale, point,
      ], domain: "com.microsoft", otherFlops: 24 + 20),
    // 2 heads of 4, one query, one key: 2 scores of 4 + 4; a scale and a softmax of 4.
    CostCase(
      "DecoderMaskedMultiHeadAttention", [.float(1, 1, 8), .float(1, 1, 8), .float(1, 1, 8)],
      ["num_heads": .integer(2)], domain: "com.microsoft", macs: 16, otherFlops: 10,
      transcendentals: 2),
  ]

  /// What ONNX Runtime writes for processors, channels in blocks.
  static let blockedChannels: [CostCase] = [
    // 8 filters of 3 channels of 3 · 3 over 2 · 2 places: 8 · 4 · 27; a bias and a rectifier each.
    CostCase(
      "Conv", [.float(1, 3, 4, 4), .float(8, 3, 3, 3), .float(8)],
      ["activation": .string("Relu")], domain: "com.microsoft.nchwc", macs: 864, otherFlops: 64),
    // Of 5 channels in a block of 8, with a summand: 8 · 16 · 8, and 8 · 16.
    CostCase(
      "Conv", [.float(1, 5, 4, 4), .float(8, 8, 1, 1), nil, .float(1, 8, 4, 4)],
      domain: "com.microsoft.nchwc", macs: 1024, otherFlops: 128),
    CostCase("ReorderInput", [.float(1, 8, 4, 4)], domain: "com.microsoft.nchwc"),
    CostCase(
      "ReorderOutput", [.float(1, 8, 4, 4)], ["channels": .integer(5)],
      domain: "com.microsoft.nchwc"),
    // 8 · 4 windows of 4: 3 comparisons, or 3 additions and a division.
    CostCase(
      "MaxPool", [.float(1, 8, 4, 4)],
      ["kernel_shape": .integers([2, 2]), "strides": .integers([2, 2])],
      domain: "com.microsoft.nchwc", otherFlops: 96),
    CostCase(
      "AveragePool", [.float(1, 8, 4, 4)],
      ["kernel_shape": .integers([2, 2]), "strides": .integers([2, 2])],
      domain: "com.microsoft.nchwc", otherFlops: 128),
    CostCase(
      "GlobalMaxPool", [.float(1, 8, 4, 4)], domain: "com.microsoft.nchwc", otherFlops: 120),
    CostCase(
      "GlobalAveragePool", [.float(1, 8, 4, 4)], domain: "com.microsoft.nchwc", otherFlops: 128),
    // The nearest element is copied.
    CostCase(
      "Upsample", [.float(1, 8, 2, 2)],
      ["scales": .integers([1, 1, 2, 2]), "mode": .string("nearest")],
      domain: "com.microsoft.nchwc"),
  ]
}
