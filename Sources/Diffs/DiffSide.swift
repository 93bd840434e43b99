import Devices
import ModelGraph
import Operators
public import Roofline

/// One side of a diff: a network on a device, from an estimate or from a saved result.
public struct DiffSide: Sendable, Hashable {
  /// One layer.
  public struct Layer: Sendable, Hashable {
    /// Its name.
    public var name: String
    /// What it computes.
    public var operatorName: String
    /// Its least time, in seconds.
    public var seconds: Double
    /// The ceiling that it belongs to, as reports name it: `compute: matrix fp16`, `memory: HBM3`.
    public var bound: String
    /// All arithmetic.
    public var flops: Int
    /// Evaluations of exp, tanh and their like.
    public var transcendentals: Int
    /// Bytes moved.
    public var bytes: Int

    /// A layer.
    public init(
      name: String, operatorName: String, seconds: Double, bound: String, flops: Int,
      transcendentals: Int, bytes: Int
    ) {
      self.name = name
      self.operatorName = operatorName
      self.seconds = seconds
      self.bound = bound
      self.flops = flops
      self.transcendentals = transcendentals
      self.bytes = bytes
    }
  }

  /// The model's name.
  public var model: String
  /// The device's ID.
  public var device: String
  /// The samples that go through together.
  public var batch: Int
  /// The precision; nil where there is none.
  public var precision: String?
  /// `datasheet` or `achieved`: whose figures the layers were held against.
  public var ceilings: String
  /// The sum of the layers' times, in seconds, also of those that ``layers`` leave out.
  public var seconds: Double
  /// The layers, in order.
  public var layers: [Layer]
  /// Whether something is left out, so that the true time is higher.
  public var isPartial: Bool

  /// A side.
  public init(
    model: String, device: String, batch: Int, precision: String?, ceilings: String,
    seconds: Double, layers: [Layer], isPartial: Bool
  ) {
    self.model = model
    self.device = device
    self.batch = batch
    self.precision = precision
    self.ceilings = ceilings
    self.seconds = seconds
    self.layers = layers
    self.isPartial = isPartial
  }

  /// The side that an estimate is.
  public init(_ estimate: Estimate) {
    self.init(
      model: estimate.model.name, device: estimate.device.id, batch: estimate.model.batch,
      precision: estimate.reportedPrecision?.rawValue, ceilings: estimate.ceilings.rawValue,
      seconds: estimate.boundSeconds, layers: estimate.layers.map(Layer.init),
      isPartial: estimate.isPartial)
  }
}

extension DiffSide.Layer {
  /// The layer of an estimate.
  init(_ estimated: LayerEstimate) {
    let layer = estimated.layer
    self.init(
      name: layer.name, operatorName: layer.operatorName.description,
      seconds: estimated.boundSeconds, bound: estimated.bound.description, flops: layer.work.flops,
      transcendentals: layer.work.transcendentals, bytes: layer.work.bytes)
  }
}
