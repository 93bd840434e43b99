/// Why a formula cannot be read.
struct FormulaError: Error {
  /// What is wrong, and at which column.
  var what: String
  /// What to do about it.
  var remedy: String
}

/// Reads a formula by recursive descent. What it makes is small enough to be walked recursively on any
/// thread's stack.
struct FormulaParser {
  private let names: FormulaNames
  private var tokens: FormulaTokens
  private var depth = 0
  private var terms = 0

  /// No shape or count needs more; a definition of its own splits a longer one.
  static let mostTerms = 256
  static let deepest = 32

  /// A term with what it makes.
  typealias Typed = (term: FormulaTerm, kind: FormulaKind)

  /// The formula that `text` writes with these names.
  static func parse(_ text: String, names: FormulaNames) throws(FormulaError) -> Typed {
    var parser = FormulaParser(names: names, tokens: try FormulaTokens(text))
    let whole = try parser.expression()
    guard parser.tokens.current == nil else { throw parser.wrong("an operator") }
    return whole
  }

  private init(names: FormulaNames, tokens: FormulaTokens) {
    self.names = names
    self.tokens = tokens
  }

  /// Operations of at least this strength, from the left.
  private mutating func expression(strength: Int = 0) throws(FormulaError) -> Typed {
    depth += 1
    guard depth <= 3 * Self.deepest else { throw tooDeep }
    defer { depth -= 1 }
    var left = try operand()
    while case .symbol(let symbol)? = tokens.current,
      let operation = FormulaOperation(rawValue: symbol), operation.strength >= strength
    {
      try require(.number, left)
      tokens.advance()
      let right = try expression(strength: operation.strength + 1)
      try require(.number, right)
      left = try made(.binary(operation, left.term, right.term), .number)
    }
    return left
  }

  private mutating func operand() throws(FormulaError) -> Typed {
    guard tokens.take("-") else { return try postfixed(try primary()) }
    depth += 1
    guard depth <= 3 * Self.deepest else { throw tooDeep }
    defer { depth -= 1 }
    let inner = try operand()
    try require(.number, inner)
    return try made(.negated(inner.term), .number)
  }

  private mutating func primary() throws(FormulaError) -> Typed {
    switch tokens.current {
    case .number(let number)?:
      tokens.advance()
      return try made(.number(number), .number)
    case .name(let name)?:
      tokens.advance()
      return try named(name)
    case .symbol("(")?:
      tokens.advance()
      let inner = try expression()
      try close(")")
      return inner
    default: throw wrong("a number, a name or (")
    }
  }

  private mutating func named(_ name: String) throws(FormulaError) -> Typed {
    if tokens.current == .symbol("("), let function = FormulaFunction(rawValue: name) {
      return try call(function)
    }
    if name == "attr" { return try attribute() }
    if let place = names.definitions.firstIndex(where: { $0.name == name }) {
      return try made(.definition(place), names.definitions[place].kind)
    }
    if let tensor = names.tensor(name) { return try property(of: tensor) }
    throw unknown(name, names.remedy(for: name))
  }

  private mutating func attribute() throws(FormulaError) -> Typed {
    let name = try member()
    guard let kind = names.attributes[name] else {
      throw unknown(
        "attr.\(name)",
        names.attributes.isEmpty
          ? "list it under attributes"
          : FormulaNames.remedy(name, among: names.attributes.keys.sorted()))
    }
    return try made(.attribute(name), kind)
  }

  private mutating func property(of tensor: FormulaTensor) throws(FormulaError) -> Typed {
    let name = try member()
    if name == "dim" {
      guard tokens.take("(") else { throw wrong("( behind dim") }
      let place = try expression()
      try require(.number, place)
      try close(")")
      return try made(.element(.property(tensor, .shape), at: place.term), .number)
    }
    guard let property = FormulaProperty(rawValue: name) else {
      let known = FormulaProperty.allCases.map(\.rawValue) + ["dim"]
      throw unknown(".\(name)", FormulaNames.remedy(name, among: known))
    }
    return try made(
      .property(tensor, property), [.shape, .values].contains(property) ? .list : .number)
  }

  private mutating func member() throws(FormulaError) -> String {
    guard tokens.take("."), case .name(let name)? = tokens.current else {
      throw wrong("a point and a name")
    }
    tokens.advance()
    return name
  }

  private mutating func call(_ function: FormulaFunction) throws(FormulaError) -> Typed {
    tokens.advance()
    let (kinds, mayRepeat) = function.arguments
    var arguments: [FormulaTerm] = []
    repeat {
      let argument = try expression()
      let place = min(arguments.count, kinds.count - 1)
      guard arguments.count < kinds.count || mayRepeat else {
        throw wrong("\(kinds.count) arguments of \(function.rawValue)")
      }
      try require(kinds[place], argument)
      arguments.append(argument.term)
    } while tokens.take(",")
    guard arguments.count >= kinds.count else {
      throw wrong("\(kinds.count) arguments of \(function.rawValue)")
    }
    try close(")")
    return try made(.function(function, arguments), function.result)
  }

  /// `[place]` and `[from:to]` behind a list.
  private mutating func postfixed(_ first: Typed) throws(FormulaError) -> Typed {
    var list = first
    while tokens.current == .symbol("[") {
      try require(.list, list)
      tokens.advance()
      let from = try bound(unless: ":")
      if tokens.take(":") {
        let to = try bound(unless: "]")
        list = try made(.slice(list.term, from: from, to: to), .list)
      } else if let from {
        list = try made(.element(list.term, at: from), .number)
      } else {
        throw wrong("a place")
      }
      try close("]")
    }
    return list
  }

  private mutating func bound(unless end: String) throws(FormulaError) -> FormulaTerm? {
    if tokens.current == .symbol(end) { return nil }
    let bound = try expression()
    try require(.number, bound)
    return bound.term
  }

  private mutating func close(_ bracket: String) throws(FormulaError) {
    guard tokens.take(bracket) else { throw wrong(bracket) }
  }

  private mutating func made(
    _ term: FormulaTerm, _ kind: FormulaKind
  ) throws(FormulaError) -> Typed {
    terms += 1
    guard terms <= Self.mostTerms else {
      throw FormulaError(
        what: "more than \(Self.mostTerms) numbers, names and operators",
        remedy: "move a part of it to let")
    }
    return (term, kind)
  }

  private func require(_ kind: FormulaKind, _ typed: Typed) throws(FormulaError) {
    guard typed.kind != kind else { return }
    throw FormulaError(
      what: "\(typed.kind.rawValue) where \(kind.rawValue) is due, before column \(tokens.column)",
      remedy: kind == .number
        ? "take one element of it with [n], or its product(…)" : "name a shape, such as in0.shape")
  }

  private var tooDeep: FormulaError {
    FormulaError(what: "too many brackets inside each other", remedy: "move a part of it to let")
  }

  private func unknown(_ name: String, _ remedy: String) -> FormulaError {
    FormulaError(
      what: "\(name.prefix(60)) is not known, before column \(tokens.column)", remedy: remedy)
  }

  private func wrong(_ expected: String) -> FormulaError {
    FormulaError(
      what: "expected \(expected) at column \(tokens.column)",
      remedy: "docs/Own-operators.md describes formulas")
  }
}
