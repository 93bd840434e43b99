import ModelGraph

/// The Reduce family: n elements to m, over axes that are a setting or (since version 13 for sums,
/// 18 for the others) an input.
struct Reduction: OperatorRule {
  var operators: [OperatorDescription] { ReductionKind.all.map(\.description) }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let input = try call.input(0)
    let axes = try axes(of: call)
    let keepsAxes = try call.integer("keepdims", default: 1) != 0
    let shape = input.shape.indices.compactMap { axis in
      axes.contains(axis) ? (keepsAxes ? 1 : nil) : input.shape[axis]
    }
    let contents = ReductionKind.byName[call.type]?.contents(of: input, over: axes)
    return [Operand(input.elementType, shape, contents: contents)]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let elements = try call.input(0).elementCount
    guard let kind = ReductionKind.byName[call.type], let made = outputs.first?.elementCount,
      let all = elements.value, let few = made.value
    else { return LayerCost(otherFlops: Count(-1)) }
    var cost = kind.cost(elements, made, Count(max(all - few, 0)))
    cost.kernel = .rows(Kernel.Rows(.reduction, rows: few, columns: all / max(few, 1)))
    return cost
  }

  private func axes(of call: OperatorCall) throws(OperatorError) -> [Int] {
    let rank = try call.input(0).shape.count
    let given = try call.integers("axes", orInput: 1) ?? []
    guard given.isEmpty else { return try call.axes(given, rank: rank) }
    let isNothing = try call.integer("noop_with_empty_axes", default: 0) != 0
    return isNothing ? [] : Array(0..<rank)
  }
}

/// One operator of the Reduce family.
struct ReductionKind: Sendable {
  /// The operator's type and its newest version.
  var name: String
  var version: Int
  /// The formulas, in terms of n elements and m results.
  var otherFlops: String
  var transcendentals = ""
  /// The cost of n elements, m results, and n − m steps.
  var cost: @Sendable (_ n: Count, _ m: Count, _ steps: Count) -> LayerCost
  /// The function of two integers that is folded over a row, and its value on no elements.
  var integers: (combine: @Sendable (Int, Int) -> Int?, empty: Int?)?
  /// The same of floating-point numbers.
  var floats: (combine: @Sendable (Double, Double) -> Double?, empty: Double?)?

  /// By type.
  static let byName = Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { $1 })

  /// The line of `ridgeline operators`.
  var description: OperatorDescription {
    .onnx(
      name, version, otherFlops: "\(otherFlops), for n elements and m results",
      transcendentals: transcendentals)
  }

  /// The values of a reduction over `axes`, where they can be known.
  func contents(of input: Operand, over axes: [Int]) -> TensorContents? {
    guard let contents = input.contents, input.shape.isSmall else { return nil }
    let strides = Places.strides(of: input.shape)
    let kept = input.shape.indices.filter { !axes.contains($0) }
    let starts = Places.walk(kept.map { input.shape[$0] }, strides: kept.map { strides[$0] })
    let steps = Places.walk(axes.map { input.shape[$0] }, strides: axes.map { strides[$0] })
    let places = starts.map { start in steps.map { start + $0 } }
    switch (contents, integers, floats) {
    case (.integers(let values), let function?, _):
      return Values.integers(places.count, of: input.elementType) {
        Self.folded(places[$0], of: values, function)
      }
    case (.floats(let values), _, let function?):
      return Values.floats(places.count, of: input.elementType) {
        Self.folded(places[$0], of: values, function)
      }
    default: return nil
    }
  }

  private static func folded<Number>(
    _ places: [Int], of values: [Number],
    _ function: (combine: (Number, Number) -> Number?, empty: Number?)
  ) -> Number? {
    guard places.allSatisfy(values.indices.contains) else { return nil }
    guard let first = places.first else { return function.empty }
    return places.dropFirst().reduce(values[first]) { result, place in
      result.flatMap { function.combine($0, values[place]) }
    }
  }
}
