import ModelGraph
import Operators
import Testing

/// A layer and its counts, worked out in the comment above it.
struct CostCase: Sendable, CustomTestStringConvertible {
  var type: String
  var domain: String
  var inputs: [Operand?]
  var attributes: [String: AttributeValue]
  var opset: Int
  var counts: [Int]

  init(
    _ type: String, _ inputs: [Operand?], _ attributes: [String: AttributeValue] = [:],
    domain: String = "", opset: Int = 23, macs: Int = 0, otherFlops: Int = 0,
    transcendentals: Int = 0
  ) {
    self.type = type
    self.domain = domain
    self.inputs = inputs
    self.attributes = attributes
    self.opset = opset
    counts = [macs, otherFlops, transcendentals]
  }

  var name: OperatorName { OperatorName(type, domain: domain) }

  var testDescription: String { "\(type)-\(opset) \(attributes.keys.sorted()) \(counts)" }
}

@Suite("Costs of operators")
struct OperatorCostTests {
  static let all = elementwise + normalisations + contractions + others

  @Test("follow their formulas", arguments: all + EveryOperator.all)
  func costs(_ trial: CostCase) throws {
    let result = try Trial(
      trial.type, trial.inputs, trial.attributes, domain: trial.domain, opset: trial.opset)
    #expect([result.macs, result.otherFlops, result.transcendentals] == trial.counts)
  }

  static let elementwise: [CostCase] = [
    CostCase("Relu", [.float(2, 3)], otherFlops: 6),
    CostCase("Sigmoid", [.float(2, 3)], otherFlops: 12, transcendentals: 6),
    CostCase("Gelu", [.float(5)], otherFlops: 20, transcendentals: 5),
    CostCase(
      "Gelu", [.float(5)], ["approximate": .string("tanh")], otherFlops: 40, transcendentals: 5),
    CostCase("Add", [.float(2, 1), .float(3)], otherFlops: 6),
    // One bound each in the first two, both in the third.
    CostCase("Clip", [.float(6), .floats([0])], otherFlops: 6),
    CostCase("Clip", [.float(6)], ["max": .float(6)], opset: 7, otherFlops: 6),
    CostCase("Clip", [.float(6), .floats([0]), .floats([6])], otherFlops: 12),
    // x³ is x·x·x; √x is a transcendental; x⁻² is 1/(x·x).
    CostCase("Pow", [.float(6), .floats([3])], otherFlops: 12),
    CostCase("Pow", [.float(6), .floats([0.5])], transcendentals: 6),
    CostCase("Pow", [.float(6), .floats([-2])], otherFlops: 12),
    CostCase("Pow", [.float(6), .float(1)], transcendentals: 6),
    CostCase("Mean", [.float(4), .float(4), .float(4)], otherFlops: 12),
    CostCase("Where", [.float(4), .float(4), .float(4)]),
    CostCase("Cast", [.float(4)], ["to": .integer(10)], otherFlops: 4),
    CostCase("Cast", [.float(4)], ["to": .integer(1)]),
  ]

  static let normalisations: [CostCase] = [
    CostCase(
      "BatchNormalization", [.float(2, 3, 4), .float(3), .float(3), .float(3), .float(3)],
      otherFlops: 48),
    // 7 · 24 + 4 · 2 · 3 rows.
    CostCase(
      "InstanceNormalization", [.float(2, 3, 4), .float(3), .float(3)], otherFlops: 192,
      transcendentals: 6),
    // 7 · 32 + 4 · 2 samples · 2 groups.
    CostCase(
      "GroupNormalization", [.float(2, 4, 4), .float(4), .float(4)], ["num_groups": .integer(2)],
      otherFlops: 240, transcendentals: 4),
    // 4 · 16 + 3 · 2.
    CostCase("RMSNormalization", [.float(2, 8), .float(8)], otherFlops: 70, transcendentals: 2),
    // (5 + 3) · 40.
    CostCase(
      "LRN", [.float(1, 10, 4)], ["size": .integer(5)], otherFlops: 320, transcendentals: 40),
    // 4 · 24, an exp each and a log for each of 6 rows; before version 13 axis 1 makes 2 rows.
    CostCase("LogSoftmax", [.float(2, 3, 4)], otherFlops: 96, transcendentals: 30),
    CostCase("LogSoftmax", [.float(2, 3, 4)], opset: 11, otherFlops: 96, transcendentals: 26),
  ]

