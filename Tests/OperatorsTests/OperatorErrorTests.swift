import ModelGraph
import Operators
import Testing

/// A layer that cannot be, and the kind of failure that says so.
struct ErrorCase: Sendable, CustomTestStringConvertible {
  var type: String
  var inputs: [Operand?]
  var attributes: [String: AttributeValue]
  var opset: Int
  var code: OperatorError.Code

  init(
    _ code: OperatorError.Code, _ type: String, _ inputs: [Operand?],
    _ attributes: [String: AttributeValue] = [:], opset: Int = 17
  ) {
    self.type = type
    self.inputs = inputs
    self.attributes = attributes
    self.opset = opset
    self.code = code
  }

  var testDescription: String { "\(type) \(inputs.compactMap { $0?.shape }) \(attributes)" }
}

@Suite("Layers that cannot be")
struct OperatorErrorTests {
  @Test("are failures that say what is wrong", arguments: failures)
  func fails(_ trial: ErrorCase) {
    let error = #expect(throws: OperatorError.self) {
      try Trial(trial.type, trial.inputs, trial.attributes, opset: trial.opset)
    }
    #expect(error?.code == trial.code)
    #expect(error?.what.isEmpty == false)
  }

  @Test("are told with the layer, what does not fit, and what to do")
  func line() {
    var builder = GraphBuilder()
    let input = builder.input("x", .sizes(1, 8, 5, 5))
    let weights = builder.stored("w", [4, 8, 3, 3])
    let output = builder.layer("Conv", [input, weights], ["group": .integer(3)], name: "c")
    builder.graph.outputs = [output]
    let error = #expect(throws: OperatorError.self) { try ModelWork.counting(builder.graph) }
    #expect(
      error?.description
        == "layer c (Conv, node 0): the sizes of Conv do not go together: 1x8x5x5 convolved with "
        + "weights of 4x8x3x3 in 3 groups; correct it in the model, or export it again")
  }

  @Test("are told in one short line, whatever the names in the file")
  func hostileNames() {
    var builder = GraphBuilder()
    let input = builder.input("x", .sizes(2, 3))
    let name = "\u{1B}[31mred\nline\u{202E}" + String(repeating: "long", count: 2500)
    builder.graph.outputs = [builder.layer("MatMul", [input, input], name: name)]
    let error = #expect(throws: OperatorError.self) { try ModelWork.counting(builder.graph) }
    let line = error?.description ?? ""
    #expect(line.hasPrefix("layer \\u{1B}[31mred\\nline\\u{202E}long"))
    #expect(line.count < 300 && !line.contains("\n") && !line.contains("\u{1B}"))
  }

  static let failures: [ErrorCase] = [
    ErrorCase(.shape, "Relu", []),
    ErrorCase(.shape, "Add", [.float(2), .float(3)]),
    ErrorCase(.shape, "MatMul", [.float(2, 3), .float(4, 5)]),
    ErrorCase(.shape, "Gemm", [.float(2, 3), .float(3, 4), .float(5)]),
    ErrorCase(.shape, "Conv", [.float(1, 3, 8, 8), .float(4, 4, 3, 3)]),
    ErrorCase(.shape, "Conv", [.float(1, 3, 2, 2), .float(4, 3, 3, 3)]),
    ErrorCase(
      .attribute, "Conv", [.float(1, 3, 8, 8), .float(4, 3, 3, 3)], ["strides": .integers([0, 1])]),
    ErrorCase(
      .attribute, "Conv", [.float(1, 3, 8, 8), .float(4, 3, 3, 3)], ["group": .integer(0)]),
    ErrorCase(
      .attribute, "Conv", [.float(1, 3, 8, 8), .float(4, 3, 3, 3)], ["pads": .string("x")]),
    ErrorCase(.attribute, "MaxPool", [.float(1, 3, 8, 8)]),
    ErrorCase(.shape, "MaxPool", [.float(1, 3, 8, 8)], ["kernel_shape": .integers([3])]),
    ErrorCase(.shape, "Reshape", [.float(2, 3), .integers([4, -1])]),
    ErrorCase(.shape, "Reshape", [.float(2, 3), .integers([-1, -1])]),
    ErrorCase(.unknownValue, "Reshape", [.float(2, 3), Operand(.int64, [2])]),
    ErrorCase(.shape, "Squeeze", [.float(2, 3), .integers([0])]),
    ErrorCase(.shape, "Unsqueeze", [.float(2), .integers([5])]),
    ErrorCase(.shape, "Transpose", [.float(2, 3)], ["perm": .integers([0, 0])]),
    ErrorCase(.shape, "Concat", [.float(2, 3), .float(3, 3)], ["axis": .integer(1)]),
    ErrorCase(.shape, "Split", [.float(7), .integers([3, 3])]),
    ErrorCase(.shape, "Slice", [.float(7), .integers([0]), .integers([3]), nil, .integers([0])]),
    ErrorCase(.shape, "Gather", [.float(7), .integers([0])], ["axis": .integer(.min)]),
    ErrorCase(.shape, "LSTM", [.float(5, 2, 3), .float(1, 16, 4), .float(1, 16, 4)]),
    ErrorCase(
      .attribute, "RNN", [.float(5, 2, 3), .float(1, 4, 3), .float(1, 4, 4)],
      ["activations": .strings(["Unheard"])]),
    ErrorCase(.shape, "Softmax", [.float(2, 3)], ["axis": .integer(2)]),
    ErrorCase(.shape, "Range", [.integer(0), .integer(5), .integer(0)]),
    ErrorCase(.shape, "Einsum", [.float(2, 3), .float(4, 5)], ["equation": .string("ij,jk->ik")]),
    ErrorCase(.shape, "Resize", [.float(1, 4), nil, .floats([1, .nan])]),
    ErrorCase(.attribute, "Cast", [.float(1)], ["to": .integer(99)]),
    ErrorCase(.shape, "TopK", [.float(3), .integers([4])]),
  ]

  /// Numbers that a hostile file may hold.
  private static let hostile = [Int.min, -(1 << 48), -1, 0, 1, 2, Int(Int32.max), 1 << 48, .max]

  /// Settings of one number.
  private static let singleSettings: Set<String> = [
    "axis", "group", "k", "to", "p", "num_heads", "N", "K", "bits", "block_size",
    "rotary_embedding_dim",
  ]

  @Test(
    "never stop the program, whatever their settings",
    arguments: OperatorTable.descriptions.map(\.name))
  func hostileSettings(name: OperatorName) {
    let names = [
      "axis", "axes", "perm", "starts", "ends", "pads", "strides", "dilations", "kernel_shape",
      "group", "output_padding", "output_shape", "split", "num_outputs", "k", "blocksize", "to",
      "num_groups", "hidden_size", "q_num_heads", "kv_num_heads", "shape", "batch_dims", "p",
      "num_heads", "N", "K", "bits", "block_size", "qkv_hidden_sizes", "rotary_embedding_dim",
    ]
    for first in Self.hostile {
      for second in Self.hostile {
        let numbers = Operand(.int64, [2], contents: .integers([first, second]), isConstant: true)
        var attributes = Dictionary(
          uniqueKeysWithValues: names.map { ($0, AttributeValue.integers([first, second])) })
        for name in names where Self.singleSettings.contains(name) {
          attributes[name] = .integer(first)
        }
        for inputs in [[.float(2, 3, 4), numbers, numbers, numbers], [numbers, numbers, numbers]] {
          for chosen in [attributes, [:]] {
            _ = try? Trial(name.type, inputs, chosen, domain: name.domain)
          }
        }
      }
    }
  }
}
