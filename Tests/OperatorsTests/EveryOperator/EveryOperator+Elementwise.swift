import ModelGraph
import Operators

extension EveryOperator {
  /// Over 6 elements: as many times what the formula of one element has.
  static let unary: [CostCase] =
    [
      // Operations of one element, and transcendentals.
      ("LeakyRelu", 2, 0), ("ThresholdedRelu", 1, 0), ("Shrink", 3, 0), ("Elu", 3, 1),
      ("Selu", 4, 1), ("Celu", 6, 1), ("HardSigmoid", 4, 0), ("HardSwish", 5, 0),
      ("Softplus", 1, 2), ("Softsign", 3, 0), ("Mish", 2, 3), ("Tanh", 0, 1), ("Erf", 0, 1),
      ("Abs", 1, 0), ("Neg", 1, 0), ("Sign", 2, 0), ("Not", 1, 0), ("BitwiseNot", 1, 0),
      ("IsNaN", 1, 0), ("IsInf", 2, 0), ("Floor", 1, 0), ("Ceil", 1, 0), ("Round", 1, 0),
      ("Reciprocal", 1, 0), ("Sqrt", 0, 1), ("Exp", 0, 1), ("Log", 0, 1), ("Sin", 0, 1),
      ("Cos", 0, 1), ("Tan", 0, 1), ("Asin", 0, 1), ("Acos", 0, 1), ("Atan", 0, 1),
      ("Sinh", 0, 1), ("Cosh", 0, 1), ("Asinh", 0, 1), ("Acosh", 0, 1), ("Atanh", 0, 1),
      // Of ONNX before 1.5.
      ("Affine", 2, 0), ("ImageScaler", 2, 0), ("ParametricSoftplus", 3, 2), ("ScaledTanh", 2, 1),
    ].map { type, flops, transcendentals in
      CostCase(
        type, [.float(2, 3)], otherFlops: 6 * flops, transcendentals: 6 * transcendentals)
    }

  /// 2x1 and 3 broadcast to 2x3: an operation for each of the 6, two of a PRelu (compare, scale).
  static let binary: [CostCase] =
    [
      "Sub", "Mul", "Div", "Mod", "Equal", "Greater", "GreaterOrEqual", "Less", "LessOrEqual",
      "And", "Or", "Xor", "BitwiseAnd", "BitwiseOr", "BitwiseXor", "BitShift",
    ].map { CostCase($0, [.float(2, 1), .float(3)], otherFlops: 6) } + [
      CostCase("PRelu", [.float(2, 3), .float(3)], otherFlops: 12),
      // The slopes of version 6 are for the channels: 2x3x4, two each.
      CostCase("PRelu", [.float(2, 3, 4), .float(3)], opset: 6, otherFlops: 48),
      // Two operations for three tensors of 4.
      CostCase("Max", [.float(4), .float(4), .float(4)], otherFlops: 8),
      CostCase("Min", [.float(4), .float(4), .float(4)], otherFlops: 8),
      CostCase("Sum", [.float(4), .float(4), .float(4)], otherFlops: 8),
      // x·σ(x): 2 of the sigmoid and a product; with a gate another one.
      CostCase("Swish", [.float(6)], otherFlops: 18, transcendentals: 6),
      CostCase("SwiGLU", [.float(6), .float(6)], otherFlops: 24, transcendentals: 6),
      CostCase("CastLike", [.float(6), Operand(.float64, [1])], otherFlops: 6),
      CostCase("BitCast", [.float(6)], ["to": .integer(6)]),
    ]

  /// 2 rows of 6: 10 steps; what else each of 12 elements and 2 results costs.
  static let reductions: [CostCase] =
    [
      ("ReduceSum", 10, 0), ("ReduceProd", 10, 0), ("ReduceMax", 10, 0), ("ReduceMin", 10, 0),
      ("ReduceL1", 12 + 10, 0), ("ReduceSumSquare", 12 + 10, 0), ("ReduceLogSum", 10, 2),
      // Largest, subtract it, sum, add it again.
      ("ReduceLogSumExp", 10 + 12 + 10 + 2, 12 + 2),
    ].map { type, flops, transcendentals in
      CostCase(
        type, [.float(2, 6)], ["axes": .integers([1])], opset: 11, otherFlops: flops,
        transcendentals: transcendentals)
    } + [
      CostCase("ArgMin", [.float(2, 6)], ["axis": .integer(1)], otherFlops: 10),
      CostCase("CumProd", [.float(2, 6), .integer(1)], otherFlops: 10),
    ]
}
