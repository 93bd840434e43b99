/// A size that exporters write in terms of others: `batch * heads`, `past_length + 1`, `(s0 + 3)//4`,
/// `floor(s0/2 - 1/2) + 1`, `Max(1, s0)`.
///
/// Whole numbers and names, joined by `+`, `-`, `*`, `/`, `//` (rounded down), `%` and `**` or `^`, with the
/// precedence of Python's, and the functions that SymPy and PyTorch write. Divisions are exact until
/// something rounds them; a size that is no whole number in the end is rounded down.
public struct SizeExpression: Sendable {
  /// One step of the evaluation.
  enum Step: Sendable {
    case number(Int)
    case symbol(String)
    /// Something done with that many values before it.
    case operation(Operation, Int)
  }

  /// In the order of evaluation: each operation after what it is done with.
  var steps: [Step] = []

  /// The names in it, in the order in which they appear, each once.
  public internal(set) var symbols: [String] = []

  /// Reads an expression; nil where `text` is none, as `-1` is not: some exporters write that for a size
  /// that is open.
  public init?(_ text: String) {
    var rest = Substring(text)
    guard text.utf8.count <= 1000, readSum(&rest, depth: 0) else { return nil }
    Self.skipSpaces(&rest)
    guard rest.isEmpty, !symbols.isEmpty || value([:]) ?? 0 >= 0 else { return nil }
  }

  /// `text` as a name that is no expression: what is neither letter, number, `_` nor `.` becomes `_`.
  public static func name(of text: String) -> String {
    let name = String(text.map { isPartOfName($0) ? $0 : "_" })
    return name.first.map { $0.isNumber } ?? true ? "_" + name : name
  }

  static func isPartOfName(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_" || character == "."
  }

  /// What it comes to with these sizes; nil where one is missing, at a division by zero, and where the
  /// result does not fit.
  public func value(_ sizes: [String: Int]) -> Int? {
    var stack: [Ratio] = []
    for step in steps {
      switch step {
      case .number(let number): stack.append(Ratio(number))
      case .symbol(let name):
        guard let size = sizes[name] else { return nil }
        stack.append(Ratio(size))
      case .operation(let operation, let count):
        guard stack.count >= count else { return nil }
        let operands = Array(stack.suffix(count))
        stack.removeLast(count)
        guard let result = operation.result(operands) else { return nil }
        stack.append(result)
      }
    }
    return stack.count == 1 ? stack[0].floor : nil
  }
}

extension SizeExpression {
  /// What is done with values.
  enum Operation: Sendable {
    case add, subtract, multiply, divide, divideDown, divideUp, modulo, power
    case negate, floor, ceiling, truncate, largest, smallest, same

    /// How many values it takes.
    var counts: ClosedRange<Int> {
      switch self {
      case .negate, .floor, .ceiling, .truncate, .same: 1...1
      case .largest, .smallest: 1...64
      default: 2...2
      }
    }

    /// The function of that name in SymPy or PyTorch, in any case.
    init?(function name: String) {
      switch name.lowercased() {
      case "floor", "floortoint": self = .floor
      case "ceil", "ceiling", "ceiltoint": self = .ceiling
      case "trunctoint": self = .truncate
      case "max": self = .largest
      case "min": self = .smallest
      case "mod", "pythonmod": self = .modulo
      case "floordiv": self = .divideDown
      case "ceildiv": self = .divideUp
      case "cleandiv", "inttruediv", "floattruediv", "truediv": self = .divide
      case "tofloat", "identity", "int": self = name.lowercased() == "int" ? .truncate : .same
      default: return nil
      }
    }

    func result(_ values: [Ratio]) -> Ratio? {
      guard let first = values.first, let last = values.last else { return nil }
      switch self {
      case .add: return first.plus(last)
      case .subtract: return first.minus(last)
      case .multiply: return first.times(last)
      case .divide: return first.dividedBy(last)
      case .divideDown: return first.dividedBy(last).map { Ratio($0.floor) }
      case .divideUp: return first.dividedBy(last).map { Ratio($0.ceiling) }
      case .modulo:
        // What is left over has the divisor's sign, as in Python.
        return first.dividedBy(last).flatMap { last.times(Ratio($0.floor)) }.flatMap(first.minus)
      case .power: return Self.power(first, last)
      case .negate: return first.negated
      case .floor: return Ratio(first.floor)
      case .ceiling: return Ratio(first.ceiling)
      case .truncate: return Ratio(first.truncated)
      case .largest: return values.dropFirst().reduce(first) { $0.isBelow($1) ? $1 : $0 }
      case .smallest: return values.dropFirst().reduce(first) { $1.isBelow($0) ? $1 : $0 }
      case .same: return first
      }
    }

    /// A power with a small whole exponent.
    private static func power(_ base: Ratio, _ exponent: Ratio) -> Ratio? {
      guard exponent.denominator == 1, (-64...64).contains(exponent.numerator) else { return nil }
      var result: Ratio? = Ratio(1)
      for _ in 0..<abs(exponent.numerator) { result = result?.times(base) }
      return exponent.numerator < 0 ? result.flatMap(Ratio(1).dividedBy) : result
    }
  }
}
