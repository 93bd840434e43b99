public import Operators

/// The least time that one layer takes on a device.
public struct LayerEstimate: Sendable {
  /// The layer and its work.
  public var layer: LayerWork
  /// What each ceiling of the device asks of it, in seconds.
  public var ceilings: [CeilingTime]
  /// The longest of them, in seconds: no implementation that runs the layer by itself is faster.
  public var boundSeconds: Double
  /// The ceiling that it belongs to.
  public var bound: Bound
}
