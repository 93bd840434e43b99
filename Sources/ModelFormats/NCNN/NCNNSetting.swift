import ModelGraph

/// One setting of a layer: `0=64`, `2=1e-6`, `-23300=2,128,64`.
enum NCNNSetting {
  /// An array's number is this less the setting's own: -23303 is the array of setting 3.
  private static let firstArray = -23300

  /// The settings among `words`, by number; of one that is written twice the last counts, as in ncnn.
  static func all(
    in words: ArraySlice<Substring>, location: String
  ) throws(FormatError) -> [Int: AttributeValue] {
    var settings: [Int: AttributeValue] = [:]
    for word in words {
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, let key = Int(parts[0]), key >= firstArray - 99 else {
        throw FormatError(
          .syntax, "\(String(word).quoted) is no setting (number=value)", location: location,
          remedy: "correct the line, or fetch the file again if it is cut off")
      }
      let value = try value(of: parts[1], isCounted: key <= firstArray, word, location)
      settings[key <= firstArray ? firstArray - key : key] = value
    }
    return settings
  }

  private static func value(
    of text: Substring, isCounted: Bool, _ word: Substring, _ location: String
  ) throws(FormatError) -> AttributeValue {
    var parts = text.split(separator: ",", omittingEmptySubsequences: false)
    if isCounted {
      guard let count = parts.first.flatMap({ Int($0) }), count == parts.count - 1 else {
        throw FormatError(
          .value, "\(String(word).quoted) is no array (its length, then so many values)",
          location: location, remedy: "correct the setting")
      }
      parts.removeFirst()
    } else if let first = text.first, first == "\"" || first.isLetter, Double(text) == nil {
      return .string(text.filter { $0 != "\"" })
    }
    let isList = isCounted || parts.count > 1
    if let integers = whole(parts) {
      return isList ? .integers(integers) : .integer(integers.first ?? 0)
    }
    var numbers: [Double] = []
    for part in parts {
      guard let number = Double(part), number.isFinite else {
        throw FormatError(
          .value, "\(String(word).quoted) is no number (or too large for one)",
          location: location, remedy: "correct the setting")
      }
      numbers.append(number)
    }
    return isList ? .floats(numbers) : .float(numbers.first ?? 0)
  }

  private static func whole(_ parts: [Substring]) -> [Int]? {
    var integers: [Int] = []
    for part in parts {
      guard let integer = Int(part) else { return nil }
      integers.append(integer)
    }
    return integers
  }
}
