package import ModelGraph

extension OperatorCall {
  /// The operator's type: what a rule of several operators tells them apart by.
  package var type: String { layer.operatorName.type }

  /// Whether the model imports a version of the domain before `version`; a model that names none is
  /// taken to mean the newest.
  package func isBefore(version: Int) -> Bool {
    operatorSet != 0 && operatorSet < version
  }

  /// A failure of this layer's shapes.
  package func shapeError(_ what: String) -> OperatorError {
    OperatorError(.shape, "the sizes of \(layer.operatorName) do not go together: \(what)")
  }

  /// The axis setting `name` of a tensor of `rank` dimensions, counted from the front.
  package func axis(_ name: String, default fallback: Int, rank: Int) throws(OperatorError) -> Int {
    try axis(integer(name, default: fallback), rank: rank)
  }

  /// An axis counted from the front: a negative one counts from the back.
  package func axis(_ axis: Int, rank: Int) throws(OperatorError) -> Int {
    guard axis >= -rank, axis < rank else {
      throw shapeError("axis \(axis) of a tensor of \(rank) dimensions")
    }
    return axis < 0 ? axis + rank : axis
  }

  /// Axes counted from the front, each at most once.
  package func axes(_ axes: [Int], rank: Int) throws(OperatorError) -> [Int] {
    var result: [Int] = []
    for one in axes { result.append(try axis(one, rank: rank)) }
    guard Set(result).count == result.count else {
      throw shapeError("axes \(axes) name one twice")
    }
    return result
  }
}

extension OperatorCall {
  /// The integers of the setting `name`, else those of the input at `index`; nil where the layer has
  /// neither. (ONNX moved many settings into inputs over its versions.)
  package func integers(_ name: String, orInput index: Int) throws(OperatorError) -> [Int]? {
    if let values = try integers(name) { return values }
    return optionalInput(index) == nil ? nil : try integers(ofInput: index)
  }

  /// The integers of the input at `index`, on which a shape depends.
  package func integers(ofInput index: Int) throws(OperatorError) -> [Int] {
    guard let values = try input(index).integers else { throw unknownValues(index) }
    return values
  }

  /// The numbers of the input at `index`, on which a shape depends.
  package func numbers(ofInput index: Int) throws(OperatorError) -> [Double] {
    guard let values = try input(index).numbers else { throw unknownValues(index) }
    return values
  }

  private func unknownValues(_ index: Int) -> OperatorError {
    OperatorError(
      .unknownValue,
      "the shape depends on the values of input \(index), which are known only while the model runs"
    )
  }
}

extension OperatorCall {
  /// The element type that the setting `name` numbers, or `fallback` where the layer has none (or 0,
  /// which names no type).
  package func elementType(
    _ name: String, default fallback: ElementType
  ) throws(OperatorError) -> ElementType {
    let code = try integer(name, default: 0)
    if code == 0 { return fallback }
    guard let named = ElementType(onnxCode: code) else {
      throw OperatorError(.attribute, "\(name)=\(code) of \(type) is no element type")
    }
    return named
  }
}

extension OperatorCall {
  /// The second input of an operator of two that broadcast. Before version 7 its axes may stand for
  /// those of the first from `axis` on, and the slopes of a PRelu are for the channels; here they get
  /// ones behind them, with which numpy's rule makes the same of it.
  package func alignedSecondInput() throws(OperatorError) -> Operand {
    let (first, second) = try (input(0), input(1))
    guard isBefore(version: 7), second.shape.count < first.shape.count,
      layer.attributes["axis"] != nil || type == "PRelu" && second.shape.count == 1
    else { return second }
    let axis = try axis("axis", default: 1, rank: first.shape.count)
    let missing = first.shape.count - axis - second.shape.count
    guard missing > 0, second.elementCount.value != 1 else { return second }
    var aligned = second
    aligned.shape += Array(repeating: 1, count: missing)
    return aligned
  }
}
