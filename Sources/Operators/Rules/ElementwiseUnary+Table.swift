extension UnaryOperator {
  /// By type.
  static let byName = Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { $1 })

  /// Every operator of the family.
  static let all =
    activations + experiments + signs + roundings + powersAndLogarithms + trigonometry

  private static let activations: [UnaryOperator] = [
    UnaryOperator(
      "Relu", 14, flops: 1, "max(0, x)", integer: { max(0, $0) }, real: { max(0, $0) }),
    UnaryOperator("LeakyRelu", 16, flops: 2, "x if x ≥ 0 else α·x"),
    UnaryOperator("ThresholdedRelu", 22, flops: 1, "x if x > α else 0"),
    UnaryOperator("Shrink", 9, flops: 3, "x + b if x < −λ, x − b if x > λ, else 0"),
    UnaryOperator("Elu", 22, flops: 3, transcendentals: 1, "x if x > 0 else α·(exp(x) − 1)"),
    UnaryOperator("Selu", 22, flops: 4, transcendentals: 1, "γ·(x if x > 0 else α·(exp(x) − 1))"),
    UnaryOperator(
      "Celu", 28, flops: 6, transcendentals: 1, "max(0, x) + min(0, α·(exp(x/α) − 1))"),
    UnaryOperator("Sigmoid", 13, flops: 2, transcendentals: 1, "1/(1 + exp(−x))"),
    UnaryOperator("HardSigmoid", 22, flops: 4, "max(0, min(1, α·x + β))"),
    UnaryOperator("HardSwish", 22, flops: 5, "x·max(0, min(1, x/6 + 0.5))"),
    UnaryOperator("Softplus", 22, flops: 1, transcendentals: 2, "log(1 + exp(x))"),
    UnaryOperator("Softsign", 22, flops: 3, "x/(1 + |x|)"),
    UnaryOperator("Mish", 22, flops: 2, transcendentals: 3, "x·tanh(log(1 + exp(x)))"),
    UnaryOperator("Tanh", 13, transcendentals: 1, "tanh(x)"),
    UnaryOperator("Erf", 13, transcendentals: 1, "erf(x)"),
  ]

  /// Experiments that ONNX dropped in its release 1.5; models of before have them.
  private static let experiments: [UnaryOperator] = [
    UnaryOperator("Affine", 1, flops: 2, "α·x + β"),
    UnaryOperator("ImageScaler", 1, flops: 2, "x·scale + the bias of its channel"),
    UnaryOperator("ParametricSoftplus", 1, flops: 3, transcendentals: 2, "α·log(1 + exp(β·x))"),
    UnaryOperator("ScaledTanh", 1, flops: 2, transcendentals: 1, "α·tanh(β·x)"),
  ]

  private static let signs: [UnaryOperator] = [
    UnaryOperator(
      "Abs", 13, flops: 1, "|x|", integer: IntegerArithmetic.absolute, real: { abs($0) }),
    UnaryOperator(
      "Neg", 13, flops: 1, "−x", integer: { IntegerArithmetic.difference(0, $0) }, real: { -$0 }),
    UnaryOperator(
      "Sign", 13, flops: 2, "(x > 0) − (x < 0), counted as two comparisons",
      integer: { $0.signum() }, real: { $0 > 0 ? 1 : $0 < 0 ? -1 : $0 }),
    UnaryOperator("Not", 1, flops: 1, "¬x", isTest: true, integer: { $0 == 0 ? 1 : 0 }),
    UnaryOperator("BitwiseNot", 18, flops: 1, "~x", integer: { ~$0 }),
    UnaryOperator("IsNaN", 20, flops: 1, "x ≠ x", isTest: true),
    UnaryOperator("IsInf", 20, flops: 2, "x = ∞ or x = −∞", isTest: true),
  ]

  private static let roundings: [UnaryOperator] = [
    UnaryOperator(
      "Floor", 13, flops: 1, "⌊x⌋", integer: { $0 }, real: { $0.rounded(.down) }),
    UnaryOperator("Ceil", 13, flops: 1, "⌈x⌉", integer: { $0 }, real: { $0.rounded(.up) }),
    UnaryOperator(
      "Round", 22, flops: 1, "x rounded, halves to even", integer: { $0 },
      real: { $0.rounded(.toNearestOrEven) }),
  ]

  private static let powersAndLogarithms: [UnaryOperator] = [
    UnaryOperator("Reciprocal", 13, flops: 1, "1/x", real: { 1 / $0 }),
    UnaryOperator(
      "Sqrt", 13, transcendentals: 1, "√x", real: { $0 < 0 ? nil : $0.squareRoot() }),
    UnaryOperator("Exp", 13, transcendentals: 1, "exp(x)"),
    UnaryOperator("Log", 13, transcendentals: 1, "log(x)"),
  ]

  private static let trigonometry: [UnaryOperator] = [
    ("Sin", 22), ("Cos", 22), ("Tan", 22), ("Asin", 22), ("Acos", 22), ("Atan", 22),
    ("Sinh", 22), ("Cosh", 22), ("Asinh", 22), ("Acosh", 22), ("Atanh", 22),
  ].map { UnaryOperator($0.0, $0.1, transcendentals: 1, "\($0.0.lowercased())(x)") }
}
