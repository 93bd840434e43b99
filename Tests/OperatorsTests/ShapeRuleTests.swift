import ModelGraph
import Operators
import Testing

/// A layer and the shapes that the specification's formula gives for it.
struct ShapeCase: Sendable, CustomTestStringConvertible {
  var type: String
  var inputs: [Operand?]
  var attributes: [String: AttributeValue]
  var opset: Int
  var shapes: [[Int]]

  init(
    _ type: String, _ inputs: [Operand?], _ attributes: [String: AttributeValue] = [:],
    opset: Int = 17, gives shapes: [Int]...
  ) {
    self.type = type
    self.inputs = inputs
    self.attributes = attributes
    self.opset = opset
    self.shapes = shapes
  }

  var testDescription: String { "\(type)-\(opset) \(attributes.keys.sorted()) \(shapes)" }
}

@Suite("Shapes of outputs")
struct ShapeRuleTests {
  @Test("moving operators make the shapes of their specification", arguments: movers)
  func moving(_ trial: ShapeCase) throws { try Self.expectShapes(trial) }

  @Test("windows take as many places as fit", arguments: windows)
  func sliding(_ trial: ShapeCase) throws { try Self.expectShapes(trial) }

  @Test("reductions drop axes or keep them as ones", arguments: reductions)
  func reducing(_ trial: ShapeCase) throws { try Self.expectShapes(trial) }

  private static func expectShapes(_ trial: ShapeCase) throws {
    let result = try Trial(
      trial.type, trial.inputs, trial.attributes, opset: trial.opset,
      outputCount: trial.shapes.count)
    #expect(Array(result.shapes.prefix(trial.shapes.count)) == trial.shapes)
  }

  static let movers: [ShapeCase] = [
    ShapeCase("Reshape", [.float(2, 3, 4), .integers([0, -1])], gives: [2, 12]),
    ShapeCase(
      "Reshape", [.float(0, 3), .integers([3, 0])], ["allowzero": .integer(1)], gives: [3, 0]),
    ShapeCase("Flatten", [.float(2, 3, 4)], ["axis": .integer(2)], gives: [6, 4]),
    ShapeCase("Flatten", [.float(2, 3, 4)], ["axis": .integer(0)], gives: [1, 24]),
    ShapeCase("Squeeze", [.float(1, 3, 1)], gives: [3]),
    ShapeCase("Squeeze", [.float(1, 3, 1), .integers([-1])], gives: [1, 3]),
    ShapeCase("Squeeze", [.float(1, 3, 1)], ["axes": .integers([0])], opset: 11, gives: [3, 1]),
    ShapeCase("Unsqueeze", [.float(3), .integers([0, -1])], gives: [1, 3, 1]),
    ShapeCase("Unsqueeze", [.float(3)], ["axes": .integers([1])], opset: 11, gives: [3, 1]),
    ShapeCase("Concat", [.float(2, 3), .float(2, 5)], ["axis": .integer(-1)], gives: [2, 8]),
    ShapeCase(
      "Split", [.float(7, 2)], ["split": .integers([3, 4])], opset: 11, gives: [3, 2], [4, 2]),
    ShapeCase("Split", [.float(2, 6)], ["axis": .integer(1)], gives: [2, 3], [2, 3]),
    // Since version 18 the last part may be shorter: 7 in parts of 3, 3 and 1.
    ShapeCase("Split", [.float(7)], ["num_outputs": .integer(3)], opset: 18, gives: [3], [3], [1]),
    ShapeCase("Transpose", [.float(2, 3, 4)], gives: [4, 3, 2]),
    ShapeCase("Transpose", [.float(2, 3, 4)], ["perm": .integers([1, 2, 0])], gives: [3, 4, 2]),
    ShapeCase("Expand", [.float(3, 1), .integers([2, 1, 6])], gives: [2, 3, 6]),
    ShapeCase("Tile", [.float(2, 3), .integers([2, 1])], gives: [4, 3]),
    ShapeCase("Gather", [.float(5, 4), .float(2, 3)], ["axis": .integer(1)], gives: [5, 2, 3]),
    ShapeCase("GatherElements", [.float(5, 4), .float(2, 4)], gives: [2, 4]),
    // Indices of one number each, within each of the 2 samples, address rows of 5.
    ShapeCase(
      "GatherND", [.float(2, 3, 5), .float(2, 7, 1)], ["batch_dims": .integer(1)],
      gives: [2, 7, 5]),
    ShapeCase(
      "Slice",
      [.float(10, 20), .integers([1, -3]), .integers([.max, .min]), nil, .integers([2, -1])],
      gives: [5, 18]),
    ShapeCase(
      "Slice", [.float(10)], ["starts": .integers([-4]), "ends": .integers([1000])], opset: 9,
      gives: [4]),
    ShapeCase("Pad", [.float(2, 3), .integers([1, 0, 0, -1])], gives: [3, 2]),
    ShapeCase("Pad", [.float(2, 3)], ["pads": .integers([0, 2, 0, 2])], opset: 10, gives: [2, 7]),
    ShapeCase(
      "Pad", [.float(2, 3), .integers([1, 1]), nil, .integers([-1])], opset: 18, gives: [2, 5]),
    ShapeCase(
      "DepthToSpace", [.float(1, 8, 2, 3)], ["blocksize": .integer(2)], gives: [1, 2, 4, 6]),
    ShapeCase(
      "SpaceToDepth", [.float(1, 2, 4, 6)], ["blocksize": .integer(2)], gives: [1, 8, 2, 3]),
    ShapeCase("OneHot", [.float(2, 3), .integer(10), .floats([0, 1])], gives: [2, 3, 10]),
    ShapeCase(
      "Einsum", [.float(2, 3, 4), .float(2, 4, 5)], ["equation": .string("bij,bjk->bik")],
      gives: [2, 3, 5]),
    ShapeCase(
      "Einsum", [.float(7, 3, 4), .float(4, 5)], ["equation": .string("...ij, jk")],
      gives: [7, 3, 5]),
  ]

