/// Any key of an object.
package struct AnyKey: CodingKey {
  /// The key as the file has it.
  package let stringValue: String
  /// Keys of objects are no numbers.
  package var intValue: Int? { nil }

  /// The key of this name.
  package init(stringValue: String) { self.stringValue = stringValue }
  /// No key: see ``intValue``.
  package init?(intValue: Int) { nil }
}

/// The fields of an object that has no others than the cases of `Key`.
///
/// Behind it is one type of container for all of them: making one for each takes 4 % of the instructions of
/// an estimate.
package struct StrictFields<Key: CodingKey & CaseIterable> {
  private let fields: KeyedDecodingContainer<AnyKey>

  fileprivate init(_ decoder: any Decoder) throws {
    fields = try decoder.container(keyedBy: AnyKey.self)
    if decoder.isOfEmbedded { return }
    let unknown = fields.allKeys.lazy.map(\.stringValue).filter { Key(stringValue: $0) == nil }
    guard let key = unknown.min() else { return }
    throw DeviceError(
      .unknownKey, "unknown key \(key.quoted)", keyPath: decoder.codingPath.keyPath,
      remedy: Self.remedy(for: key, known: Key.allCases.map(\.stringValue)))
  }

  private static func remedy(for key: String, known: [String]) -> String {
    if let near = NameDistance.nearest(to: key, among: known) { return "did you mean \"\(near)\"?" }
    return "the keys here are \(known.joined(separator: ", "))"
  }

  private func any(_ key: Key) -> AnyKey { AnyKey(stringValue: key.stringValue) }

  /// Whether the object has the key.
  package func contains(_ key: Key) -> Bool { fields.contains(any(key)) }

  /// The text under a key.
  package func decode(_ type: String.Type, forKey key: Key) throws -> String {
    try fields.decode(type, forKey: any(key))
  }

  /// The number under a key.
  package func decode(_ type: Double.Type, forKey key: Key) throws -> Double {
    try fields.decode(type, forKey: any(key))
  }

  /// What is under a key.
  package func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
    try fields.decode(type, forKey: any(key))
  }

  /// The text under a key; nil where the key is absent or null.
  package func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? {
    try fields.decodeIfPresent(type, forKey: any(key))
  }

  /// The number under a key; nil where the key is absent or null.
  package func decodeIfPresent(_ type: Double.Type, forKey key: Key) throws -> Double? {
    try fields.decodeIfPresent(type, forKey: any(key))
  }

  /// What is under a key; nil where the key is absent or null.
  package func decodeIfPresent<Value: Decodable>(
    _ type: Value.Type, forKey key: Key
  ) throws -> Value? {
    try fields.decodeIfPresent(type, forKey: any(key))
  }

  /// One of the named values of `Choice`; the error lists them.
  func choice<Choice: RawRepresentable & CaseIterable>(
    _ type: Choice.Type, forKey key: Key
  ) throws -> Choice where Choice.RawValue == String {
    let text = try decode(String.self, forKey: key)
    guard let choice = Choice(rawValue: text) else {
      throw DeviceError(
        .value, "\(text.quoted) is not known here", keyPath: keyPath(to: key),
        remedy: "one of \(type.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return choice
  }

  /// One of the named values of `Choice`, or nil where the key is absent.
  func choiceIfPresent<Choice: RawRepresentable & CaseIterable>(
    _ type: Choice.Type, forKey key: Key
  ) throws -> Choice? where Choice.RawValue == String {
    contains(key) ? try choice(type, forKey: key) : nil
  }

  /// The whole number under a key.
  func wholeNumber(forKey key: Key) throws -> Int {
    let number = try decode(Double.self, forKey: key)
    guard let whole = Int(exactly: number) else {
      throw DeviceError(
        .value, "not a whole number", keyPath: keyPath(to: key),
        remedy: "write it in digits, without a point")
    }
    return whole
  }

  /// The list under a key, empty where the key is absent.
  func list<Element: Decodable>(_ type: Element.Type, forKey key: Key) throws -> [Element] {
    contains(key) ? try decode([Element].self, forKey: key) : []
  }

  private func keyPath(to key: Key) -> String { (fields.codingPath + [key]).keyPath }
}

extension Decoder {
  /// The object here; a key that `Key` does not have is an error, so that a typing error is never
  /// dropped in silence.
  package func strictContainer<Key: CodingKey & CaseIterable>(
    _ type: Key.Type
  ) throws -> StrictFields<Key> {
    try StrictFields(self)
  }
}

extension Decoder {
  /// Whether it decodes what comes with the program, whose keys the tests have seen.
  fileprivate var isOfEmbedded: Bool {
    CodingUserInfoKey.isOfEmbedded.map { userInfo[$0] != nil } ?? false
  }
}

extension CodingUserInfoKey {
  /// Tells a decoder that it decodes what comes with the program.
  static let isOfEmbedded = CodingUserInfoKey(rawValue: "isOfEmbedded")
}

extension [any CodingKey] {
  /// The path as people write it: `compute[3].flopsPerSecond`.
  package var keyPath: String {
    reduce(into: "") { path, key in
      if let index = key.intValue {
        path += "[\(index)]"
      } else {
        path += (path.isEmpty ? "" : ".") + key.stringValue
      }
    }
  }
}
