/// A layer in a chart.
public struct LayerMark: Sendable {
  /// The layer's name.
  public var name: String
  /// Its operator's type.
  public var kind: String
  /// Operations for each byte moved.
  public var intensity: Double
  /// Operations a second in its least time.
  public var flopsPerSecond: Double
  /// Its least time, in seconds.
  public var seconds: Double
  /// Its part of the network's time, 0 to 1.
  public var share: Double
  /// The network that it is a layer of, by its place among the models.
  public var model: Int
}

/// A whole network in a chart: all its operations over all its bytes, and over its time.
public struct NetworkMark: Sendable {
  /// The network's name.
  public var name: String
  /// The device's place among the roofs.
  public var device: Int
  /// The network's place among the models.
  public var model: Int
  /// How many samples go through together.
  public var batch: Int
  /// Operations for each byte moved.
  public var intensity: Double
  /// Operations a second.
  public var flopsPerSecond: Double
  /// Its time, in seconds.
  public var seconds: Double
}

/// Something that was measured: a program, or a region of one.
public struct MeasuredMark: Sendable, Hashable {
  /// What was measured.
  public var name: String
  /// Operations that were done.
  public var flops: Double
  /// Bytes that were moved.
  public var bytes: Double
  /// How long it took, in seconds.
  public var seconds: Double

  /// A measurement.
  public init(name: String, flops: Double, bytes: Double, seconds: Double) {
    self.name = name
    self.flops = flops
    self.bytes = bytes
    self.seconds = seconds
  }

  /// Operations for each byte moved.
  public var intensity: Double { flops / bytes }
  /// Operations a second.
  public var flopsPerSecond: Double { flops / seconds }
  /// Whether a logarithmic chart has a place for it.
  public var isDrawable: Bool {
    [flops, bytes, seconds].allSatisfy { $0.isFinite && $0 > 0 }
  }
}
