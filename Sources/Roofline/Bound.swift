public import Devices

/// What holds a layer back: the ceiling that takes longest.
public enum Bound: Sendable, Hashable, CustomStringConvertible {
  /// The arithmetic, on this unit in this precision.
  case compute(ComputeUnit, Precision)
  /// The transcendental functions, on this unit in this precision.
  case transcendental(ComputeUnit, Precision)
  /// The bytes through this memory level, by its name in the profile.
  case memory(String)
  /// Nothing: the layer does no work (a view).
  case nothing

  /// `compute: matrix fp16`, `memory: HBM3`, `none`.
  public var description: String {
    switch self {
    case .compute(let unit, let precision): "compute: \(unit.rawValue) \(precision.rawValue)"
    case .transcendental(let unit, let precision):
      "transcendental: \(unit.rawValue) \(precision.rawValue)"
    case .memory(let level): "memory: " + level
    case .nothing: "none"
    }
  }

  /// Whether a memory level is what binds.
  public var isMemory: Bool {
    if case .memory = self { true } else { false }
  }
}

/// The time that one ceiling asks of a layer, in seconds.
public struct CeilingTime: Sendable, Hashable {
  /// The ceiling.
  public var ceiling: Bound
  /// Amount ÷ rate, in seconds.
  public var seconds: Double
}
