extension DeviceProfile: Codable {
  enum CodingKeys: String, CodingKey, CaseIterable {
    case schemaVersion
    case basedOn = "based-on"
    case id, name, vendor, kind, year, aliases, sources, compute, sparseCompute
    case fallbacks
    case memoryLevels = "memory"
    case structure, links, power, achieved, unknown, notes
  }

  /// Reads the object; a key that is not known, or another version, is an error.
  ///
  /// The figures are not judged here: ``validate()`` does that.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.strictContainer(CodingKeys.self)
    try Self.requireVersion(fields.wholeNumber(forKey: .schemaVersion))
    self.init(
      id: try fields.decode(String.self, forKey: .id),
      name: try fields.decode(String.self, forKey: .name),
      vendor: try fields.decode(String.self, forKey: .vendor),
      kind: try fields.choice(DeviceKind.self, forKey: .kind),
      year: fields.contains(.year) ? try fields.wholeNumber(forKey: .year) : nil,
      aliases: try fields.list(String.self, forKey: .aliases),
      sources: try fields.decode([String: String].self, forKey: .sources),
      compute: try fields.list(ComputeRate.self, forKey: .compute),
      sparseCompute: try fields.list(ComputeRate.self, forKey: .sparseCompute),
      fallbacks: try fields.list(Fallback.self, forKey: .fallbacks),
      memoryLevels: try fields.list(MemoryLevel.self, forKey: .memoryLevels),
      structure: try fields.decodeIfPresent(Structure.self, forKey: .structure),
      links: try fields.list(Link.self, forKey: .links),
      power: try fields.decodeIfPresent(Power.self, forKey: .power),
      achieved: try fields.list(Achieved.self, forKey: .achieved),
      unknown: try fields.decodeIfPresent(UnknownFigures.self, forKey: .unknown),
      notes: try fields.list(String.self, forKey: .notes))
  }

  /// Writes the object with all keys that hold something, and its version.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(Self.schemaVersion, forKey: .schemaVersion)
    try fields.encode(id, forKey: .id)
    try fields.encode(name, forKey: .name)
    try fields.encode(vendor, forKey: .vendor)
    try fields.encode(kind, forKey: .kind)
    try fields.encodeIfPresent(year, forKey: .year)
    try fields.encode(aliases, forKey: .aliases)
    try fields.encode(sources, forKey: .sources)
    try fields.encode(compute, forKey: .compute)
    try fields.encode(sparseCompute, forKey: .sparseCompute)
    try fields.encode(fallbacks, forKey: .fallbacks)
    try fields.encode(memoryLevels, forKey: .memoryLevels)
    try fields.encodeIfPresent(structure, forKey: .structure)
    try fields.encode(links, forKey: .links)
    try fields.encodeIfPresent(power, forKey: .power)
    try fields.encode(achieved, forKey: .achieved)
    try fields.encodeIfPresent(unknown, forKey: .unknown)
    try fields.encode(notes, forKey: .notes)
  }

  private static func requireVersion(_ version: Int) throws(DeviceError) {
    guard version != schemaVersion else { return }
    throw DeviceError(
      .version, "this profile follows version \(version) of the format",
      keyPath: CodingKeys.schemaVersion.rawValue,
      remedy: "this program reads version \(schemaVersion)")
  }
}
