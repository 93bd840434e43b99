extension ProfileCheck {
  /// A figure, where there is one, is believable and names sources that the profile lists.
  func figure(
    _ figure: Sourced?, _ quantity: Quantity, at path: String
  ) throws(DeviceError) {
    guard let figure else { return }
    if let fault = quantity.fault(of: figure.value) {
      throw DeviceError(.value, fault.what, keyPath: "\(path).value", remedy: fault.remedy)
    }
    try source(figure.source, at: "\(path).source")
  }

  /// Each key of a source is listed in the profile.
  func source(_ keys: String, at path: String) throws(DeviceError) {
    for key in Sourced(0, source: keys).sourceKeys where profile.sources[key] == nil {
      let known = profile.sources.keys.sorted().joined(separator: ", ")
      throw DeviceError(
        .source, "\(key.quoted) is not among the sources", keyPath: path,
        remedy: known.isEmpty ? "list it in sources" : "list it in sources, beside \(known)")
    }
  }

  /// A name that users type is of lower-case letters, digits, `-`, `_` and `.`.
  func name(_ name: String, at path: String) throws(DeviceError) {
    try Self.requireName(name, at: path)
  }

  /// A name that users type is of lower-case letters, digits, `-`, `_` and `.`.
  static func requireName(_ name: String, at path: String) throws(DeviceError) {
    let isPlain = name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
      case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."): true
      default: false
      }
    }
    guard isPlain, !name.isEmpty, name.utf8.count <= 100 else {
      throw DeviceError(
        .value, "\(name.quoted) is not a plain name", keyPath: path,
        remedy: "use at most 100 lower-case letters, digits, -, _ and .")
    }
  }

  /// A text for people is not empty.
  func text(_ text: String, at path: String) throws(DeviceError) {
    if text.allSatisfy(\.isWhitespace) {
      throw DeviceError(
        .value, "an empty text", keyPath: path, remedy: "write it out, or leave the key out")
    }
  }
}
