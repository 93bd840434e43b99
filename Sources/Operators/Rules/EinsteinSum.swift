import ModelGraph

/// Einsum: products of tensors summed over the labels that the result lacks.
struct EinsteinSum: OperatorRule {
  var operators: [OperatorDescription] {
    [
      .onnx(
        "Einsum", 28,
        macs: "Π of the sizes of all labels, for each pair of factors that shares a sum; more than "
          + "two factors are taken from left to right",
        otherFlops: "Π of the sizes where nothing is summed; n − m where one tensor is reduced",
        paper: "numpy.einsum")
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let equation = try EinsteinEquation(call)
    return [Operand(try call.input(0).elementType, equation.shape)]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let equation = try EinsteinEquation(call)
    var cost = LayerCost()
    var left = Set(equation.factors[0])
    for (place, factor) in equation.factors.enumerated().dropFirst() {
      let later = equation.factors.dropFirst(place + 1).joined()
      let kept = Set(equation.result).union(later)
      let joint = left.union(factor)
      let space = equation.size(of: joint)
      if joint.isSubset(of: kept) { cost.otherFlops += space } else { cost.macs += space }
      left = joint.intersection(kept)
    }
    guard equation.factors.count == 1 else {
      if equation.factors.count > 2 { cost.notes = ["factors are taken from left to right"] }
      return cost
    }
    let (all, few) = (equation.size(of: left).value, equation.size(of: Set(equation.result)).value)
    guard let all, let few else { return LayerCost(otherFlops: Count(-1)) }
    return LayerCost(otherFlops: Count(max(all - few, 0)))
  }
}

/// An equation such as `bij,bjk->bik`, with the sizes of its labels.
struct EinsteinEquation {
  /// A letter, or an axis of an ellipsis, counted from the last.
  enum Label: Hashable, Comparable {
    case letter(Character)
    case ellipsis(Int)

    /// Letters by alphabet; the axes of an ellipsis before them, in order.
    static func < (left: Label, right: Label) -> Bool {
      switch (left, right) {
      case (.letter(let a), .letter(let b)): a < b
      case (.ellipsis(let a), .ellipsis(let b)): a > b
      case (.ellipsis, .letter): true
      case (.letter, .ellipsis): false
      }
    }
  }

  /// The labels of each operand.
  private(set) var factors: [[Label]] = []
  /// The labels of the result.
  private(set) var result: [Label] = []
  private var sizes: [Label: Int] = [:]

  /// The shape of the result.
  var shape: [Int] { result.map { sizes[$0] ?? 1 } }

  /// How many combinations of places some labels have.
  func size(of labels: Set<Label>) -> Count {
    labels.map { sizes[$0] ?? 1 }.elementCount
  }

  /// Reads the equation of a layer, and the sizes of its labels from the operands.
  init(_ call: OperatorCall) throws(OperatorError) {
    let text = try call.string("equation", default: "").filter { !$0.isWhitespace }
    // Not by a regular expression: `->` stands at most once.
    let sides = text.split(separator: "->", omittingEmptySubsequences: false)
    let terms = sides[0].split(separator: ",", omittingEmptySubsequences: false)
    guard sides.count <= 2, terms.count == call.inputs.count else {
      throw call.shapeError("\(call.inputs.count) operands for the equation \(text)")
    }
    for (place, term) in terms.enumerated() {
      let operand = try call.input(place)
      let labels = try Self.labels(of: term, rank: operand.shape.count, call)
      try note(labels, operand.shape, call)
      factors.append(labels)
    }
    let all = factors.flatMap { $0 }
    if sides.count == 2 {
      let axes = Set(all).count { if case .ellipsis = $0 { true } else { false } }
      let letters = sides[1].count { $0 != "." }
      let hasEllipsis = letters != sides[1].count
      result = try Self.labels(of: sides[1], rank: letters + (hasEllipsis ? axes : 0), call)
    } else {
      // Without an arrow: the ellipsis, then every letter that stands once, by alphabet.
      let counts = Dictionary(all.map { ($0, 1) }, uniquingKeysWith: +)
      result = counts.filter { label, count in
        if case .ellipsis = label { true } else { count == 1 }
      }.keys.sorted()
    }
    guard Set(result).count == result.count, result.allSatisfy({ sizes[$0] != nil }) else {
      throw call.shapeError("the result of the equation \(text)")
    }
  }

  /// The labels of one term, its ellipsis standing for the axes that have no letter.
  private static func labels(
    of term: Substring, rank: Int, _ call: OperatorCall
  ) throws(OperatorError) -> [Label] {
    let parts = term.split(separator: "...", omittingEmptySubsequences: false)
    let letters = parts.joined()
    let open = rank - letters.count
    guard parts.count <= 2, letters.allSatisfy(\.isLetter), open >= 0,
      open == 0 || parts.count == 2
    else { throw call.shapeError("the term \(term) for a tensor of \(rank) dimensions") }
    let first = parts[0].map(Label.letter)
    guard parts.count == 2 else { return first }
    return first + (0..<open).reversed().map(Label.ellipsis) + parts[1].map(Label.letter)
  }

  /// Notes the sizes of a term's labels; one of size 1 broadcasts.
  private mutating func note(
    _ labels: [Label], _ shape: [Int], _ call: OperatorCall
  ) throws(OperatorError) {
    for (label, size) in zip(labels, shape) {
      let known = sizes[label] ?? 1
      guard known == size || known == 1 || size == 1 else {
        throw call.shapeError("a label of the sizes \(known) and \(size)")
      }
      sizes[label] = known == 1 ? size : known
    }
  }
}
