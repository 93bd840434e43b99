import ModelGraph

/// Operators that only look at a tensor in another shape: Reshape and its like.
///
/// Nothing is computed and nothing is moved: the output is the input's storage.
struct Viewing: OperatorRule {
  var operators: [OperatorDescription] {
    ["Reshape", "Flatten", "Squeeze", "Unsqueeze", "Identity"].map {
      .onnx($0, 25, bytes: "none: the output shares the input's storage")
    }
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let input = try call.input(0)
    if call.type == "Identity" { return [input] }
    let shape =
      switch call.type {
      case "Reshape": try Self.reshaped(input, call)
      case "Flatten": try Self.flattened(input.shape, call)
      case "Squeeze": try Self.squeezed(input.shape, call)
      case "Unsqueeze": try Self.unsqueezed(input.shape, call)
      default: input.shape
      }
    return [Operand(input.elementType, shape, contents: input.contents)]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    .view
  }

  /// 0 keeps the input's dimension (unless `allowzero`), one −1 takes what is left.
  private static func reshaped(
    _ input: Operand, _ call: OperatorCall
  ) throws(OperatorError) -> [Int] {
    let wanted = try call.integers("shape", orInput: 1) ?? []
    let keepsZero = try call.integer("allowzero", default: 0) != 0
    var shape: [Int] = []
    for (axis, size) in wanted.enumerated() {
      if size == 0, !keepsZero {
        guard input.shape.indices.contains(axis) else {
          throw call.shapeError(
            "the shape \(wanted) keeps dimension \(axis) of \(input.shape.shapeText)")
        }
        shape.append(input.shape[axis])
      } else {
        shape.append(size)
      }
    }
    return try inferred(shape, of: input, call)
  }

  /// The shape with its −1 replaced, and as many elements as the input.
  private static func inferred(
    _ wanted: [Int], of input: Operand, _ call: OperatorCall
  ) throws(OperatorError) -> [Int] {
    // Made only where it is thrown: most networks reshape often.
    func failure() -> OperatorError {
      call.shapeError("\(input.shape.shapeText) does not reshape to \(wanted)")
    }
    let open = wanted.indices.filter { wanted[$0] == -1 }
    let rest = wanted.filter { $0 != -1 }.elementCount
    guard open.count <= 1, let all = input.elementCount.value, let rest = rest.value else {
      throw failure()
    }
    guard let axis = open.first else {
      guard rest == all else { throw failure() }
      return wanted
    }
    guard rest > 0, all % rest == 0 else { throw failure() }
    var shape = wanted
    shape[axis] = all / rest
    return shape
  }

  private static func flattened(
    _ shape: [Int], _ call: OperatorCall
  ) throws(OperatorError) -> [Int] {
    let given = try call.integer("axis", default: 1)
    let axis = given == shape.count ? given : try call.axis(given, rank: shape.count)
    let sizes = [shape.prefix(axis).elementCount, shape.dropFirst(axis).elementCount]
    return sizes.map { $0.value ?? Int.max }
  }

  private static func squeezed(
    _ shape: [Int], _ call: OperatorCall
  ) throws(OperatorError) -> [Int] {
    guard let given = try call.integers("axes", orInput: 1) else {
      return shape.filter { $0 != 1 }
    }
    let axes = try call.axes(given, rank: shape.count)
    guard axes.allSatisfy({ shape[$0] == 1 }) else {
      throw call.shapeError("axes \(given) of \(shape.shapeText) are not all of size 1")
    }
    return shape.indices.filter { !axes.contains($0) }.map { shape[$0] }
  }

  private static func unsqueezed(
    _ shape: [Int], _ call: OperatorCall
  ) throws(OperatorError) -> [Int] {
    let given = try call.integers("axes", orInput: 1) ?? []
    let axes = try call.axes(given, rank: shape.count + given.count)
    var result = shape
    for axis in axes.sorted() { result.insert(1, at: axis) }
    return result
  }
}
