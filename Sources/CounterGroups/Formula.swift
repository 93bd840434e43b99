/// A formula of a metric: names of events, numbers, `+ - * /` and parentheses.
package struct Formula: Sendable, Hashable, CustomStringConvertible {
  /// What can stand in a formula.
  private indirect enum Node: Sendable, Hashable {
    case number(Double)
    case name(String)
    case operation(UInt8, Node, Node)
  }

  /// As it is written.
  package let description: String
  /// The names in it, each once, in order of their first place.
  package let names: [String]
  private let root: Node

  /// The formula that `text` writes.
  ///
  /// - Throws: ``CounterGroupError`` where it is none.
  package init(_ text: String) throws(CounterGroupError) {
    var parser = Parser(text)
    description = text
    root = try parser.whole()
    names = parser.names
  }

  /// Its value, with the names' values of `values`; nil where one is not known, or where it divides
  /// by zero: nothing unknown is zero.
  package func value(_ values: (String) -> Double?) -> Double? {
    Self.value(of: root, values).flatMap { $0.isFinite ? $0 : nil }
  }

  private static func value(of node: Node, _ values: (String) -> Double?) -> Double? {
    switch node {
    case .number(let number): return number
    case .name(let name): return values(name)
    case .operation(let symbol, let left, let right):
      guard let left = value(of: left, values), let right = value(of: right, values) else {
        return nil
      }
      return switch symbol {
      case UInt8(ascii: "+"): left + right
      case UInt8(ascii: "-"): left - right
      case UInt8(ascii: "*"): left * right
      default: left / right
      }
    }
  }
}

extension Formula {
  /// Reads a formula by recursive descent.
  private struct Parser {
    private let text: String
    private var rest: Substring.UTF8View
    private var depth = 0
    var names: [String] = []

    /// Deeper parentheses are refused: no formula needs them, and each takes room on the stack.
    private static let deepest = 32

    init(_ text: String) {
      self.text = text
      rest = Substring(text).utf8
    }

    mutating func whole() throws(CounterGroupError) -> Node {
      let node = try sum()
      guard next() == nil else { throw wrong("an operator") }
      return node
    }

    private mutating func sum() throws(CounterGroupError) -> Node {
      var node = try product()
      while let symbol = next(), symbol == UInt8(ascii: "+") || symbol == UInt8(ascii: "-") {
        rest.removeFirst()
        node = .operation(symbol, node, try product())
      }
      return node
    }

    private mutating func product() throws(CounterGroupError) -> Node {
      var node = try factor()
      while let symbol = next(), symbol == UInt8(ascii: "*") || symbol == UInt8(ascii: "/") {
        rest.removeFirst()
        node = .operation(symbol, node, try factor())
      }
      return node
    }

    private mutating func factor() throws(CounterGroupError) -> Node {
      guard let first = next() else { throw wrong("a name or a number") }
      if first == UInt8(ascii: "(") { return try parenthesis() }
      let word = rest.prefix { Self.isWord($0) }
      rest = rest.dropFirst(word.count)
      let name = String(decoding: word, as: UTF8.self)
      if Self.isDigit(first) {
        guard let number = Double(name) else { throw wrong("a number in the place of \(name)") }
        return .number(number)
      }
      guard !name.isEmpty else { throw wrong("a name or a number") }
      if !names.contains(name) { names.append(name) }
      return .name(name)
    }

    private mutating func parenthesis() throws(CounterGroupError) -> Node {
      guard depth < Self.deepest else { throw wrong("fewer parentheses") }
      depth += 1
      rest.removeFirst()
      let node = try sum()
      guard next() == UInt8(ascii: ")") else { throw wrong("a closing parenthesis") }
      rest.removeFirst()
      depth -= 1
      return node
    }

    /// The next byte that is no space.
    private mutating func next() -> UInt8? {
      rest = rest.drop { $0 == UInt8(ascii: " ") }
      return rest.first
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func isWord(_ byte: UInt8) -> Bool {
      isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
        || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
    }

    private func wrong(_ expected: String) -> CounterGroupError {
      let place = text.utf8.count - rest.count
      return CounterGroupError("formula \(text): expected \(expected) after \(place) characters")
    }
  }
}
