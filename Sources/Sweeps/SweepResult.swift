/// What a sweep found.
public struct SweepResult: Sendable {
  /// The combinations that were gone through: device by device, in the order of the plan's settings.
  public var points: [SweepPoint]
  /// How many there are in the plan.
  public var combinations: Int
  /// Where memory-bound turns compute-bound and where memory runs out; none where the sweep was stopped,
  /// or no axis takes several sizes.
  public var knees: [SweepKnee]
  /// The axis along which the knees were looked for.
  public var axis: SweepAxis?

  /// Whether every combination was gone through.
  public var isComplete: Bool { points.count == combinations }
}

/// Along one axis, all else being fixed: where memory-bound turns compute-bound, and where the memory
/// runs out.
public struct SweepKnee: Sendable, Hashable {
  /// The device's ID.
  public var device: String
  /// What is fixed: the setting without the axis.
  public var setting: SweepSetting
  /// The first size from which on arithmetic holds at least half of the time.
  public var computeBound: Crossing
  /// The first size at which weights and activations do not fit the device's memory.
  public var memoryFull: Crossing
  /// What the network comes to where it turns compute-bound; nil where it does not.
  public var computeBoundFigures: SweepFigures?
  /// What it comes to where the memory runs out; nil where it does not.
  public var memoryFullFigures: SweepFigures?

  /// Where something becomes true along an axis.
  public enum Crossing: Sendable, Hashable {
    /// It is true from the first size on.
    case atOnce
    /// It becomes true at this size, which is exact where ``isExact``: else it is the first one of the
    /// sweep at which it is true.
    case at(Int, isExact: Bool)
    /// It is not true up to the last size.
    case never
    /// Not all of the sizes have figures that tell.
    case unknown
  }
}
