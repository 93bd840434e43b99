import ModelGraph

/// Operators of two tensors that broadcast to one another, element by element.
struct ElementwiseBinary: OperatorRule {
  var worksInPlace: Bool { true }

  var operators: [OperatorDescription] { BinaryOperator.all.map(\.description) }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let (left, right) = try (call.input(0), call.alignedSecondInput())
    guard let entry = BinaryOperator.byName[call.type] else { return [] }
    let shape = try Broadcast.shape(left.shape, right.shape)
    let function = try entry.function(call)
    let type = function.isTest ? ElementType.bool : left.elementType
    let contents = function.contents(of: left, right, shape: shape, type: type)
    return [Operand(type, shape, contents: contents)]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let elements = outputs.first?.elementCount ?? 0
    guard let entry = BinaryOperator.byName[call.type] else { return LayerCost() }
    return LayerCost(otherFlops: Count(entry.flops) * elements)
  }
}

/// What two elements cost, and what they become.
struct BinaryOperator: Sendable {
  /// The operator's type and its newest version.
  var name: String
  var version: Int
  /// Arithmetic for each element of the result.
  var flops: Int
  /// The function, in terms of the elements a and b.
  var formula: String
  /// The function on values, as the layer's settings have it.
  var function: @Sendable (OperatorCall) throws(OperatorError) -> BinaryFunction

  /// The line of `ridgeline operators`.
  var description: OperatorDescription {
    let count = flops == 1 ? "n" : "\(flops)·n"
    return .onnx(name, version, otherFlops: "\(count), y = \(formula)")
  }
}

/// A function of two elements, for the values that shapes depend on.
enum BinaryFunction: Sendable {
  /// A number of two numbers; nil where it does not exist or is not needed for shapes.
  case arithmetic(
    integers: @Sendable (Int, Int) -> Int?, reals: @Sendable (Double, Double) -> Double?)
  /// A truth value of two numbers.
  case test(
    integers: @Sendable (Int, Int) -> Bool, reals: @Sendable (Double, Double) -> Bool)
  /// A function whose values no shape depends on.
  case unknown

  /// Whether the result is true or false.
  var isTest: Bool {
    if case .test = self { true } else { false }
  }

  /// The values of the function, where they can be known.
  func contents(
    of left: Operand, _ right: Operand, shape: [Int], type: ElementType
  ) -> TensorContents? {
    guard left.contents != nil, right.contents != nil else { return nil }
    switch self {
    case .unknown: return nil
    case .arithmetic(let integers, let reals):
      return Broadcast.contents(
        left, right, shape: shape, type: type, integers: integers, reals: reals)
    case .test(let integers, let reals):
      switch (left.contents(broadcastTo: shape), right.contents(broadcastTo: shape)) {
      case (.integers(let a), .integers(let b)):
        return .integers(zip(a, b).map { integers($0, $1) ? 1 : 0 })
      case (.floats(let a), .floats(let b)):
        return .integers(zip(a, b).map { reals($0, $1) ? 1 : 0 })
      default: return nil
      }
    }
  }
}
