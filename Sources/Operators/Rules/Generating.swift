import ModelGraph

/// ConstantOfShape, Range and Constant: tensors made of settings.
struct Generating: OperatorRule {
  var operators: [OperatorDescription] {
    [
      .onnx("Constant", 25, bytes: "none: it is known before the model runs"),
      .onnx("ConstantOfShape", 25, bytes: "the output is written"),
      .onnx("Range", 27, otherFlops: "2·n, y = start + i·delta"),
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    switch call.type {
    case "Constant": [try constant(call)]
    case "ConstantOfShape": [try filled(call)]
    default: [try range(call)]
    }
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    call.type == "Range"
      ? LayerCost(otherFlops: 2 * (outputs.first?.elementCount ?? 0)) : LayerCost()
  }

  private func constant(_ call: OperatorCall) throws(OperatorError) -> Operand {
    if let value = call.attributeTensors["value"] { return value }
    switch call.layer.attributes.sorted(by: { $0.key < $1.key }).first?.value {
    case .integer(let value): return Operand(.int64, [], contents: .integers([value]))
    case .float(let value): return Operand(.float32, [], contents: .floats([value]))
    case .integers(let values):
      return Operand(.int64, [values.count], contents: .integers(values))
    case .floats(let values):
      return Operand(.float32, [values.count], contents: .floats(values))
    case .string: return Operand(.string, [])
    case .strings(let values): return Operand(.string, [values.count])
    default: throw OperatorError(.attribute, "Constant has no value that can be read")
    }
  }

  private func filled(_ call: OperatorCall) throws(OperatorError) -> Operand {
    let shape = try call.integers(ofInput: 0)
    guard shape.allSatisfy({ $0 >= 0 }) else {
      throw call.shapeError("the negative size in \(shape)")
    }
    let value =
      call.attributeTensors["value"] ?? Operand(.float32, [1], contents: .floats([0]))
    let single = Operand(value.elementType, [1], contents: value.contents)
    return Operand(value.elementType, shape, contents: single.contents(broadcastTo: shape))
  }

  private func range(_ call: OperatorCall) throws(OperatorError) -> Operand {
    let type = try call.input(0).elementType
    let settings = try (0..<3).map { (index) throws(OperatorError) in
      try call.numbers(ofInput: index).first ?? .nan
    }
    let length = ((settings[1] - settings[0]) / settings[2]).rounded(.up)
    guard let count = IntegerArithmetic.truncated(max(length, 0)) else {
      throw call.shapeError("the range \(settings[0])..<\(settings[1]) by \(settings[2])")
    }
    guard [count].isSmall else { return Operand(type, [count]) }
    return Operand(type, [count], contents: values(count, of: type, call, settings))
  }

  private func values(
    _ count: Int, of type: ElementType, _ call: OperatorCall, _ settings: [Double]
  ) -> TensorContents? {
    if let start = call.inputs[0]?.integers?.first, let delta = call.inputs[2]?.integers?.first {
      return Values.integers(count, of: type) {
        IntegerArithmetic.product($0, delta).flatMap { IntegerArithmetic.sum(start, $0) }
      }
    }
    return Values.floats(count, of: type) { settings[0] + Double($0) * settings[2] }
  }
}
