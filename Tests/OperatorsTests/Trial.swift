import ModelGraph
import Operators

/// One layer, tried by itself.
struct Trial {
  var outputs: [Operand]
  var cost: LayerCost

  /// Asks the rule of `type` for the outputs and the cost of a layer.
  init(
    _ type: String, _ inputs: [Operand?], _ attributes: [String: AttributeValue] = [:],
    domain: String = "", opset: Int = 17, outputCount: Int = 1,
    attributeTensors: [String: Operand] = [:]
  ) throws {
    let layer = Layer(
      name: "tried", operatorName: OperatorName(type, domain: domain), attributes: attributes,
      inputs: inputs.indices.map { inputs[$0] == nil ? nil : $0 },
      outputs: (0..<outputCount).map { inputs.count + $0 }, location: "node 0")
    let call = OperatorCall(
      layer: layer, operatorSet: opset, inputs: inputs, attributeTensors: attributeTensors)
    guard let rule = OperatorTable.rule(for: layer.operatorName) else {
      throw OperatorError(.unsupported, "no rule for \(type)")
    }
    outputs = try rule.outputs(of: call)
    cost = try rule.cost(of: call, outputs: outputs)
  }

  var shapes: [[Int]] { outputs.map(\.shape) }
  var macs: Int? { cost.macs.value }
  var otherFlops: Int? { cost.otherFlops.value }
  var transcendentals: Int? { cost.transcendentals.value }
}

extension Operand {
  /// A 32-bit floating-point tensor.
  static func float(_ shape: Int...) -> Operand { Operand(.float32, shape) }

  /// A known vector of integers.
  static func integers(_ values: [Int]) -> Operand {
    Operand(.int64, [values.count], contents: .integers(values), isConstant: true)
  }

  /// A known integer.
  static func integer(_ value: Int) -> Operand {
    Operand(.int64, [], contents: .integers([value]), isConstant: true)
  }

  /// A known vector of numbers.
  static func floats(_ values: [Double]) -> Operand {
    Operand(.float32, [values.count], contents: .floats(values), isConstant: true)
  }

  /// The known floating-point values.
  var reals: [Double]? {
    if case .floats(let values) = contents { values } else { nil }
  }
}
