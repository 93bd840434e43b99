/// Finds what a profile is based on, and lays the profiles over each other.
struct BaseResolution {
  /// Longer chains are nobody's intent.
  private static let deepest = 16

  /// Where bases are looked for.
  let catalogue: Catalogue
  /// Whether only what a listing shows is read of the bases.
  var isListing = false

  /// Whether a text may name a base; if not, it is read as it is.
  static func mayName(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    let key = Array(ProfileTree.basedOnKey.utf8)
    var matched = 0
    for byte in text {
      matched = byte == key[matched] ? matched + 1 : (byte == key[0] ? 1 : 0)
      if matched == key.count { return true }
    }
    return false
  }

  /// The whole profile that `overlay` stands for, with the ID of its nearest base; nil where it
  /// names none.
  func resolved(_ overlay: ProfileTree) throws -> (tree: ProfileTree, base: String)? {
    guard let base = try base(of: overlay) else { return nil }
    var layers = [overlay]
    var chain = overlay.text("id").map { [$0] } ?? []
    var next: String? = base
    while let id = next {
      let isOwnBase = chain.last == id
      if (chain.contains(id) && !isOwnBase) || layers.count > Self.deepest {
        throw cycle(chain + [id])
      }
      let tree = try tree(of: id, shippedOnly: isOwnBase, chain: chain)
      layers.append(tree)
      chain.append(id)
      next = try self.base(of: tree)
    }
    let whole = layers.dropLast().reversed().reduce(layers[layers.count - 1]) {
      $0.profile(changedBy: $1)
    }
    return (whole, base)
  }

  private func base(of tree: ProfileTree) throws(DeviceError) -> String? {
    guard let value = tree.members?[ProfileTree.basedOnKey], value != .null else { return nil }
    guard case .text(let id) = value else {
      throw DeviceError(
        .type, "not a text", keyPath: ProfileTree.basedOnKey,
        remedy: "give the ID of the device that this one changes")
    }
    return id
  }

  /// A profile may change the shipped one of its own ID; nothing else is its own base.
  private func tree(
    of id: String, shippedOnly: Bool, chain: [String]
  ) throws -> ProfileTree {
    let found = shippedOnly ? Catalogue.shipped.entry(id: id) : catalogue.entry(id: id)
    guard let found else {
      if shippedOnly { throw cycle(chain + [id]) }
      throw missing(id)
    }
    var text = try found.profileText()
    return try text.withUTF8 { bytes in
      if isListing { return .object(try ListingScan.members(of: bytes)) }
      try ProfileScan.check(bytes)
      return try ProfileTree(json5: bytes)
    }
  }

  private func missing(_ id: String) -> DeviceError {
    var error = catalogue.unknown(id)
    if let fault = catalogue.fault(ofFileNamed: id) {
      error = fault
      error.what = "its base, \(fault.file), is at fault: \(fault.what)"
      error.file = ""
    }
    error.keyPath = ProfileTree.basedOnKey
    return error
  }

  private func cycle(_ chain: [String]) -> DeviceError {
    DeviceError(
      .value, "a cycle: \(chain.map(\.quoted).joined(separator: " is based on "))",
      keyPath: ProfileTree.basedOnKey, remedy: "base one of them on a device outside the circle")
  }
}
