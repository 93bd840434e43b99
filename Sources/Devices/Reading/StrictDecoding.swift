/// Any key of an object, to see which ones a file really has.
private struct AnyKey: CodingKey {
  let stringValue: String
  let intValue: Int? = nil

  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}

extension Decoder {
  /// The object here; a key that `Key` does not have is an error, so that a typing error is never
  /// dropped in silence.
  package func strictContainer<Key: CodingKey & CaseIterable>(
    _ type: Key.Type
  ) throws -> KeyedDecodingContainer<Key> {
    let present = try container(keyedBy: AnyKey.self).allKeys.map(\.stringValue)
    for key in present.sorted() where Key(stringValue: key) == nil {
      throw DeviceError(
        .unknownKey, "unknown key \(key.quoted)", keyPath: codingPath.keyPath,
        remedy: unknownKeyRemedy(key, known: type.allCases.map(\.stringValue)))
    }
    return try container(keyedBy: type)
  }

  private func unknownKeyRemedy(_ key: String, known: [String]) -> String {
    if let near = NameDistance.nearest(to: key, among: known) { return "did you mean \"\(near)\"?" }
    return "the keys here are \(known.joined(separator: ", "))"
  }
}

extension KeyedDecodingContainer {
  /// One of the named values of `Choice`; the error lists them.
  func choice<Choice: RawRepresentable & CaseIterable>(
    _ type: Choice.Type, forKey key: Key
  ) throws -> Choice where Choice.RawValue == String {
    let text = try decode(String.self, forKey: key)
    guard let choice = Choice(rawValue: text) else {
      throw DeviceError(
        .value, "\(text.quoted) is not known here", keyPath: (codingPath + [key]).keyPath,
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
        .value, "not a whole number", keyPath: (codingPath + [key]).keyPath,
        remedy: "write it in digits, without a point")
    }
    return whole
  }

  /// The list under a key, empty where the key is absent.
  func list<Element: Decodable>(_ type: Element.Type, forKey key: Key) throws -> [Element] {
    contains(key) ? try decode([Element].self, forKey: key) : []
  }
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
