/// Which figures of a device work is held against.
public enum CeilingChoice: String, Sendable, Hashable, CaseIterable, Codable {
  /// The published peaks: no program is faster.
  case datasheet
  /// The highest that was measured, where the profile has it: what good programs reached, and no
  /// bound for others.
  case achieved
}

/// One ceiling of a device with the figure that stands for it.
public struct CeilingFigure: Sendable, Hashable {
  /// What the figure limits.
  public enum Subject: Sendable, Hashable {
    /// The arithmetic of a unit in a precision, in operations a second.
    case compute(ComputeUnit, Precision)
    /// The bytes through the memory level of this short name, in bytes a second.
    case memory(level: String, MemoryDirection)
  }

  /// What it limits.
  public var subject: Subject
  /// Where the figure is from.
  public var origin: CeilingChoice
  /// The figure, for the whole profile or one compute unit as the level's scope says.
  public var value: Double
  /// The datasheet's figure, where the profile has one.
  public var datasheetValue: Double?
  /// What a measured figure holds for, or the note of a datasheet's.
  public var conditions: String?
  /// Keys of the profile's ``DeviceProfile/sources``, joined by `+`.
  public var source: String
}

/// Which way bytes go.
public enum MemoryDirection: String, Sendable, Hashable, CaseIterable {
  /// Reads and writes together.
  case both
  /// Reads alone.
  case read
  /// Writes alone.
  case write
}

/// A profile whose rates and bandwidths are those that were chosen, and where each is from.
public struct ChosenCeilings: Sendable {
  /// The profile with the chosen figures in the place of the datasheet's.
  public var profile: DeviceProfile
  /// Every rate and bandwidth with its origin: rates first, then memory levels, in the profile's order.
  public var figures: [CeilingFigure]
}
