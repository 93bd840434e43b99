import HardwareProfiles

/// Devices that are known by name: those that come with the program, or a set of one's own.
///
/// The text of a profile is read only when the profile is asked for.
public struct Catalogue: Sendable {
  /// What a catalogue knows of a device without reading its profile.
  public struct Entry: Sendable, Hashable {
    /// The device's unique name.
    public let id: String
    /// The name that people read.
    public let name: String
    /// Who makes or sells it.
    public let vendor: String
    /// What sort of device it is.
    public let kind: String
    /// The year of its release, where the profile says it.
    public let year: Int?
    /// Other names that it is found by.
    public let aliases: [String]
    /// The profile, as JSON5.
    package let text: String

    /// An entry of a profile's text.
    package init(
      id: String, name: String, vendor: String, kind: String, year: Int?, aliases: [String],
      text: String
    ) {
      self.id = id
      self.name = name
      self.vendor = vendor
      self.kind = kind
      self.year = year
      self.aliases = aliases
      self.text = text
    }

    fileprivate init(_ profile: ShippedProfile) {
      self.init(
        id: profile.id, name: profile.name, vendor: profile.vendor, kind: profile.kind,
        year: profile.year, aliases: profile.aliases, text: profile.text)
    }
  }

  /// All devices, sorted by ID.
  public let entries: [Entry]

  /// A catalogue of these entries.
  package init(entries: [Entry]) {
    self.entries = entries.sorted { $0.id < $1.id }
  }

  /// The devices that come with the program.
  public static var shipped: Catalogue {
    Catalogue(entries: shippedProfiles.map(Entry.init))
  }

  /// All IDs, sorted.
  public var ids: [String] { entries.map(\.id) }

  /// The profile with exactly this ID.
  ///
  /// - Throws: ``DeviceError`` where there is none, or where its text is at fault.
  public func profile(id: String) throws(DeviceError) -> DeviceProfile {
    guard let entry = entries.first(where: { $0.id == id }) else { throw unknown(id) }
    return try profile(of: entry)
  }

  /// The profile that a user means: a path where the text contains `/` or ends with `.json5` or
  /// `.json`, else an ID or an alias, upper and lower case alike.
  ///
  /// - Throws: ``DeviceError`` where nothing, or more than one device, answers to the name; it
  ///   suggests the nearest.
  public func profile(reference: String) throws(DeviceError) -> DeviceProfile {
    if Self.isPath(reference) { return try DeviceProfile(path: reference) }
    let name = reference.lowercased()
    if let entry = entries.first(where: { $0.id == name || $0.aliases.contains(name) }) {
      return try profile(of: entry)
    }
    throw unknown(reference)
  }

  private func profile(of entry: Entry) throws(DeviceError) -> DeviceProfile {
    try DeviceProfile(json5: entry.text, file: entry.id)
  }

  private static func isPath(_ reference: String) -> Bool {
    reference.contains("/") || reference.hasSuffix(".json5") || reference.hasSuffix(".json")
  }
}
