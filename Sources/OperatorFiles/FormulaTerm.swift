/// What a formula is made of.
indirect enum FormulaTerm: Sendable {
  case number(Int)
  /// One of the file's own definitions, by its place.
  case definition(Int)
  case attribute(String)
  case property(FormulaTensor, FormulaProperty)
  /// One element of a list, counted from the back where the place is negative.
  case element(FormulaTerm, at: FormulaTerm)
  /// The elements of a list from one place to before another.
  case slice(FormulaTerm, from: FormulaTerm?, to: FormulaTerm?)
  case binary(FormulaOperation, FormulaTerm, FormulaTerm)
  case negated(FormulaTerm)
  case function(FormulaFunction, [FormulaTerm])
}

/// A tensor of the layer that a formula names.
enum FormulaTensor: Sendable, Hashable, CustomStringConvertible {
  case input(Int)
  case output(Int)

  /// `in0`, `out0`.
  var description: String {
    switch self {
    case .input(let place): "in\(place)"
    case .output(let place): "out\(place)"
    }
  }
}

/// What a formula asks of a tensor.
enum FormulaProperty: String, Sendable, CaseIterable {
  /// Its dimensions.
  case shape
  /// How many dimensions it has.
  case rank
  /// The product of its dimensions.
  case elements
  /// 1, or 0 for an optional input that is left out.
  case present
  /// Its values, where they are integers that are known before the model runs.
  case values
}

/// What stands between two numbers.
enum FormulaOperation: String, Sendable {
  case plus = "+"
  case minus = "-"
  case times = "*"
  case over = "/"
  case modulo = "%"
  case equals = "=="
  case differs = "!="
  case isLess = "<"
  case isAtMost = "<="
  case isMore = ">"
  case isAtLeast = ">="

  /// How strongly it binds.
  var strength: Int {
    switch self {
    case .times, .over, .modulo: 2
    case .plus, .minus: 1
    default: 0
    }
  }
}

/// A function of a formula.
enum FormulaFunction: String, Sendable, CaseIterable {
  case min, max, ceildiv, product, sum, count, broadcast
  case choice = "if"

  /// What its arguments are, and whether there may be more of the last.
  var arguments: (kinds: [FormulaKind], mayRepeat: Bool) {
    switch self {
    case .min, .max: ([.number, .number], true)
    case .ceildiv: ([.number, .number], false)
    case .product, .sum, .count: ([.list], false)
    case .broadcast: ([.list, .list], true)
    case .choice: ([.number, .number, .number], false)
    }
  }

  /// What it makes.
  var result: FormulaKind { self == .broadcast ? .list : .number }
}

/// What a formula makes: one number, or a list of them.
enum FormulaKind: String, Sendable {
  case number = "a number"
  case list = "a list"
}

/// What a formula has made.
enum FormulaValue: Sendable, Hashable {
  case number(Int)
  case list([Int])
}

/// A formula over the dimensions, attributes and values of a layer.
struct Formula: Sendable {
  /// As it is written.
  var text: String
  /// Where it stands in the file: `operators[0].macs`.
  var keyPath: String
  /// What it makes.
  var kind: FormulaKind
  /// What it is made of.
  var root: FormulaTerm
}
