/// Reading an expression, from the loosest binding inwards.
extension SizeExpression {
  /// Parentheses and signs may stand this deep within one another.
  private static let deepest = 32

  mutating func readSum(_ rest: inout Substring, depth: Int) -> Bool {
    guard readProduct(&rest, depth: depth) else { return false }
    while let sign = Self.take(["+", "-"], &rest) {
      guard readProduct(&rest, depth: depth) else { return false }
      steps.append(.operation(sign == "+" ? .add : .subtract, 2))
    }
    return true
  }

  private mutating func readProduct(_ rest: inout Substring, depth: Int) -> Bool {
    guard readSigned(&rest, depth: depth) else { return false }
    while let operation = Self.takeProductSign(&rest) {
      guard readSigned(&rest, depth: depth) else { return false }
      steps.append(.operation(operation, 2))
    }
    return true
  }

  private static func takeProductSign(_ rest: inout Substring) -> Operation? {
    skipSpaces(&rest)
    if rest.hasPrefix("**") { return nil }
    switch take(["*", "/", "%"], &rest) {
    case "*": return .multiply
    case "%": return .modulo
    case "/": return take(["/"], &rest, skippingSpaces: false) == nil ? .divide : .divideDown
    default: return nil
    }
  }

  /// A sign binds less than a power: -a**2 is -(a**2).
  private mutating func readSigned(_ rest: inout Substring, depth: Int) -> Bool {
    guard Self.take(["-"], &rest) != nil else { return readPower(&rest, depth: depth) }
    guard depth < Self.deepest, readSigned(&rest, depth: depth + 1) else { return false }
    steps.append(.operation(.negate, 1))
    return true
  }

  private mutating func readPower(_ rest: inout Substring, depth: Int) -> Bool {
    guard readTerm(&rest, depth: depth) else { return false }
    Self.skipSpaces(&rest)
    if rest.hasPrefix("**") {
      rest.removeFirst(2)
    } else if Self.take(["^"], &rest) == nil {
      return true
    }
    guard depth < Self.deepest, readSigned(&rest, depth: depth + 1) else { return false }
    steps.append(.operation(.power, 2))
    return true
  }

  private mutating func readTerm(_ rest: inout Substring, depth: Int) -> Bool {
    if Self.take(["("], &rest) != nil {
      guard depth < Self.deepest, readSum(&rest, depth: depth + 1) else { return false }
      return Self.take([")"], &rest) != nil
    }
    let word = rest.prefix(while: Self.isPartOfName)
    guard let first = word.first else { return false }
    rest.removeFirst(word.count)
    if first.isNumber {
      guard let number = Int(word) else { return false }
      steps.append(.number(number))
    } else if rest.first == "(" {
      return readCall(of: String(word), &rest, depth: depth)
    } else {
      steps.append(.symbol(String(word)))
      if !symbols.contains(String(word)) { symbols.append(String(word)) }
    }
    return true
  }

  private mutating func readCall(of name: String, _ rest: inout Substring, depth: Int) -> Bool {
    guard depth < Self.deepest, let operation = Operation(function: name) else { return false }
    rest.removeFirst()
    var count = 0
    repeat {
      guard readSum(&rest, depth: depth + 1) else { return false }
      count += 1
    } while Self.take([","], &rest) != nil
    guard Self.take([")"], &rest) != nil, operation.counts.contains(count) else { return false }
    steps.append(.operation(operation, count))
    return true
  }

  private static func take(
    _ signs: [Character], _ rest: inout Substring, skippingSpaces: Bool = true
  ) -> Character? {
    if skippingSpaces { skipSpaces(&rest) }
    guard let first = rest.first, signs.contains(first) else { return nil }
    rest.removeFirst()
    return first
  }

  static func skipSpaces(_ rest: inout Substring) {
    while rest.first == " " { rest.removeFirst() }
  }
}
