import FoundationEssentials

/// A profile before it is one: the values of a JSON5 text, which can be laid over another.
enum ProfileTree: Sendable, Hashable {
  case null
  case bool(Bool)
  case number(Double)
  case text(String)
  case list([ProfileTree])
  case object([String: ProfileTree])

  /// The key that names the profile which this one changes.
  static let basedOnKey = DeviceProfile.CodingKeys.basedOn.rawValue

  /// The values of a text, which ``ProfileScan`` found to be JSON5.
  init(json5 text: UnsafeBufferPointer<UInt8>) throws {
    let decoder = JSONDecoder()
    decoder.allowsJSON5 = true
    self = try decoder.decode(ProfileTree.self, from: Data(text))
  }

  /// The members of an object; nil where it is none.
  var members: [String: ProfileTree]? {
    if case .object(let members) = self { members } else { nil }
  }

  /// The text under a key of an object.
  func text(_ key: String) -> String? {
    if case .text(let text)? = members?[key] { text } else { nil }
  }

  /// The values as JSON5 on one line, keys sorted.
  var json5: String {
    switch self {
    case .null: "null"
    case .bool(let value): value ? "true" : "false"
    case .number(let value): value.json5
    case .text(let text): text.json5
    case .list(let list): "[\(list.map(\.json5).joined(separator: ", "))]"
    case .object(let members):
      "{ "
        + members.sorted { $0.key < $1.key }
        .map { "\($0.key.json5): \($0.value.json5)" }.joined(separator: ", ") + " }"
    }
  }
}

extension ProfileTree: Decodable {
  init(from decoder: any Decoder) throws {
    if let object = try? decoder.container(keyedBy: AnyKey.self) {
      var members: [String: ProfileTree] = [:]
      for key in object.allKeys {
        members[key.stringValue] = try object.decode(ProfileTree.self, forKey: key)
      }
      self = .object(members)
      return
    }
    if var list = try? decoder.unkeyedContainer() {
      var elements: [ProfileTree] = []
      while !list.isAtEnd { elements.append(try list.decode(ProfileTree.self)) }
      self = .list(elements)
      return
    }
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      self = .null
    } else if let bool = try? value.decode(Bool.self) {
      self = .bool(bool)
    } else if let number = try? value.decode(Double.self) {
      self = .number(number)
    } else {
      self = .text(try value.decode(String.self))
    }
  }
}
