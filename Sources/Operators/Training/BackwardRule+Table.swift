public import ModelGraph

extension BackwardRule {
  /// By type; the operators of ONNX Runtime that are called as ONNX's are differentiated like them.
  static let table: [String: BackwardRule] = Dictionary(
    (contractions + activations + arithmetic + normalizations + movements + constants).flatMap {
      types, rule in types.map { ($0, rule) }
    }, uniquingKeysWith: { first, _ in first })

  /// By type, of Darknet's sections.
  static let darknetTable: [String: BackwardRule] = [
    "route": .moving(0, "g, put back where it came from"),
    "reorg": .moving(0, "g, put back where it came from"),
    "crop": .moving(0, "g, put back where it came from"),
    "upsample": .moving(1, "g, added up where it came from"),
    "maxpool": .moving(1, saved: .inputs, "g added where the largest stood"),
    "avgpool": .moving(1, "g/k, repeated"),
    "shortcut": .passing("g"),
    "softmax": .unary(4, saved: .output, "y·(g − Σ g·y)"),
  ]

  /// The operators that have a rule of their own, sorted, each with it.
  public static var all: [(name: OperatorName, rule: BackwardRule)] {
    let onnx = table.map { (name: OperatorName($0.key), rule: $0.value) }
    let darknet = darknetTable.map {
      (name: OperatorName($0.key, domain: "darknet"), rule: $0.value)
    }
    return (onnx + darknet).sorted { $0.name < $1.name }
  }

  private typealias Family = (types: [String], rule: BackwardRule)

  private static let contractions: [Family] = [
    (
      [
        "Conv", "ConvTranspose", "Gemm", "MatMul", "Einsum", "NhwcConv", "FusedMatMul",
        "TransposeMatMul",
      ],
      BackwardRule(
        .contraction(isPlain: true),
        "dA = dC·Bᵀ, dB = Aᵀ·dC; dbias = Σ dC (Goodfellow et al., Deep learning, 2016, section "
          + "6.5.6 and equations 9.11 to 9.13)")
    )
  ]

  private static let activations: [Family] = [
    (["Relu", "ThresholdedRelu"], .unary(1, saved: .output, "g where y > 0")),
    (["LeakyRelu", "PRelu", "Clip", "HardSigmoid"], .unary(2, "g·slope where within bounds")),
    (["HardSwish"], .unary(5, "g·(x/3 + ½) within bounds")),
    (["Sigmoid"], .unary(3, saved: .output, "g·y·(1 − y)")),
    (["Tanh"], .unary(3, saved: .output, "g·(1 − y²)")),
    (["Softplus"], .unary(3, transcendentals: 1, "g/(1 + exp(−x))")),
    (["Elu", "Selu", "Celu"], .unary(3, saved: .output, "g·(y + α) where y < 0")),
    (
      ["Gelu", "BiasGelu"],
      .unary(9, transcendentals: 2, "g·(½·(1 + erf(x/√2)) + x·exp(−x²/2)/√(2π))")
    ),
    (["FastGelu"], .unary(18, transcendentals: 1, "g·(½·(1 + t) + ½·x·(1 − t²)·u′(x))")),
    (["QuickGelu", "Swish"], .unary(8, transcendentals: 1, "g·(s + x·α·s·(1 − s))")),
    (["Softmax"], .unary(4, saved: .output, "y·(g − Σ g·y)")),
    (["LogSoftmax"], .unary(3, transcendentals: 1, saved: .output, "g − exp(y)·Σ g")),
    (["Erf"], .unary(3, transcendentals: 1, "g·2/√π·exp(−x²)")),
    (["Exp"], .unary(1, saved: .output, "g·y")),
    (["Log"], .unary(1, "g/x")),
    (["Sqrt"], .unary(2, saved: .output, "g/(2·y)")),
    (["Abs", "Neg"], .unary(1, "g or −g")),
    (["Reciprocal"], .unary(3, saved: .output, "−g·y²")),
    (["Sin", "Cos"], .unary(1, transcendentals: 1, "g·cos(x) or −g·sin(x)")),
  ]

