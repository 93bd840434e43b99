/// What a device can do at most, each figure with its source: the side of an estimate that knows no
/// network.
///
/// Shapes and rules of the format: `docs/Device-profiles.md`.
public struct DeviceProfile: Sendable, Hashable {
  /// The version of the format that this code reads and writes.
  public static let schemaVersion = 1

  /// The name that users give, unique in a catalogue: lower-case letters, digits, `-` and `.`.
  public var id: String
  /// The name that people read.
  public var name: String
  /// Who makes or sells it.
  public var vendor: String
  /// What sort of device it is.
  public var kind: DeviceKind
  /// The year of its release.
  public var year: Int?
  /// Other names that a catalogue finds it by.
  public var aliases: [String]
  /// The documents that figures come from, `title | URL`, each under its short key.
  public var sources: [String: String]
  /// Dense rates, at most one for each unit and precision.
  public var compute: [ComputeRate]
  /// Rates that hold only for structured-sparse operands; an estimate never takes them for dense.
  public var sparseCompute: [ComputeRate]
  /// Substitutions that lose precision, which the device or its compiler really makes.
  public var fallbacks: [Fallback]
  /// The device's own memories, main memory first, the innermost last.
  public var memoryLevels: [MemoryLevel]
  /// What it is made of.
  public var structure: Structure?
  /// Its connections.
  public var links: [Link]
  /// The power that it draws.
  public var power: Power?
  /// What was measured on it.
  public var achieved: [Achieved]
  /// What cannot be known, and why.
  public var unknown: UnknownFigures?
  /// Remarks, among them where sources disagree.
  public var notes: [String]
  /// The file that it was read from, where it is one's own; no part of the format.
  public internal(set) var path: String?

  /// A profile of these parts; ``validate()`` says whether they make sense together.
  public init(
    id: String, name: String, vendor: String, kind: DeviceKind, year: Int? = nil,
    aliases: [String] = [], sources: [String: String], compute: [ComputeRate],
    sparseCompute: [ComputeRate] = [], fallbacks: [Fallback] = [], memoryLevels: [MemoryLevel],
    structure: Structure? = nil, links: [Link] = [], power: Power? = nil,
    achieved: [Achieved] = [], unknown: UnknownFigures? = nil, notes: [String] = []
  ) {
    self.id = id
    self.name = name
    self.vendor = vendor
    self.kind = kind
    self.year = year
    self.aliases = aliases
    self.sources = sources
    self.compute = compute
    self.sparseCompute = sparseCompute
    self.fallbacks = fallbacks
    self.memoryLevels = memoryLevels
    self.structure = structure
    self.links = links
    self.power = power
    self.achieved = achieved
    self.unknown = unknown
    self.notes = notes
  }

  /// The device's main memory, the outermost level; nil only where ``UnknownFigures/memory`` says
  /// why there is none.
  public var mainMemory: MemoryLevel? { memoryLevels.first }

  /// The documents behind a figure, in its order.
  public func documents(of figure: Sourced) -> [String] {
    figure.sourceKeys.compactMap { sources[$0] }
  }
}
