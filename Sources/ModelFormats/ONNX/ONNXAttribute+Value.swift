import ModelGraph

extension ONNXAttribute {
  /// Its value where that is no tensor: by its stated type, else by what is there.
  var plainValue: AttributeValue {
    if let other { return .other(other) }
    if sparseTensor != nil { return .other("sparse tensor") }
    return switch type {
    case 1: .float(float ?? 0)
    case 2: .integer(integer ?? 0)
    case 3: .string(text ?? "")
    case 6: .floats(floats)
    case 7: .integers(integers)
    case 8: .strings(texts)
    default: untypedValue
    }
  }

  private var untypedValue: AttributeValue {
    if let integer { return .integer(integer) }
    if let float { return .float(float) }
    if let text { return .string(text) }
    if !integers.isEmpty { return .integers(integers) }
    if !floats.isEmpty { return .floats(floats) }
    if !texts.isEmpty { return .strings(texts) }
    return .other("nothing")
  }
}

extension Tensor {
  /// The stored tensor of a Constant's setting: `value_int`, `value_floats` and their like.
  init?(constant value: AttributeValue, name: String) {
    let type: ElementType
    let shape: [Dimension]
    var contents: TensorContents?
    switch value {
    case .integer(let value): (type, shape, contents) = (.int64, [], .integers([value]))
    case .integers(let values):
      (type, shape, contents) = (.int64, [.fixed(values.count)], .integers(values))
    case .float(let value): (type, shape, contents) = (.float32, [], .floats([value]))
    case .floats(let values):
      (type, shape, contents) = (.float32, [.fixed(values.count)], .floats(values))
    case .string: (type, shape) = (.string, [])
    case .strings(let values): (type, shape) = (.string, [.fixed(values.count)])
    case .tensor, .other: return nil
    }
    if case .fixed(let count)? = shape.first, count > TensorContents.largestCount { contents = nil }
    self.init(name: name, role: .stored, elementType: type, shape: shape, contents: contents)
  }
}
