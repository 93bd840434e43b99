import ModelGraph

/// What an operator of the default domain becomes between quantise–dequantise pairs.
struct IntegerForm: Sendable {
  private enum Kind: Sendable {
    case convolution, product, generalProduct, join, dropped
    /// So many operands, with the scale and the zero point of the result behind them.
    case operands(Int)
  }

  private let name: OperatorName
  private let kind: Kind
  /// Whether a Relu or a Clip behind it is no more than the bounds of the integers.
  let absorbsActivation: Bool

  private init(_ kind: Kind, _ name: OperatorName, absorbsActivation: Bool = false) {
    self.kind = kind
    self.name = name
    self.absorbsActivation = absorbsActivation
  }

  /// By the operator as it is written.
  static let byType: [String: IntegerForm] = {
    var forms: [String: IntegerForm] = [
      "Conv": IntegerForm(
        .convolution, OperatorName("QLinearConv"), absorbsActivation: true),
      "MatMul": IntegerForm(.product, OperatorName("QLinearMatMul")),
      "Gemm": IntegerForm(.generalProduct, .contrib("QGemm"), absorbsActivation: true),
      "Add": IntegerForm(.operands(2), .contrib("QLinearAdd"), absorbsActivation: true),
      "Mul": IntegerForm(.operands(2), .contrib("QLinearMul"), absorbsActivation: true),
      "Concat": IntegerForm(.join, .contrib("QLinearConcat")),
    ]
    for type in ["Sigmoid", "LeakyRelu", "Softmax", "AveragePool", "GlobalAveragePool"] {
      forms[type] = IntegerForm(.operands(1), .contrib("QLinear\(type)"))
    }
    for type in [
      "MaxPool", "Reshape", "Flatten", "Transpose", "Squeeze", "Unsqueeze", "Expand", "Slice",
      "Tile", "Gather", "Resize", "Pad", "DepthToSpace", "SpaceToDepth", "Relu",
    ] {
      forms[type] = IntegerForm(.dropped, OperatorName(type))
    }
    return forms
  }()

  /// The integer layer; nil where an operand that it needs is none of integers.
  ///
  /// `operands` are those of the layer's inputs that come from a DequantizeLinear, `result` what a
  /// QuantizeLinear makes of its output.
  func layer(
    _ layer: Layer, _ operands: [QuantizedOperand?], _ result: QuantizedOperand?, _ graph: Graph
  ) -> Layer? {
    var integer = layer
    integer.operatorName = name
    if let result { integer.outputs = [result.integers] }
    let end = [result?.scale, result?.point]
    switch kind {
    case .convolution:
      guard let result, let both = first(2, of: operands) else { return nil }
      integer.inputs = both + [result.scale, result.point] + bias(layer, operands)
    case .product:
      guard let both = first(2, of: operands) else { return weightOnly(layer, operands, graph) }
      integer.inputs = both + end
      if result == nil {
        integer.operatorName = .contrib("MatMulIntegerToFloat")
        integer.inputs = [both[0], both[3], both[1], both[4], both[2], both[5]]
      }
    case .generalProduct:
      guard let both = first(2, of: operands) else { return nil }
      let added = bias(layer, operands)
      integer.inputs = both + (added.isEmpty ? [nil] : added) + (result == nil ? [] : end)
    case .operands(let count):
      guard result != nil, let all = first(count, of: operands) else { return nil }
      integer.inputs = all + end
    case .join:
      guard result != nil, let all = first(operands.count, of: operands) else { return nil }
      integer.inputs = end + all
    case .dropped:
      guard result != nil, let one = operands.first.flatMap({ $0 }) else { return nil }
      integer.inputs[0] = one.integers
    }
    return integer
  }

  /// The integers, scales and zero points of the first operands.
  private func first(_ count: Int, of operands: [QuantizedOperand?]) -> [TensorID?]? {
    guard operands.count >= count, count > 0 else { return nil }
    var all: [TensorID?] = []
    for operand in operands.prefix(count) {
      guard let operand else { return nil }
      all += operand.operands
    }
    return all
  }

  /// The third input, in integers where it comes from them.
  private func bias(_ layer: Layer, _ operands: [QuantizedOperand?]) -> [TensorID?] {
    guard layer.inputs.count > 2 else { return [] }
    return [operands[2]?.integers ?? layer.inputs[2]]
  }

  /// A product of numbers with stored integers: as MatMulNBits, which dequantises them as it goes.
  private func weightOnly(
    _ layer: Layer, _ operands: [QuantizedOperand?], _ graph: Graph
  ) -> Layer? {
    guard operands.count == 2, operands[0] == nil, let weights = operands[1],
      let id = weights.integers, graph.tensors[id].role == .stored,
      let bits = graph.tensors[id].elementType?.bits, bits <= 8,
      case .fixed(let depth)? = graph.tensors[id].shape?.first,
      case .fixed(let columns)? = graph.tensors[id].shape?.last,
      graph.tensors[id].shape?.count == 2
    else { return nil }
    var product = layer
    product.operatorName = .contrib("MatMulNBits")
    product.inputs = [layer.inputs[0], id, weights.scale, weights.point]
    product.attributes = [
      "K": .integer(depth), "N": .integer(columns), "bits": .integer(bits),
    ]
    return product
  }
}

extension OperatorName {
  /// An operator of ONNX Runtime's domain.
  fileprivate static func contrib(_ type: String) -> OperatorName {
    OperatorName(type, domain: contribDomain)
  }
}
