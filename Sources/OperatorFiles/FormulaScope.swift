import ModelGraph
import Operators

/// What the names of formulas stand for in one layer.
struct FormulaScope {
  /// The layer.
  var call: OperatorCall
  /// What the layer makes; empty while its shapes are being worked out.
  var outputs: [Operand] = []
  /// The defaults of its attributes.
  var defaults: [String: OwnAttribute]
  /// What has been defined so far, in order.
  var definitions: [FormulaValue] = []

  /// The value of a term.
  func value(_ term: FormulaTerm) throws(OperatorError) -> FormulaValue {
    switch term {
    case .number(let number): return .number(number)
    case .definition(let place): return definitions[place]
    case .attribute(let name): return try attribute(name)
    case .property(let tensor, let property): return try value(of: property, tensor)
    case .element(let list, let place):
      let values = try self.list(list)
      let wanted = try number(place)
      let index = wanted < 0 ? wanted + values.count : wanted
      guard values.indices.contains(index) else {
        throw OperatorError(.shape, "[\(wanted)] of a list of \(values.count)")
      }
      return .number(values[index])
    case .slice(let list, let from, let to):
      let values = try self.list(list)
      let first = if let from { try place(from, in: values) } else { 0 }
      let last = if let to { try place(to, in: values) } else { values.count }
      return .list(first < last ? Array(values[first..<last]) : [])
    case .binary(let operation, let left, let right):
      return .number(try result(operation, number(left), number(right)))
    case .negated(let inner):
      return .number(try fitting(IntegerArithmetic.difference(0, number(inner))))
    case .function(let function, let arguments): return try call(function, arguments)
    }
  }

  /// The number that a term makes.
  func number(_ term: FormulaTerm) throws(OperatorError) -> Int {
    guard case .number(let number) = try value(term) else {
      throw OperatorError(.attribute, "a list where a number is due")
    }
    return number
  }

  /// The list that a term makes.
  func list(_ term: FormulaTerm) throws(OperatorError) -> [Int] {
    guard case .list(let list) = try value(term) else {
      throw OperatorError(.attribute, "a number where a list is due")
    }
    return list
  }

  /// A place between elements, counted from the back where it is negative, and cut at the ends.
  private func place(_ term: FormulaTerm, in values: [Int]) throws(OperatorError) -> Int {
    let wanted = try number(term)
    let counted = wanted < 0 ? max(wanted, -values.count) + values.count : wanted
    return min(counted, values.count)
  }

  private func attribute(_ name: String) throws(OperatorError) -> FormulaValue {
    switch defaults[name] {
    case .list(let fallback): return .list(try call.integers(name) ?? fallback)
    case .number(let fallback): return .number(try call.integer(name, default: fallback))
    case .requiredList:
      if let values = try call.integers(name) { return .list(values) }
    case .requiredNumber, nil:
      if call.layer.attributes[name] != nil { return .number(try call.integer(name, default: 0)) }
    }
    throw OperatorError(.attribute, "the layer has no attribute \(name)")
  }

  private func value(
    of property: FormulaProperty, _ tensor: FormulaTensor
  ) throws(OperatorError) -> FormulaValue {
    let operand: Operand? =
      switch tensor {
      case .input(let place): call.optionalInput(place)
      case .output(let place): outputs.indices.contains(place) ? outputs[place] : nil
      }
    if property == .present { return .number(operand == nil ? 0 : 1) }
    guard let operand else { throw OperatorError(.shape, "the layer has no \(tensor)") }
    switch property {
    case .shape: return .list(operand.shape)
    case .rank: return .number(operand.shape.count)
    case .elements: return .number(try fitting(operand.elementCount.value))
    case .present: return .number(1)
    case .values:
      guard let values = operand.integers else {
        throw OperatorError(
          .unknownValue, "the values of \(tensor) are known only while the model runs")
      }
      return .list(values)
    }
  }

  /// A result, unless it does not fit.
  func fitting(_ value: Int?) throws(OperatorError) -> Int {
    guard let value else { throw OperatorError(.overflow, "the result passes 2⁶³ − 1") }
    return value
  }
}
