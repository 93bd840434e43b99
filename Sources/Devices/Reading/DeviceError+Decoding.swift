extension DeviceError {
  /// What the decoder stumbled over, in the words of the format.
  init(decoding error: any Error) {
    switch error {
    case let error as DeviceError:
      self = error
    case DecodingError.keyNotFound(let key, let context):
      self.init(
        .missingKey, "missing key \"\(key.stringValue)\"", keyPath: context.codingPath.keyPath,
        remedy: "add it; the keys are described in docs/Device-profiles.md")
    case DecodingError.valueNotFound(let type, let context):
      self.init(
        .type, "null stands for \(Self.description(of: type))",
        keyPath: context.codingPath.keyPath, remedy: "give the value, or leave the key out")
    case DecodingError.typeMismatch(let type, let context):
      self.init(
        .type, "not \(Self.description(of: type))", keyPath: context.codingPath.keyPath,
        remedy: Self.remedy(of: type))
    default:
      self.init(.syntax, "not JSON5", remedy: "check commas, quotation marks and braces")
    }
  }

  /// How a figure is written, for those who wrote a unit into it.
  static let baseUnits =
    "give the number alone, in base units (FLOP/s, B/s, bytes, Hz, W, s): 2 TB/s is 2e12"

  private static func description(of type: any Any.Type) -> String {
    switch type {
    case is Double.Type: "a number"
    case is String.Type: "a text"
    case is [Any].Type: "a list"
    default: "an object"
    }
  }

  private static func remedy(of type: any Any.Type) -> String {
    switch type {
    case is Double.Type: DeviceError.baseUnits
    case is String.Type: "put it in quotation marks"
    case is [Any].Type: "put it in square brackets"
    default: "a figure is written { value: 1e12, source: \"key\" }"
    }
  }
}
