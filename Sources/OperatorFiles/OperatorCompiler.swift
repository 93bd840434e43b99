import Devices
import ModelGraph
import Operators

/// Reads the formulas of one operator of a file.
struct OperatorCompiler {
  private let entry: OperatorEntry
  private let file: String
  private let keyPath: String
  private var names = FormulaNames()
  private var definitions: [Formula] = []

  /// The rule that `entry`, the one at `place` of `file`, describes.
  static func rule(
    of entry: OperatorEntry, at place: Int, file: String
  ) throws(OperatorFileError) -> OwnOperator {
    var compiler = OperatorCompiler(entry, at: place, file: file)
    return try compiler.rule()
  }

  private init(_ entry: OperatorEntry, at place: Int, file: String) {
    self.entry = entry
    self.file = file
    keyPath = "operators[\(place)]"
    names.attributes = entry.attributes.mapValues(\.kind)
  }

  private mutating func rule() throws(OperatorFileError) -> OwnOperator {
    try checkName()
    names.inputs = try inputNames()
    try readDefinitions()
    var outputs: [OwnOperator.Output] = []
    for place in entry.outputs.indices { outputs.append(try output(place)) }
    names.outputs = outputs.count
    return OwnOperator(
      name: OperatorName(entry.type, domain: entry.domain), file: file, source: entry.source,
      inputs: names.inputs, required: entry.inputs.prefix { !$0.hasSuffix("?") }.count,
      attributes: entry.attributes, definitions: definitions, outputs: outputs,
      macs: try count(entry.macs, "macs"), otherFlops: try count(entry.otherFlops, "otherFlops"),
      transcendentals: try count(entry.transcendentals, "transcendentals"),
      elementsRead: try elements(entry.elementsRead, "elementsRead", ofInputs: true),
      elementsWritten: try elements(entry.elementsWritten, "elementsWritten", ofInputs: false),
      isView: entry.isView)
  }

  /// Operators with graphs within are walked, whoever describes them.
  private static let flow = ["If", "Loop", "Scan", "SequenceMap"]

  private func checkName() throws(OperatorFileError) {
    let isFlow = ["", "ai.onnx"].contains(entry.domain) && Self.flow.contains(entry.type)
    guard !entry.type.isEmpty, !isFlow else {
      throw error(
        isFlow
          ? "\(entry.type) holds graphs, whose layers are counted" : "an operator without a name",
        at: "type", isFlow ? "leave it out" : "give its op_type as the model writes it")
    }
    guard entry.domain != "ai.onnx" else {
      throw error("ai.onnx is the default domain", at: "domain", "write \"\"")
    }
    guard (1...1_000_000).contains(entry.sinceVersion) else {
      throw error("version \(entry.sinceVersion)", at: "sinceVersion", "give 1 or more")
    }
    guard (1...64).contains(entry.outputs.count) else {
      throw error("\(entry.outputs.count) outputs", at: "outputs", "give from 1 to 64")
    }
  }

  private func inputNames() throws(OperatorFileError) -> [String] {
    var found: [String] = []
    for (place, written) in entry.inputs.enumerated() {
      let name = written.hasSuffix("?") ? String(written.dropLast()) : written
      try checkNew(name, among: found, at: "inputs[\(place)]")
      found.append(name)
      guard !written.hasSuffix("?") || entry.inputs[place...].allSatisfy({ $0.hasSuffix("?") })
      else {
        throw error(
          "an optional input before one that is not", at: "inputs[\(place)]", "reorder them")
      }
    }
    return found
  }

  private func checkNew(
    _ name: String, among others: [String], at key: String
  ) throws(OperatorFileError) {
    let isWord = name.utf8.allSatisfy { byte in
      byte == UInt8(ascii: "_") || Character(Unicode.Scalar(byte)).isLetter
        || Character(Unicode.Scalar(byte)).isNumber
    }
    guard let first = name.first, first.isLetter || first == "_", isWord, name.utf8.count <= 60
    else {
      throw error("\(name.prefix(60)) is no name", at: key, "use letters, digits and _")
    }
    let isTaken =
      others.contains(name) || name == "attr" || FormulaFunction(rawValue: name) != nil
      || ["in", "out"].contains { FormulaNames.number(of: name, behind: $0) != nil }
    if isTaken { throw error("\(name) has a meaning already", at: key, "choose another name") }
  }

  /// `seq = in0.dim(1)`: each may use those before it.
  private mutating func readDefinitions() throws(OperatorFileError) {
    for (place, written) in entry.definitions.enumerated() {
      let key = "let[\(place)]"
      guard let sign = written.firstIndex(of: "=") else {
        throw error("a definition without =", at: key, "write it as \"seq = in0.dim(1)\"")
      }
      let name = written[..<sign].trimmed
      try checkNew(name, among: names.inputs + names.definitions.map(\.name), at: key)
      let formula = try formula(written[written.index(after: sign)...].trimmed, at: key)
      names.definitions.append((name, formula.kind))
      definitions.append(formula)
    }
  }

  private func output(_ place: Int) throws(OperatorFileError) -> OwnOperator.Output {
    let written = entry.outputs[place]
    let key = "outputs[\(place)]"
    var shape: [Formula] = []
    for (axis, text) in written.shape.enumerated() {
      shape.append(try formula(text.text, at: "\(key).shape[\(axis)]"))
    }
    return OwnOperator.Output(shape: shape, type: try type(written.type, at: "\(key).type"))
  }

  private func type(_ name: String?, at key: String) throws(OperatorFileError)
    -> OwnOperator.TypeChoice
  {
    guard let name else { return .input(0) }
    if case .input(let place)? = names.tensor(name) { return .input(place) }
    if let type = ElementType(rawValue: name) { return .type(type) }
    throw error(
      "\(name.prefix(60)) is no input and no type", at: key,
      FormulaNames.remedy(name, among: ElementType.allCases.map(\.rawValue)))
  }

  private func count(
    _ text: FormulaText?, _ key: String
  ) throws(OperatorFileError) -> Formula? {
    guard let text else { return nil }
    let formula = try formula(text.text, at: key)
    guard formula.kind == .number else {
      throw error("a list where a number is due", at: key, "take its product(…)")
    }
    return formula
  }

  private func elements(
    _ texts: [String: FormulaText], _ key: String, ofInputs: Bool
  ) throws(OperatorFileError) -> [Int: Formula] {
    var found: [Int: Formula] = [:]
    for (name, text) in texts.sorted(by: { $0.key < $1.key }) {
      let path = "\(key).\(name)"
      switch names.tensor(name) {
      case .input(let place) where ofInputs: found[place] = try count(text, path)
      case .output(let place) where !ofInputs: found[place] = try count(text, path)
      default:
        throw error(
          "\(name.prefix(60)) is none of its \(ofInputs ? "inputs" : "outputs")", at: path,
          ofInputs ? "name an input, as in0" : "name an output, as out0")
      }
    }
    return found
  }

  private func formula(_ text: String, at key: String) throws(OperatorFileError) -> Formula {
    do throws(FormulaError) {
      let (term, kind) = try FormulaParser.parse(text, names: names)
      return Formula(text: text, keyPath: "\(keyPath).\(key)", kind: kind, root: term)
    } catch {
      throw self.error(error.what, at: key, error.remedy)
    }
  }

  private func error(_ what: String, at key: String, _ remedy: String) -> OperatorFileError {
    OperatorFileError(what, file: file, keyPath: "\(keyPath).\(key)", remedy: remedy)
  }
}

extension Substring {
  /// Without the spaces at its ends.
  fileprivate var trimmed: String {
    var text = drop { $0 == " " }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
