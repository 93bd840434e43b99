import ModelGraph
import Operators

/// An operator that a user describes by formulas over the dimensions of its inputs.
struct OwnOperator: OperatorRule {
  /// One of its outputs.
  struct Output: Sendable {
    /// Its dimensions one after another; a list stands for several.
    var shape: [Formula]
    /// The type of its elements.
    var type: TypeChoice
  }

  /// Where an output has its type from.
  enum TypeChoice: Sendable {
    case input(Int)
    case type(ElementType)
  }

  var name: OperatorName
  /// The file that describes it.
  var file: String
  /// Where its formulas come from, in the user's words.
  var source: String?
  /// What its inputs are called; empty where the file does not say, and there may be any number.
  var inputs: [String]
  /// How many of them must be there.
  var required: Int
  var attributes: [String: OwnAttribute]
  var definitions: [Formula]
  var outputs: [Output]
  var macs: Formula?
  var otherFlops: Formula?
  var transcendentals: Formula?
  /// Elements that are read of inputs, where that is not all of them.
  var elementsRead: [Int: Formula]
  /// Elements that are written of outputs, where that is not all of them.
  var elementsWritten: [Int: Formula]
  var isView: Bool

  /// The file and, where it says so, the source in it.
  var origin: String { source.map { "\(file): \($0)" } ?? file }

  var operators: [OperatorDescription] {
    [
      OperatorDescription(
        name, macs: text(macs), otherFlops: text(otherFlops),
        transcendentals: text(transcendentals), bytes: bytesText, source: origin)
    ]
  }

  /// A formula with the definitions that it may use.
  private func text(_ formula: Formula?) -> String {
    guard let formula, formula.text != "0" else { return "" }
    let used = definitions.isEmpty ? "" : " (as \(file) defines its names)"
    return formula.text + used
  }

  private var bytesText: String {
    if isView { return "none: a view of the first input" }
    let read = elementsRead.sorted { $0.key < $1.key }.map { "in\($0.key): \($0.value.text)" }
    let written = elementsWritten.sorted { $0.key < $1.key }.map {
      "out\($0.key): \($0.value.text)"
    }
    return (read + written).joined(separator: ", ")
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    try checkInputs(of: call)
    let scope = try scope(of: call)
    var made: [Operand] = []
    for output in outputs {
      let type: ElementType =
        switch output.type {
        case .type(let type): type
        case .input(let place): try call.input(place).elementType
        }
      var shape: [Int] = []
      for formula in output.shape { shape += try dimensions(formula, in: scope) }
      made.append(Operand(type, shape))
    }
    return made
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    var scope = try scope(of: call)
    scope.outputs = outputs
    var traffic = isView ? Traffic.view : .eachTensorOnce
    for (place, formula) in elementsRead {
      traffic.elementsRead[place] = try count(formula, in: scope)
    }
    for (place, formula) in elementsWritten {
      traffic.elementsWritten[place] = try count(formula, in: scope)
    }
    return try LayerCost(
      macs: count(macs, in: scope), otherFlops: count(otherFlops, in: scope),
      transcendentals: count(transcendentals, in: scope), traffic: traffic)
  }
}

extension OwnOperator {
  private func checkInputs(of call: OperatorCall) throws(OperatorError) {
    guard !inputs.isEmpty else { return }
    guard call.inputs.count <= inputs.count else {
      throw OperatorError(
        .shape, "the layer has \(call.inputs.count) inputs, and \(file) describes \(inputs.count)",
        remedy: "correct the description there")
    }
    for place in 0..<required where call.optionalInput(place) == nil {
      throw OperatorError(
        .shape, "input \(place), \(inputs[place]), is missing",
        remedy: "correct the model, or write \(inputs[place])? in \(file) where it may be left out")
    }
  }

  /// What the names stand for, with every definition worked out once.
  private func scope(of call: OperatorCall) throws(OperatorError) -> FormulaScope {
    var scope = FormulaScope(call: call, defaults: attributes)
    for definition in definitions {
      let value = try located(definition) { () throws(OperatorError) in
        try scope.value(definition.root)
      }
      scope.definitions.append(value)
    }
    return scope
  }

  private func dimensions(
    _ formula: Formula, in scope: FormulaScope
  ) throws(OperatorError) -> [Int] {
    try located(formula) { () throws(OperatorError) in
      let sizes: [Int]
      switch try scope.value(formula.root) {
      case .number(let number): sizes = [number]
      case .list(let list): sizes = list
      }
      if let negative = sizes.first(where: { $0 < 0 }) {
        throw OperatorError(.shape, "a dimension of \(negative)")
      }
      return sizes
    }
  }

  private func count(_ formula: Formula?, in scope: FormulaScope) throws(OperatorError) -> Count {
    guard let formula else { return 0 }
    return try located(formula) { () throws(OperatorError) in
      let number = try scope.number(formula.root)
      guard number >= 0 else { throw OperatorError(.attribute, "a count of \(number)") }
      return Count(number)
    }
  }

  /// A failure says which formula it is of.
  private func located<Value>(
    _ formula: Formula, _ body: () throws(OperatorError) -> Value
  ) throws(OperatorError) -> Value {
    do throws(OperatorError) {
      return try body()
    } catch {
      let written = formula.text.shortened
      throw OperatorError(
        error.code, "\(error.what), in \(file): \(formula.keyPath): \(written)",
        remedy: error.code == .unknownValue ? "" : "correct the formula, or the model")
    }
  }
}
