import Devices

/// One operator as a file describes it, before its formulas are read.
struct OperatorEntry: Decodable {
  enum CodingKeys: String, CodingKey, CaseIterable {
    case domain, type, sinceVersion, source, inputs, attributes
    case definitions = "let"
    case outputs, macs, otherFlops, transcendentals, elementsRead, elementsWritten, isView
  }

  var domain: String
  var type: String
  var sinceVersion: Int
  var source: String?
  var inputs: [String]
  var attributes: [String: OwnAttribute]
  var definitions: [String]
  var outputs: [OutputEntry]
  var macs: FormulaText?
  var otherFlops: FormulaText?
  var transcendentals: FormulaText?
  var elementsRead: [String: FormulaText]
  var elementsWritten: [String: FormulaText]
  var isView: Bool

  init(from decoder: any Decoder) throws {
    let fields = try decoder.strictContainer(CodingKeys.self)
    domain = try fields.decode(String.self, forKey: .domain)
    type = try fields.decode(String.self, forKey: .type)
    sinceVersion = try fields.decodeIfPresent(Int.self, forKey: .sinceVersion) ?? 1
    source = try fields.decodeIfPresent(String.self, forKey: .source)
    inputs = try fields.decodeIfPresent([String].self, forKey: .inputs) ?? []
    attributes = try fields.decodeIfPresent([String: OwnAttribute].self, forKey: .attributes) ?? [:]
    definitions = try fields.decodeIfPresent([String].self, forKey: .definitions) ?? []
    outputs = try fields.decode([OutputEntry].self, forKey: .outputs)
    macs = try fields.decodeIfPresent(FormulaText.self, forKey: .macs)
    otherFlops = try fields.decodeIfPresent(FormulaText.self, forKey: .otherFlops)
    transcendentals = try fields.decodeIfPresent(FormulaText.self, forKey: .transcendentals)
    elementsRead =
      try fields.decodeIfPresent([String: FormulaText].self, forKey: .elementsRead) ?? [:]
    elementsWritten =
      try fields.decodeIfPresent([String: FormulaText].self, forKey: .elementsWritten) ?? [:]
    isView = try fields.decodeIfPresent(Bool.self, forKey: .isView) ?? false
  }
}

/// One output as a file describes it.
struct OutputEntry: Decodable {
  enum CodingKeys: String, CodingKey, CaseIterable { case shape, type }

  /// What its dimensions are, one after another; a formula that makes a list stands for several.
  var shape: [FormulaText]
  /// The input whose type it has, or a type; nil: the first input's.
  var type: String?

  init(from decoder: any Decoder) throws {
    let fields = try decoder.strictContainer(CodingKeys.self)
    if let whole = try? fields.decode(FormulaText.self, forKey: .shape) {
      shape = [whole]
    } else {
      shape = try fields.decode([FormulaText].self, forKey: .shape)
    }
    type = try fields.decodeIfPresent(String.self, forKey: .type)
  }
}

/// A formula in quotation marks, or a whole number.
struct FormulaText: Decodable {
  var text: String

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if let number = try? value.decode(Int.self), number >= 0 {
      text = String(number)
    } else if let text = try? value.decode(String.self) {
      self.text = text
    } else {
      throw DeviceError(
        .type, "neither a formula nor a whole number", keyPath: decoder.codingPath.keyPath,
        remedy: "put the formula in quotation marks")
    }
  }
}

/// An attribute with its default, or what it must hold.
enum OwnAttribute: Decodable, Sendable, Hashable {
  case number(Int)
  case list([Int])
  case requiredNumber
  case requiredList

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if let number = try? value.decode(Int.self) {
      self = .number(number)
    } else if let list = try? value.decode([Int].self) {
      self = .list(list)
    } else {
      switch try? value.decode(String.self) {
      case "integer": self = .requiredNumber
      case "integers": self = .requiredList
      default:
        throw DeviceError(
          .value, "neither a default nor what the attribute holds",
          keyPath: decoder.codingPath.keyPath,
          remedy: "give a whole number, a list of them, \"integer\" or \"integers\"")
      }
    }
  }

  /// What it holds.
  var kind: FormulaKind {
    switch self {
    case .number, .requiredNumber: .number
    case .list, .requiredList: .list
    }
  }
}

/// A file that describes operators, before its formulas are read.
struct OperatorListing: Decodable {
  enum CodingKeys: String, CodingKey, CaseIterable { case schemaVersion, operators }

  /// The version of the format.
  static let schemaVersion = 1

  var operators: [OperatorEntry]

  init(from decoder: any Decoder) throws {
    let fields = try decoder.strictContainer(CodingKeys.self)
    let version = try fields.decode(Int.self, forKey: .schemaVersion)
    guard version == Self.schemaVersion else {
      throw DeviceError(
        .version, "version \(version) of the format", keyPath: CodingKeys.schemaVersion.rawValue,
        remedy: "this program reads version \(Self.schemaVersion)")
    }
    operators = try fields.decode([OperatorEntry].self, forKey: .operators)
  }
}