  private static let arithmetic: [Family] = [
    (["Add", "Sum", "Sub", "Identity", "BiasAdd"], .passing("g; −g")),
    (["Mul"], .elementwise(1, weight: 2, "g·b and g·a")),
    (["Div"], .elementwise(3, weight: 4, "g/b and −g·a/b²")),
    (["Pow"], .elementwise(3, transcendentals: 1, weight: 4, "g·b·aᵇ⁻¹")),
    (["Where", "Max", "Min"], .elementwise(1, weight: 2, "g where it was chosen")),
    (["ReduceSum"], .moving(0, "g, repeated")),
    (["ReduceMean"], .moving(1, "g/k, repeated")),
    (["GlobalAveragePool"], .moving(1, "g/k, repeated")),
    (["MaxPool", "GlobalMaxPool"], .moving(1, saved: .inputs, "g added where the largest stood")),
    (["Dropout"], .elementwise(1, weight: 1, "g where it was kept")),
  ]

  private static let normalizations: [Family] = [
    (
      ["BatchNormalization", "InstanceNormalization", "GroupNormalization", "LayerNormalization"],
      BackwardRule(
        .elementwise, flops: 10, weightFlops: 2, saved: .inputs,
        "γ/σ·(g − mean(g) − x̂·mean(g·x̂)); dγ = Σ g·x̂, dβ = Σ g (Ioffe, Szegedy, Batch "
          + "normalization, arXiv:1502.03167, section 3)")
    ),
    (
      ["RMSNormalization", "SimplifiedLayerNormalization"],
      BackwardRule(
        .elementwise, flops: 7, weightFlops: 2, saved: .inputs,
        "(γ·g − x̂·mean(γ·g·x̂))/r; dγ = Σ g·x̂ (Zhang, Sennrich, arXiv:1910.07467, section 4)")
    ),
    (
      ["SkipLayerNormalization", "SkipSimplifiedLayerNormalization"],
      BackwardRule(
        .elementwise, flops: 10, weightFlops: 2, saved: .inputs,
        "as LayerNormalization; the gradient of the sum is that of both summands")
    ),
  ]

  private static let movements: [Family] = [
    (
      [
        "Transpose", "Concat", "Split", "Slice", "Pad", "DepthToSpace", "SpaceToDepth", "Reshape",
        "Flatten", "Squeeze", "Unsqueeze", "Trilu", "ReverseSequence",
      ], .moving(0, "g, put back where it came from")
    ),
    (["Loop", "Scan"], .moving(0, "g of what all trips made, in parts; else that of its layers")),
    (["Cast", "DequantizeLinear"], .moving(1, "g, cast back")),
    (
      ["Gather", "GatherElements", "GatherND", "Expand", "Tile", "Resize", "Upsample"],
      .moving(1, "g, added up where it came from")
    ),
  ]

  private static let constants: [Family] = [
    (
      [
        "Shape", "Size", "ArgMax", "ArgMin", "NonZero", "Floor", "Ceil", "Round", "Sign", "Equal",
        "Greater", "Less", "GreaterOrEqual", "LessOrEqual", "Not", "And", "Or", "Xor", "IsNaN",
        "IsInf", "OneHot", "NonMaxSuppression", "Hardmax", "QuantizeLinear",
      ], BackwardRule(.none, saved: .nothing, "piecewise constant: no gradient")
    )
  ]

  private static let derivation = "derivative of the operator's formula"

  private static func unary(
    _ flops: Int, transcendentals: Int = 0, saved: Saved = .inputs, _ formula: String
  ) -> BackwardRule {
    BackwardRule(
      .elementwise, flops: flops, transcendentals: transcendentals, saved: saved,
      "\(formula) (\(derivation))")
  }

  private static func elementwise(
    _ flops: Int, transcendentals: Int = 0, weight: Int, _ formula: String
  ) -> BackwardRule {
    BackwardRule(
      .elementwise, flops: flops, transcendentals: transcendentals, weightFlops: weight,
      "\(formula), summed over what was broadcast (\(derivation))")
  }

  private static func passing(_ formula: String) -> BackwardRule {
    BackwardRule(
      .passing, saved: .nothing, "\(formula), summed over what was broadcast (\(derivation))")
  }

  private static func moving(
    _ flops: Int, saved: Saved = .nothing, _ formula: String
  ) -> BackwardRule {
    BackwardRule(.moving, flops: flops, saved: saved, "\(formula) (\(derivation))")
  }
}
