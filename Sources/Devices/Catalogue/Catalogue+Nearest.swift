extension Catalogue {
  /// The IDs that a name may stand for, the likeliest first, at most `limit` of them.
  ///
  /// First those that contain the name (blanks and dashes apart), then those whose ID or alias is a
  /// few typing errors away, or shares most words with it.
  public func nearest(to name: String, limit: Int = 5) -> [String] {
    let containing = containing(name)
    if !containing.isEmpty { return Array(containing.prefix(max(0, limit))) }
    let close = entries.compactMap { entry in
      Self.distance(name, to: entry).map { (id: entry.id, distance: $0) }
    }
    return close.sorted { ($0.distance, $0.id) < ($1.distance, $1.id) }
      .prefix(max(0, limit)).map(\.id)
  }

  /// The error for a name that no device has: it asks which one is meant, or suggests the nearest.
  func unknown(_ name: String) -> DeviceError {
    let candidates = containing(name)
    if candidates.count > 1 {
      return DeviceError(
        .ambiguousDevice, "device \(name.quoted) can be any of \(candidates.count)",
        remedy: "give one of \(Self.list(candidates))")
    }
    let near = nearest(to: name, limit: 3)
    return DeviceError(
      .unknownDevice, "unknown device \(name.quoted)",
      remedy: near.isEmpty
        ? "`ridgeline devices` lists the known ones; a path to a profile works too"
        : "did you mean \(Self.list(near))?")
  }

  /// The IDs in which the words of a name stand, in their order.
  private func containing(_ name: String) -> [String] {
    let plain = Self.plain(name)
    guard !plain.isEmpty else { return [] }
    return entries.filter { entry in
      ([entry.id] + entry.aliases).contains { Self.plain($0).contains(plain) }
    }.map(\.id)
  }

  /// How far an entry is from a name; nil where it is too far to be meant.
  private static func distance(_ name: String, to entry: Entry) -> Double? {
    let words = Set(words(name))
    let wanted = plain(name)
    let distances = ([entry.id] + entry.aliases).compactMap { candidate -> Double? in
      let length = Double(max(wanted.utf8.count, 1))
      let edits = Double(NameDistance.edits(wanted, plain(candidate)))
      let own = Self.words(candidate)
      let found = words.count { word in own.contains { $0.hasPrefix(word) } }
      let shared = Double(found) / Double(max(words.count, 1))
      if edits <= max(1, length / 3) { return edits / length - shared }
      return shared > 0.5 ? edits / length + 1 - shared : nil
    }
    return distances.min()
  }

  private static func list(_ ids: [String]) -> String {
    let shown = ids.prefix(8).joined(separator: ", ")
    return ids.count > 8 ? "\(shown), … (\(ids.count - 8) more)" : shown
  }

  private static func plain(_ name: String) -> String {
    words(name).joined()
  }

  private static func words(_ name: String) -> [String] {
    name.prefix(100).lowercased().split { !($0.isLetter || $0.isNumber) }.map(String.init)
  }
}
