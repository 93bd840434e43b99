/// What onnx-tool 1.0.1 asks for an element of each operator: onnx_tool/node.py.
///
/// Its constants: addition, multiplication and comparison 1, division 4, square root 24, exponential and
/// power 32, logarithm 43, sine and cosine 39, tangent 38 (an exponential, two additions, a division).
enum OnnxToolPrices {
  struct Price {
    var amount: Int
    var reason: CountReason
  }

  /// By the elements of the output.
  static let perOutput: [String: Price] = {
    var prices: [String: Price] = [:]
    let groups: [(CountReason, [String: Int])] = [
      (.elementwise, elementwise), (.activation, activations),
      (
        .normalization,
        ["BatchNormalization": 31, "InstanceNormalization": 7, "LpNormalization": 33]
      ),
      (.softmax, ["Softmax": 36, "LogSoftmax": 80, "Hardmax": 1]),
      (.reduction, ["CumSum": 1]),
    ]
    for (reason, amounts) in groups {
      for (type, amount) in amounts { prices[type] = Price(amount: amount, reason: reason) }
    }
    return prices
  }()

  private static let elementwise = [
    "Add": 1, "Sub": 1, "Mul": 1, "Div": 4, "Mod": 1, "Min": 1, "Max": 1, "Neg": 1, "Abs": 1,
    "Ceil": 1, "Floor": 1, "Exp": 32, "Log": 43, "Sqrt": 24, "Pow": 32, "Sin": 39, "Cos": 39,
    "Atan": 64, "Sign": 1, "Reciprocal": 4, "Less": 1, "LessOrEqual": 1, "Round": 1, "Not": 1,
    "And": 1, "Or": 1, "Xor": 1, "Equal": 1, "Greater": 1, "GreaterOrEqual": 1, "NonZero": 1,
    "QuantizeLinear": 2, "DequantizeLinear": 2, "ImageScaler": 2,
  ]

  /// The tangent's class doubles its price; the error function's has none.
  private static let activations = [
    "Sigmoid": 32, "Tanh": 76, "Softplus": 76, "HardSigmoid": 4, "HardSwish": 5, "Relu": 1,
    "Elu": 35, "Gelu": 34, "PRelu": 2, "LeakyRelu": 2, "Clip": 2,
  ]

  /// By the elements of the input.
  static let perInput: [String: Price] = [
    "ReduceMean": Price(amount: 1, reason: .reduction),
    "ReduceSum": Price(amount: 1, reason: .reduction),
    "ReduceProd": Price(amount: 1, reason: .reduction),
    "ReduceMin": Price(amount: 1, reason: .reduction),
    "ReduceMax": Price(amount: 1, reason: .reduction),
    "ReduceL2": Price(amount: 25, reason: .reduction),
  ]

  /// Those with a rule of their own.
  private static let special: Set<String> = [
    "Conv", "Gemm", "MatMul", "MatMulInteger", "QLinearConv", "ConvInteger", "QLinearMatMul",
    "Einsum", "ConvTranspose", "Sum", "LRN", "LayerNormalization", "AveragePool", "MaxPool",
    "GlobalAveragePool", "Resize", "Upsample", "LSTM", "GRU",
  ]

  /// Those that it knows and takes as free.
  private static let free: Set<String> = [
    "ArgMax", "ArrayFeatureExtractor", "Cast", "CategoryMapper", "Compress", "Concat", "Constant",
    "ConstantOfShape", "DepthToSpace", "Dropout", "Erf", "Expand", "Flatten", "Gather",
    "GatherElements", "GatherND", "GridSample", "Identity", "NonMaxSuppression", "OneHot", "Pad",
    "RandomNormalLike", "RandomUniformLike", "Range", "Reshape", "RoiAlign", "Scan",
    "ScatterElements", "ScatterND", "Shape", "Slice", "Split", "Squeeze", "Tile", "TopK",
    "Transpose", "Trilu", "Unsqueeze", "Where", "ZipMap",
  ]

  /// Whether the tool has a class for the operator.
  static func knows(_ type: String) -> Bool {
    perOutput[type] != nil || perInput[type] != nil || special.contains(type)
      || free.contains(type)
  }
}
