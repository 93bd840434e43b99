/// Whom a memory level serves.
public enum MemoryScope: String, Sendable, Hashable, CaseIterable, Codable {
  /// One memory for the whole device; its figures are the device's.
  case device
  /// One in each compute unit; its figures are those of one.
  case computeUnit = "per compute unit"
}

/// One memory of a device: main memory, a cache, or a scratchpad.
public struct MemoryLevel: Sendable, Hashable {
  /// The level's short name, unique in the profile: `dram`, `l3`, `l2`, `l1`, `sram` …
  public var level: String
  /// What it is: `HBM3`, `LPDDR5`, `L2 cache`.
  public var name: String?
  /// The capacity, in bytes; nil where it is not known or differs between boards.
  public var bytes: Sourced?
  /// Reads and writes together, in bytes a second; nil where it is not known.
  public var bytesPerSecond: Sourced?
  /// Reads alone, in bytes a second, where they differ or only they are known.
  public var readBytesPerSecond: Sourced?
  /// Writes alone, in bytes a second.
  public var writeBytesPerSecond: Sourced?
  /// The time of one dependent read, in seconds.
  public var latencySeconds: Sourced?
  /// The width of the whole bus, in bits.
  public var busBits: Sourced?
  /// Transfers a second of each of its lines: the data rate, twice the clock of DDR memory.
  public var transfersPerSecond: Sourced?
  /// Whom it serves.
  public var scope: MemoryScope

  /// A memory level; leave out what is not known.
  public init(
    level: String, name: String? = nil, bytes: Sourced? = nil, bytesPerSecond: Sourced? = nil,
    readBytesPerSecond: Sourced? = nil, writeBytesPerSecond: Sourced? = nil,
    latencySeconds: Sourced? = nil, busBits: Sourced? = nil, transfersPerSecond: Sourced? = nil,
    scope: MemoryScope = .device
  ) {
    self.level = level
    self.name = name
    self.bytes = bytes
    self.bytesPerSecond = bytesPerSecond
    self.readBytesPerSecond = readBytesPerSecond
    self.writeBytesPerSecond = writeBytesPerSecond
    self.latencySeconds = latencySeconds
    self.busBits = busBits
    self.transfersPerSecond = transfersPerSecond
    self.scope = scope
  }

  /// Whether any bandwidth of this level is known.
  public var hasBandwidth: Bool {
    bytesPerSecond != nil || readBytesPerSecond != nil || writeBytesPerSecond != nil
  }
}

extension MemoryLevel: Codable {
  enum CodingKeys: String, CodingKey, CaseIterable {
    case level, name, bytes, bytesPerSecond, readBytesPerSecond, writeBytesPerSecond
    case latencySeconds, busBits, transfersPerSecond, scope
  }

  /// Reads the object; a key that is not known is an error.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.strictContainer(CodingKeys.self)
    level = try fields.decode(String.self, forKey: .level)
    name = try fields.decodeIfPresent(String.self, forKey: .name)
    bytes = try fields.decodeIfPresent(Sourced.self, forKey: .bytes)
    bytesPerSecond = try fields.decodeIfPresent(Sourced.self, forKey: .bytesPerSecond)
    readBytesPerSecond = try fields.decodeIfPresent(Sourced.self, forKey: .readBytesPerSecond)
    writeBytesPerSecond = try fields.decodeIfPresent(Sourced.self, forKey: .writeBytesPerSecond)
    latencySeconds = try fields.decodeIfPresent(Sourced.self, forKey: .latencySeconds)
    busBits = try fields.decodeIfPresent(Sourced.self, forKey: .busBits)
    transfersPerSecond = try fields.decodeIfPresent(Sourced.self, forKey: .transfersPerSecond)
    scope = try fields.choiceIfPresent(MemoryScope.self, forKey: .scope) ?? .device
  }
}
