import FoundationEssentials

extension DeviceProfile {
  /// The profile in a text of JSON5, checked; `file` is what errors call it.
  ///
  /// - Throws: ``DeviceError`` for text that is not JSON5, an unknown, missing or repeated key, a
  ///   value of the wrong type, and whatever ``validate()`` finds.
  public init(json5: String, file: String) throws(DeviceError) {
    var text = json5
    do {
      self = try text.withUTF8 { try Self.decode($0) }
    } catch {
      throw DeviceError(decoding: error).inFile(file)
    }
  }

  /// The profile in a file, checked.
  ///
  /// - Throws: ``DeviceError`` for a file that is missing, unreadable, empty, no regular file,
  ///   larger than 16 MiB, or not UTF-8, and whatever ``init(json5:file:)`` finds.
  public init(path: String) throws(DeviceError) {
    let bytes = try ProfileFile.bytes(path: path)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw DeviceError(
        .file, "not a text in UTF-8", file: path, remedy: "give a profile as JSON5 text")
    }
    try self.init(json5: text, file: path)
  }

  private static func decode(_ text: UnsafeBufferPointer<UInt8>) throws -> DeviceProfile {
    try ProfileScan.check(text)
    let decoder = JSONDecoder()
    decoder.allowsJSON5 = true
    let profile = try decoder.decode(DeviceProfile.self, from: Data(text))
    try profile.validate()
    return profile
  }
}
