import FoundationEssentials

/// Reading of files in JSON5 that stand beside profiles and follow their conventions: no key twice,
/// none that is not known, errors that name the place.
package enum JSON5File {
  /// The value in a text; `file` is what errors call it. One that is embedded is JSON; the build has
  /// seen that no key stands twice, and the tests that each is known.
  ///
  /// - Throws: ``DeviceError`` for text that is not JSON5, an unknown, missing or repeated key, or a
  ///   value of the wrong type.
  package static func decode<Value: Decodable>(
    _ type: Value.Type, from json5: String, file: String, isEmbedded: Bool = false
  ) throws(DeviceError) -> Value {
    var text = json5
    do {
      return try text.withUTF8 { bytes in
        if !isEmbedded { try ProfileScan.check(bytes) }
        return try decode(type, from: bytes, isEmbedded: isEmbedded)
      }
    } catch {
      throw DeviceError(decoding: error).inFile(file)
    }
  }

  /// The value in a text that is checked.
  static func decode<Value: Decodable>(
    _ type: Value.Type, from text: UnsafeBufferPointer<UInt8>, isEmbedded: Bool
  ) throws -> Value {
    let decoder = JSONDecoder()
    decoder.allowsJSON5 = !isEmbedded
    if isEmbedded, let key = CodingUserInfoKey.isOfEmbedded { decoder.userInfo[key] = true }
    return try decoder.decode(type, from: Data(text))
  }

  /// The line, from 1, at which the value under a key path stands in a text of JSON5; of a path that goes
  /// on below what the text holds, the nearest that it does hold; nil where there is none.
  package static func line(of keyPath: String, in json5: String) -> Int? {
    guard !keyPath.isEmpty else { return nil }
    var text = json5
    return text.withUTF8 { ProfileScan.line(of: keyPath, in: $0) }
  }

  /// The text of a file.
  ///
  /// - Throws: ``DeviceError`` for a file that is missing, unreadable, empty, no regular file, larger
  ///   than 16 MiB, or not UTF-8.
  package static func text(path: String) throws(DeviceError) -> String {
    try ProfileFile.text(path: path)
  }
}