  static let windows: [ShapeCase] = [
    // ⌊(7 + 2 − 3)/2⌋ + 1 = 4.
    ShapeCase(
      "MaxPool", [.float(1, 2, 7)],
      ["kernel_shape": .integers([3]), "strides": .integers([2]), "pads": .integers([1, 1])],
      gives: [1, 2, 4]),
    // ⌈(6 − 3)/2⌉ + 1 = 3: the last window begins at 4, inside.
    ShapeCase(
      "MaxPool", [.float(1, 2, 6)],
      ["kernel_shape": .integers([3]), "strides": .integers([2]), "ceil_mode": .integer(1)],
      gives: [1, 2, 3]),
    // ⌈(2 + 2 − 2)/3⌉ + 1 = 2, but the second window would begin at 3 − 1 = 2, in the pad.
    ShapeCase(
      "AveragePool", [.float(1, 1, 2)],
      [
        "kernel_shape": .integers([2]), "strides": .integers([3]), "pads": .integers([1, 1]),
        "ceil_mode": .integer(1),
      ], gives: [1, 1, 1]),
    // ⌈7/2⌉ = 4, whatever the window.
    ShapeCase(
      "Conv", [.float(1, 3, 7, 7), .float(4, 3, 5, 5)],
      ["auto_pad": .string("SAME_UPPER"), "strides": .integers([2, 2])], gives: [1, 4, 4, 4]),
    ShapeCase(
      "Conv", [.float(1, 3, 7, 7), .float(4, 3, 5, 5)],
      ["auto_pad": .string("VALID"), "pads": .integers([9, 9, 9, 9])], gives: [1, 4, 3, 3]),
    ShapeCase(
      "Conv", [.float(1, 2, 9, 9, 9), .float(6, 1, 3, 3, 3)], ["group": .integer(2)],
      gives: [1, 6, 7, 7, 7]),
    ShapeCase(
      "ConvTranspose", [.float(1, 4, 5), .float(4, 2, 3)], ["output_shape": .integers([12])],
      gives: [1, 2, 12]),
    ShapeCase("GlobalAveragePool", [.float(2, 3, 7, 7)], gives: [2, 3, 1, 1]),
    // In 32-bit floats 10 · 1.7 is 17.
    ShapeCase("Resize", [.float(1, 1, 10), nil, .floats([1, 1, 1.7])], gives: [1, 1, 17]),
    ShapeCase("Resize", [.float(1, 1, 10), nil, nil, .integers([1, 1, 25])], gives: [1, 1, 25]),
    ShapeCase("Resize", [.float(1, 4), .floats([1, 2.5])], opset: 10, gives: [1, 10]),
    // The smaller factor of 2 and 3 for both.
    ShapeCase(
      "Resize", [.float(1, 1, 4, 4), nil, nil, .integers([8, 12])],
      ["axes": .integers([2, 3]), "keep_aspect_ratio_policy": .string("not_larger")], opset: 18,
      gives: [1, 1, 8, 8]),
    ShapeCase("Upsample", [.float(1, 4)], ["scales": .floats([1, 2])], opset: 7, gives: [1, 8]),
  ]

  static let reductions: [ShapeCase] = [
    ShapeCase("ReduceMean", [.float(2, 3, 4)], ["axes": .integers([1])], gives: [2, 1, 4]),
    ShapeCase(
      "ReduceSum", [.float(2, 3, 4), .integers([-1])], ["keepdims": .integer(0)], gives: [2, 3]),
    ShapeCase("ReduceMax", [.float(2, 3)], gives: [1, 1]),
    ShapeCase("ReduceSum", [.float(2, 3)], ["noop_with_empty_axes": .integer(1)], gives: [2, 3]),
    ShapeCase(
      "ArgMax", [.float(2, 3, 4)], ["axis": .integer(1), "keepdims": .integer(0)], gives: [2, 4]),
    ShapeCase("TopK", [.float(2, 9), .integers([4])], gives: [2, 4], [2, 4]),
    ShapeCase(
      "TopK", [.float(2, 9)], ["k": .integer(3), "axis": .integer(-1)], opset: 9, gives: [2, 3],
      [2, 3]),
  ]
}
