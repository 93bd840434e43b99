import Devices

/// The names that formulas of one operator may use.
struct FormulaNames {
  /// What the operator's inputs are called, in order; empty where the file does not say.
  var inputs: [String] = []
  /// How many outputs the operator has, whose shapes a formula may use; 0 where it may not.
  var outputs = 0
  /// The attributes with what they hold.
  var attributes: [String: FormulaKind] = [:]
  /// What was defined before, in order.
  var definitions: [(name: String, kind: FormulaKind)] = []

  /// The tensor that a name stands for.
  func tensor(_ name: String) -> FormulaTensor? {
    if let place = inputs.firstIndex(of: name) { return .input(place) }
    if let place = Self.number(of: name, behind: "in"), inputs.isEmpty || place < inputs.count {
      return .input(place)
    }
    if let place = Self.number(of: name, behind: "out"), place < outputs { return .output(place) }
    return nil
  }

  /// The number in `in12`, below a thousand.
  static func number(of name: String, behind prefix: String) -> Int? {
    guard name.hasPrefix(prefix), name.utf8.count - prefix.utf8.count <= 3 else { return nil }
    let digits = name.dropFirst(prefix.count)
    guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      return nil
    }
    return Int(digits)
  }

  /// What an unknown name may have meant.
  func remedy(for name: String) -> String {
    let known =
      definitions.map(\.name) + inputs + (inputs.isEmpty ? ["in0", "in1"] : [])
      + (0..<outputs).map { "out\($0)" } + FormulaFunction.allCases.map(\.rawValue) + ["attr"]
    return FormulaNames.remedy(name, among: known)
  }

  /// The nearest of `known`, or all of them.
  static func remedy(_ name: String, among known: [String]) -> String {
    if let near = NameDistance.nearest(to: name, among: known) { return "did you mean \(near)?" }
    return known.isEmpty ? "there are none" : "known here: \(known.joined(separator: ", "))"
  }
}
