import ModelGraph
import Operators

extension FormulaScope {
  /// What an operation makes of two numbers; comparisons make 1 or 0.
  func result(
    _ operation: FormulaOperation, _ left: Int, _ right: Int
  ) throws(OperatorError) -> Int {
    switch operation {
    case .plus: return try fitting(IntegerArithmetic.sum(left, right))
    case .minus: return try fitting(IntegerArithmetic.difference(left, right))
    case .times: return try fitting(IntegerArithmetic.product(left, right))
    case .over: return try floorQuotient(left, right)
    case .modulo:
      guard right != 0 else { throw divisionByZero }
      return try fitting(IntegerArithmetic.modulo(left, right))
    case .equals: return left == right ? 1 : 0
    case .differs: return left != right ? 1 : 0
    case .isLess: return left < right ? 1 : 0
    case .isAtMost: return left <= right ? 1 : 0
    case .isMore: return left > right ? 1 : 0
    case .isAtLeast: return left >= right ? 1 : 0
    }
  }

  /// What a function makes; of a choice only the side that is taken is worked out.
  func call(
    _ function: FormulaFunction, _ arguments: [FormulaTerm]
  ) throws(OperatorError) -> FormulaValue {
    switch function {
    case .min: return .number(try numbers(arguments).min() ?? 0)
    case .max: return .number(try numbers(arguments).max() ?? 0)
    case .ceildiv:
      let (left, right) = (try number(arguments[0]), try number(arguments[1]))
      let floor = try floorQuotient(left, right)
      let isExact = try result(.modulo, left, right) == 0
      return .number(try fitting(IntegerArithmetic.sum(floor, isExact ? 0 : 1)))
    case .product: return .number(try folded(arguments[0], 1, IntegerArithmetic.product))
    case .sum: return .number(try folded(arguments[0], 0, IntegerArithmetic.sum))
    case .count: return .number(try list(arguments[0]).count)
    case .broadcast:
      var shapes: [[Int]] = []
      for argument in arguments { shapes.append(try list(argument)) }
      return .list(try Broadcast.shape(shapes))
    case .choice: return try value(number(arguments[0]) != 0 ? arguments[1] : arguments[2])
    }
  }

  private func numbers(_ terms: [FormulaTerm]) throws(OperatorError) -> [Int] {
    var numbers: [Int] = []
    for term in terms { numbers.append(try number(term)) }
    return numbers
  }

  private func folded(
    _ term: FormulaTerm, _ start: Int, _ combine: (Int, Int) -> Int?
  ) throws(OperatorError) -> Int {
    var result = start
    for value in try list(term) { result = try fitting(combine(result, value)) }
    return result
  }

  /// The quotient rounded down.
  private func floorQuotient(_ left: Int, _ right: Int) throws(OperatorError) -> Int {
    guard right != 0 else { throw divisionByZero }
    let quotient = try fitting(IntegerArithmetic.quotient(left, right))
    let isRoundedUp = left % right != 0 && (left < 0) != (right < 0)
    return isRoundedUp ? quotient - 1 : quotient
  }

  private var divisionByZero: OperatorError { OperatorError(.shape, "a division by zero") }
}
