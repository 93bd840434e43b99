/// A size that exporters write in terms of others: `batch * heads`, `past_length + 1`, `(s0 + 3)//4`.
///
/// Whole numbers and names, joined by `+`, `-`, `*`, `//` or `/` (both rounded down) and `%`, in
/// parentheses or not, with the precedence of Python's.
public struct SizeExpression: Sendable {
  private enum Step: Sendable {
    case number(Int)
    case symbol(String)
    case operation(Character)
  }

  /// In the order of evaluation: each operation after its two sides.
  private var steps: [Step] = []

  /// The names in it, in the order in which they appear, each once.
  public private(set) var symbols: [String] = []

  /// Reads an expression; nil where `text` is none.
  public init?(_ text: String) {
    var rest = Substring(text)
    guard text.utf8.count <= 1000, readSum(&rest, depth: 0) else { return nil }
    Self.skipSpaces(&rest)
    guard rest.isEmpty else { return nil }
  }

  /// What it comes to with these sizes; nil where one is missing, at a division by zero, and where the
  /// result does not fit.
  public func value(_ sizes: [String: Int]) -> Int? {
    var stack: [Int] = []
    for step in steps {
      switch step {
      case .number(let number): stack.append(number)
      case .symbol(let name):
        guard let size = sizes[name] else { return nil }
        stack.append(size)
      case .operation(let sign):
        guard let right = stack.popLast(), let left = stack.popLast(),
          let result = Self.result(left, sign, right)
        else { return nil }
        stack.append(result)
      }
    }
    return stack.count == 1 ? stack[0] : nil
  }

  private static func result(_ left: Int, _ sign: Character, _ right: Int) -> Int? {
    let (value, overflow): (Int, Bool)
    switch sign {
    case "+": (value, overflow) = left.addingReportingOverflow(right)
    case "-": (value, overflow) = left.subtractingReportingOverflow(right)
    case "*": (value, overflow) = left.multipliedReportingOverflow(by: right)
    default:
      // Rounded down, as Python does; sizes are not negative, but differences may be.
      let (quotient, isImpossible) = left.dividedReportingOverflow(by: right)
      guard !isImpossible else { return nil }
      let remainder = left % right
      let isBelow = remainder != 0 && (remainder < 0) != (right < 0)
      if sign == "%" { return isBelow ? remainder + right : remainder }
      return isBelow ? quotient - 1 : quotient
    }
    return overflow ? nil : value
  }

  // MARK: reading

  private mutating func readSum(_ rest: inout Substring, depth: Int) -> Bool {
    guard readProduct(&rest, depth: depth) else { return false }
    while let sign = Self.take(["+", "-"], &rest) {
      guard readProduct(&rest, depth: depth) else { return false }
      steps.append(.operation(sign))
    }
    return true
  }

  private mutating func readProduct(_ rest: inout Substring, depth: Int) -> Bool {
    guard readTerm(&rest, depth: depth) else { return false }
    while let sign = Self.take(["*", "/", "%"], &rest) {
      if sign == "/", rest.first == "/" { rest.removeFirst() }
      guard readTerm(&rest, depth: depth) else { return false }
      steps.append(.operation(sign))
    }
    return true
  }

  private mutating func readTerm(_ rest: inout Substring, depth: Int) -> Bool {
    Self.skipSpaces(&rest)
    if Self.take(["("], &rest) != nil {
      guard depth < 32, readSum(&rest, depth: depth + 1) else { return false }
      return Self.take([")"], &rest) != nil
    }
    let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }
    guard let first = word.first else { return false }
    rest.removeFirst(word.count)
    if first.isNumber {
      guard let number = Int(word) else { return false }
      steps.append(.number(number))
    } else {
      steps.append(.symbol(String(word)))
      if !symbols.contains(String(word)) { symbols.append(String(word)) }
    }
    return true
  }

  private static func take(_ signs: [Character], _ rest: inout Substring) -> Character? {
    skipSpaces(&rest)
    guard let first = rest.first, signs.contains(first) else { return nil }
    rest.removeFirst()
    return first
  }

  private static func skipSpaces(_ rest: inout Substring) {
    while rest.first == " " { rest.removeFirst() }
  }
}