  static let contractions: [CostCase] = [
    // Every label: 2 · 3 · 4 · 5.
    CostCase(
      "Einsum", [.float(2, 3, 4), .float(2, 4, 5)], ["equation": .string("bij,bjk->bik")], macs: 120
    ),
    // Nothing is summed: 12 products. A trace of rows: 12 − 3 sums.
    CostCase("Einsum", [.float(3), .float(4)], ["equation": .string("i,j")], otherFlops: 12),
    CostCase("Einsum", [.float(3, 4)], ["equation": .string("ij->i")], otherFlops: 9),
    // 2 · 3 · 4 for ij,jk, then 2 · 4 · 5.
    CostCase(
      "Einsum", [.float(2, 3), .float(3, 4), .float(4, 5)], ["equation": .string("ij,jk,kl->il")],
      macs: 64),
    // 1 · 2 · 9 outputs of 3 · 3 with a zero point for each of the 25 elements of x.
    CostCase(
      "ConvInteger",
      [Operand(.uint8, [1, 1, 5, 5]), Operand(.uint8, [2, 1, 3, 3]), Operand(.uint8, [])],
      macs: 162, otherFlops: 25),
    // 2 heads, 4 queries, 6 keys (2 of them cached), 8 channels: 48 scores of 8 + 8; a scale, a mask
    // and a softmax of 4 each.
    CostCase(
      "Attention",
      [
        .float(1, 2, 4, 8), .float(1, 1, 4, 8), .float(1, 1, 4, 8), .float(4, 6),
        .float(1, 1, 2, 8), .float(1, 1, 2, 8),
      ],
      macs: 768, otherFlops: 288, transcendentals: 48),
  ]

  static let others: [CostCase] = [
    // 3 · 3 − 1 comparisons for each of 2 · 2 · 2; a window of 4 for each of 2.
    CostCase("MaxPool", [.float(1, 2, 4, 4)], ["kernel_shape": .integers([3, 3])], otherFlops: 64),
    CostCase("AveragePool", [.float(1, 2, 4)], ["kernel_shape": .integers([4])], otherFlops: 8),
    CostCase("GlobalAveragePool", [.float(1, 2, 3, 3)], otherFlops: 18),
    CostCase("GlobalMaxPool", [.float(1, 2, 3, 3)], otherFlops: 16),
    CostCase("ReduceMean", [.float(2, 6)], ["axes": .integers([1])], opset: 17, otherFlops: 12),
    CostCase(
      "ReduceL2", [.float(2, 6)], ["axes": .integers([1])], opset: 17, otherFlops: 22,
      transcendentals: 2),
    CostCase("ArgMax", [.float(2, 6)], ["axis": .integer(1)], otherFlops: 10),
    CostCase("CumSum", [.float(2, 6), .integer(1)], otherFlops: 10),
    // Bilinear: 9 for each of 64; nearest: none. Bicubic: (4 + 1) · 7.
    CostCase(
      "Resize", [.float(1, 1, 4, 4), nil, nil, .integers([1, 1, 8, 8])],
      ["mode": .string("linear")], otherFlops: 576),
    CostCase("Resize", [.float(1, 1, 4, 4), nil, nil, .integers([1, 1, 8, 8])]),
    CostCase(
      "Resize", [.float(1, 1, 4, 4), nil, nil, .integers([1, 1, 8, 8])], ["mode": .string("cubic")],
      otherFlops: 2240),
    // Divide, round, two bounds, a zero point.
    CostCase("QuantizeLinear", [.float(6), .floats([1]), Operand(.int8, [1])], otherFlops: 30),
    CostCase("DequantizeLinear", [Operand(.int8, [6]), .floats([1])], otherFlops: 12),
    // 8 complex places: 5 · 8 · 3.
    CostCase("DFT", [.float(1, 8, 2)], otherFlops: 120),
    // 3 rows: 3 quotients, 3 · 2 · 5 / 3 = 10 products and differences, 2 of the diagonal.
    CostCase("Det", [.float(3, 3)], otherFlops: 15),
  ]
}
