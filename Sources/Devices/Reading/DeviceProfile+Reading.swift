extension DeviceProfile {
  /// The profile in a text of JSON5, checked; `file` is what errors call it, and `catalogue`
  /// where the profile is looked for that this one may be based on.
  ///
  /// - Throws: ``DeviceError`` for text that is not JSON5, an unknown, missing or repeated key, a
  ///   value of the wrong type, and whatever ``validate()`` finds.
  public init(
    json5: String, file: String, catalogue: Catalogue = .shipped
  ) throws(DeviceError) {
    try self.init(json5: json5, file: file, catalogue: catalogue, isEmbedded: false)
  }

  /// The profile in a text that may be one that comes with the program, where it is JSON and checked.
  init(
    json5: String, file: String, catalogue: Catalogue, isEmbedded: Bool
  ) throws(DeviceError) {
    var text = json5
    do {
      self = try text.withUTF8 { try Self.decode($0, catalogue, isEmbedded: isEmbedded) }
    } catch {
      throw DeviceError(decoding: error).inFile(file)
    }
  }

  /// The profile in a file, checked.
  ///
  /// - Throws: ``DeviceError`` for a file that is missing, unreadable, empty, no regular file,
  ///   larger than 16 MiB, or not UTF-8, and whatever ``init(json5:file:)`` finds.
  public init(path: String, catalogue: Catalogue = .shipped) throws(DeviceError) {
    try self.init(json5: try ProfileFile.text(path: path), file: path, catalogue: catalogue)
    self.path = path
  }

  private static func decode(
    _ text: UnsafeBufferPointer<UInt8>, _ catalogue: Catalogue, isEmbedded: Bool
  ) throws -> DeviceProfile {
    if !isEmbedded { try ProfileScan.check(text) }
    if BaseResolution.mayName(text),
      let found = try BaseResolution(catalogue: catalogue).resolved(ProfileTree(json5: text))
    {
      return try decode(found.tree, basedOn: found.base)
    }
    return try decode(text, isEmbedded: isEmbedded)
  }

  private static func decode(_ tree: ProfileTree, basedOn base: String) throws -> DeviceProfile {
    var whole = tree.json5
    do {
      var profile = try whole.withUTF8 { try decode($0, isEmbedded: false) }
      profile.notes.append("Based on \(base).")
      return profile
    } catch {
      var error = DeviceError(decoding: error)
      if error.keyPath.contains("[") { error.what += " (counted with what \(base) brings)" }
      throw error
    }
  }

  private static func decode(
    _ text: UnsafeBufferPointer<UInt8>, isEmbedded: Bool
  ) throws -> DeviceProfile {
    let profile = try JSON5File.decode(DeviceProfile.self, from: text, isEmbedded: isEmbedded)
    try profile.validate()
    return profile
  }
}
