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
    /// The profile's file, where it is one's own; nil for one that comes with the program.
    public let path: String?
    /// Whether a profile of one's own stands in the place of a shipped one of its ID.
    public internal(set) var isOverride = false
    /// What a listing shows, where it is read already.
    var listing: DeviceProfile? {
      get {
        guard case .read(let profile) = read else { return nil }
        return profile
      }
      set { read = newValue.map(Read.read) ?? .unread }
    }
    private var read = Read.unread
    /// The profile, as JSON5; nil where it is read from its file.
    private let text: String?
    /// Whether it comes with the program.
    fileprivate private(set) var isEmbedded = false

    /// An entry of a profile's text, or of its file.
    package init(
      id: String, name: String, vendor: String, kind: String, year: Int?, aliases: [String],
      text: String?, path: String? = nil
    ) {
      self.id = id
      self.name = name
      self.vendor = vendor
      self.kind = kind
      self.year = year
      self.aliases = aliases
      self.text = text
      self.path = path
    }

    /// The profile, as JSON5.
    ///
    /// - Throws: ``DeviceError`` where its file cannot be read.
    func profileText() throws(DeviceError) -> String {
      if let text { return text }
      return try ProfileFile.text(path: path ?? id)
    }

    fileprivate init(_ profile: ShippedProfile) {
      self.init(
        id: profile.id, name: profile.name, vendor: profile.vendor, kind: profile.kind,
        year: profile.year, aliases: profile.aliases, text: profile.text)
      isEmbedded = true
    }
  }

  /// A profile that is read or not; apart from the entry, whose copies it would make long.
  private indirect enum Read: Sendable, Hashable {
    case unread
    case read(DeviceProfile)
  }

  /// All devices, sorted by ID.
  public let entries: [Entry]
  /// What is wrong with the files of one's own that are left out.
  public let faults: [DeviceError]

  /// A catalogue of these entries.
  package init(entries: [Entry], faults: [DeviceError] = []) {
    self.entries = entries.sorted { $0.id < $1.id }
    self.faults = faults
  }

  /// The entry with exactly this ID.
  func entry(id: String) -> Entry? {
    var range = entries.indices
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      if entries[middle].id == id { return entries[middle] }
      range = entries[middle].id < id ? middle + 1..<range.upperBound : range.lowerBound..<middle
    }
    return nil
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
    guard let entry = entry(id: id) else { throw unknown(id) }
    return try profile(of: entry)
  }

  /// The profile that a user means: a path where the text contains `/` or ends with `.json5` or
  /// `.json`, else an ID or an alias, upper and lower case alike.
  ///
  /// - Throws: ``DeviceError`` where nothing, or more than one device, answers to the name; it
  ///   suggests the nearest.
  public func profile(reference: String) throws(DeviceError) -> DeviceProfile {
    if Self.isPath(reference) { return try DeviceProfile(path: reference, catalogue: self) }
    let name = reference.lowercased()
    if let entry = entry(named: reference) { return try profile(of: entry) }
    throw fault(ofFileNamed: name) ?? unknown(reference)
  }

  /// What is wrong with the profile of one's own whose file has this name: likely the one that is meant.
  func fault(ofFileNamed name: String) -> DeviceError? {
    faults.first { $0.file.hasSuffix("/\(name).json5") || $0.file.hasSuffix("/\(name).json") }
  }

  /// The entry of this ID, else the one that has it among its aliases; upper and lower case alike.
  public func entry(named name: String) -> Entry? {
    let name = name.lowercased()
    return entry(id: name) ?? entries.first { $0.aliases.contains(name) }
  }

  /// The profile of one of the entries.
  ///
  /// - Throws: ``DeviceError`` where its text is at fault.
  public func profile(of entry: Entry) throws(DeviceError) -> DeviceProfile {
    var profile = try DeviceProfile(
      json5: try entry.profileText(), file: entry.path ?? entry.id, catalogue: self,
      isEmbedded: entry.isEmbedded)
    profile.path = entry.path
    if let path = entry.path {
      let place =
        entry.isOverride ? ", in the place of the profile that comes with the program" : ""
      profile.notes.append("From \(path)\(place).")
    }
    return profile
  }

  private static func isPath(_ reference: String) -> Bool {
    reference.contains("/") || reference.hasSuffix(".json5") || reference.hasSuffix(".json")
  }
}
