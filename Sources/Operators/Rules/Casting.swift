import ModelGraph

/// Cast and CastLike: elements change their type.
struct Casting: OperatorRule {
  var worksInPlace: Bool { true }

  var operators: [OperatorDescription] {
    [
      .onnx("Cast", 28, otherFlops: "n conversions; none to the same type"),
      .onnx("CastLike", 25, otherFlops: "n conversions; none to the same type"),
      .onnx("BitCast", 26, bytes: "none: the output is the input seen as another type"),
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let input = try call.input(0)
    let type = try targetType(of: call)
    guard call.type != "BitCast" else { return [Operand(type, input.shape)] }
    return [Operand(type, input.shape, contents: Self.converted(input, to: type))]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let input = try call.input(0)
    if call.type == "BitCast" { return .view }
    guard let output = outputs.first, output.elementType != input.elementType else {
      return LayerCost()
    }
    return LayerCost(otherFlops: output.elementCount)
  }

  private func targetType(of call: OperatorCall) throws(OperatorError) -> ElementType {
    if call.type == "CastLike" { return try call.input(1).elementType }
    let code = try call.integer("to", default: 0)
    guard let type = ElementType(onnxCode: code) else {
      throw OperatorError(.attribute, "to=\(code) of \(call.type) is no element type")
    }
    return type
  }

  /// The values as elements of `type`; nil where one does not fit.
  static func converted(_ input: Operand, to type: ElementType) -> TensorContents? {
    guard let contents = input.contents else { return nil }
    switch contents {
    case .integers(let values):
      if type.isFloatingPoint {
        return Values.floats(values.count, of: type) { Double(values[$0]) }
      }
      return Values.integers(values.count, of: type) {
        type == .bool ? (values[$0] == 0 ? 0 : 1) : values[$0]
      }
    case .floats(let values):
      if type.isFloatingPoint {
        return Values.floats(values.count, of: type) { values[$0] }
      }
      return Values.integers(values.count, of: type) {
        type == .bool ? (values[$0] == 0 ? 0 : 1) : IntegerArithmetic.truncated(values[$0])
      }
    case .strings: return nil
    }
  }
}
