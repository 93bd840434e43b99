import ModelGraph

/// Operators that make one element of each element: activations, rounding, signs, tests.
struct ElementwiseUnary: OperatorRule {
  var worksInPlace: Bool { true }

  var operators: [OperatorDescription] { UnaryOperator.all.map(\.description) }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let input = try call.input(0)
    guard let entry = UnaryOperator.byName[call.type] else { return [] }
    let type = entry.isTest ? ElementType.bool : input.elementType
    return [Operand(type, input.shape, contents: entry.contents(of: input, type: type))]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    guard let entry = UnaryOperator.byName[call.type] else { return LayerCost() }
    let elements = try call.input(0).elementCount
    return LayerCost(
      otherFlops: Count(entry.flops) * elements,
      transcendentals: Count(entry.transcendentals) * elements)
  }
}

/// What one element costs, and what it becomes.
struct UnaryOperator: Sendable {
  /// The operator's type and its newest version.
  var name: String
  var version: Int
  /// Arithmetic for each element.
  var flops: Int
  /// Transcendental evaluations for each element.
  var transcendentals: Int
  /// The function, in terms of an element x.
  var formula: String
  /// Whether the result is true or false.
  var isTest = false
  /// The function on integers, where it is needed for shapes.
  var integer: (@Sendable (Int) -> Int?)?
  /// The function on floating-point numbers, where it is needed for shapes.
  var real: (@Sendable (Double) -> Double?)?

  /// An operator of `flops` and `transcendentals` for each element.
  init(
    _ name: String, _ version: Int, flops: Int = 0, transcendentals: Int = 0, _ formula: String,
    isTest: Bool = false, integer: (@Sendable (Int) -> Int?)? = nil,
    real: (@Sendable (Double) -> Double?)? = nil
  ) {
    self.name = name
    self.version = version
    self.flops = flops
    self.transcendentals = transcendentals
    self.formula = formula
    self.isTest = isTest
    self.integer = integer
    self.real = real
  }

  /// The line of `ridgeline operators`.
  var description: OperatorDescription {
    let counts = [flops, transcendentals].map { $0 == 0 ? "" : $0 == 1 ? "n" : "\($0)·n" }
    return .onnx(
      name, version, otherFlops: counts[0].isEmpty ? "" : "\(counts[0]), y = \(formula)",
      transcendentals: counts[1].isEmpty || flops > 0 ? counts[1] : "\(counts[1]), y = \(formula)")
  }

  /// The values of the function, where they can be known.
  func contents(of input: Operand, type: ElementType) -> TensorContents? {
    switch (input.contents, integer, real) {
    case (.integers(let values), let integer?, _):
      Values.integers(values.count, of: type) { integer(values[$0]) }
    case (.floats(let values), _, let real?):
      Values.floats(values.count, of: type) { real(values[$0]) }
    default: nil
    }
  }
}
