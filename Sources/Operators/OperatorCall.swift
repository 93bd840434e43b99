package import ModelGraph

/// One layer with the tensors that it is applied to: what a rule is given.
package struct OperatorCall: Sendable {
  /// The layer.
  package let layer: Layer
  /// The version of the operator's domain that the model imports (0 where it says none).
  package let operatorSet: Int
  /// The operands in the order of the layer's inputs; nil where an optional one is left out.
  package let inputs: [Operand?]
  /// The operands of the attributes that are tensors, by name.
  package let attributeTensors: [String: Operand]

  /// A call; the evaluation makes one for each layer, and tests make their own.
  package init(
    layer: Layer, operatorSet: Int, inputs: [Operand?], attributeTensors: [String: Operand] = [:]
  ) {
    self.layer = layer
    self.operatorSet = operatorSet
    self.inputs = inputs
    self.attributeTensors = attributeTensors
  }

  /// The largest number that a setting of a layer's geometry (a kernel, a stride, a pad, a number of
  /// filters) may have: 2³¹ − 1, what the frameworks' own integers hold.
  package static let largestSetting = Int(Int32.max)

  /// The operand at `index`, which the operator must have.
  package func input(_ index: Int) throws(OperatorError) -> Operand {
    guard let operand = optionalInput(index) else {
      throw OperatorError(.shape, "input \(index) of \(layer.operatorName) is missing")
    }
    return operand
  }

  /// The operand at `index`, or nil where it is left out.
  package func optionalInput(_ index: Int) -> Operand? {
    inputs.indices.contains(index) ? inputs[index] : nil
  }

  /// The operand at `index`, with at least `rank` dimensions.
  package func input(_ index: Int, rankAtLeast rank: Int) throws(OperatorError) -> Operand {
    let operand = try input(index)
    guard operand.shape.count >= rank else {
      throw OperatorError(
        .shape,
        "input \(index) of \(layer.operatorName) has the shape \(operand.shape.shapeText), "
          + "and needs \(rank) dimensions or more")
    }
    return operand
  }

  /// The integer setting `name`, or `fallback` where the layer has none.
  package func integer(_ name: String, default fallback: Int) throws(OperatorError) -> Int {
    switch layer.attributes[name] {
    case nil: return fallback
    case .integer(let value): return value
    default: throw unreadable(name, "an integer")
    }
  }

  /// The integer setting `name` within `range`.
  package func integer(
    _ name: String, default fallback: Int, in range: ClosedRange<Int>
  ) throws(OperatorError) -> Int {
    let value = try integer(name, default: fallback)
    try check(name, [value], in: range)
    return value
  }

  /// The list setting `name`, or nil where the layer has none.
  package func integers(_ name: String) throws(OperatorError) -> [Int]? {
    switch layer.attributes[name] {
    case nil: return nil
    case .integers(let values): return values
    default: throw unreadable(name, "a list of integers")
    }
  }

  /// The list setting `name` with every element within `range`.
  package func integers(
    _ name: String, in range: ClosedRange<Int>
  ) throws(OperatorError) -> [Int]? {
    let values = try integers(name)
    try check(name, values ?? [], in: range)
    return values
  }

  /// The text setting `name`, or `fallback` where the layer has none.
  package func string(_ name: String, default fallback: String) throws(OperatorError) -> String {
    switch layer.attributes[name] {
    case nil: return fallback
    case .string(let value): return value
    default: throw unreadable(name, "a text")
    }
  }

  /// The setting `name` as a list of numbers, or nil where the layer has none.
  package func numbers(_ name: String) throws(OperatorError) -> [Double]? {
    switch layer.attributes[name] {
    case nil: return nil
    case .floats(let values): return values
    case .integers(let values): return values.map(Double.init)
    default: throw unreadable(name, "a list of numbers")
    }
  }

  /// The setting `name` as a list of texts, or nil where the layer has none.
  package func strings(_ name: String) throws(OperatorError) -> [String]? {
    switch layer.attributes[name] {
    case nil: return nil
    case .strings(let values): return values
    default: throw unreadable(name, "a list of texts")
    }
  }

  /// The number setting `name`, or `fallback` where the layer has none.
  package func number(_ name: String, default fallback: Double) throws(OperatorError) -> Double {
    switch layer.attributes[name] {
    case nil: return fallback
    case .float(let value): return value
    case .integer(let value): return Double(value)
    default: throw unreadable(name, "a number")
    }
  }

  private func check(
    _ name: String, _ values: [Int], in range: ClosedRange<Int>
  ) throws(OperatorError) {
    for value in values where !range.contains(value) {
      throw OperatorError(
        .attribute,
        "\(name)=\(value) of \(layer.operatorName) is out of range",
        remedy: "give a number from \(range.lowerBound) to \(range.upperBound)")
    }
  }

  private func unreadable(_ name: String, _ expected: String) -> OperatorError {
    OperatorError(.attribute, "\(name) of \(layer.operatorName) is not \(expected)")
  }
}

extension [Int] {
  /// A shape as people write it: `1x3x224x224`, `scalar`.
  package var shapeText: String {
    isEmpty ? "scalar" : map(String.init).joined(separator: "x")
  }
}
