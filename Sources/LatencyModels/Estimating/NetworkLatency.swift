import Devices
public import Operators

/// The expected time of a whole network under a runtime: of each layer, and of them all.
public struct NetworkLatency: Sendable {
  /// What is expected of one layer.
  public enum Layer: Sendable {
    /// It runs as a kernel of its own.
    case own(ExpectedLatency)
    /// It runs within the kernel of another layer, by that one's place, and takes no time of its own.
    case fused(into: Int)

    /// The expected time, in seconds.
    public var seconds: Double { expected?.seconds ?? 0 }
    /// The time that 10 % of measurements are expected below, in seconds.
    public var lowSeconds: Double { expected?.lowSeconds ?? 0 }
    /// The time that 90 % of measurements are expected below, in seconds.
    public var highSeconds: Double { expected?.highSeconds ?? 0 }

    private var expected: ExpectedLatency? {
      if case .own(let expected) = self { expected } else { nil }
    }
  }

  /// The runtime's name.
  public var runtime: String
  /// The layers, in the network's order.
  public var layers: [Layer]
  /// The sum over the layers, in seconds.
  public var seconds: Double
  /// The sum of what 10 % of measurements are expected below, in seconds: as if all layers erred
  /// alike, which makes the interval rather too wide.
  public var lowSeconds: Double
  /// The sum of what 90 % of measurements are expected below, in seconds.
  public var highSeconds: Double
  /// Why intervals are wider than what was measured, each once, without its full stop.
  public var extrapolations: [String]

  /// The expected time of `network` under a model.
  ///
  /// A layer finds its activations in the last-level cache as far as they fit there, and its weights
  /// in the main memory.
  ///
  /// - Throws: ``LatencyError`` where the device cannot compute in a layer's type.
  public init(of network: ModelWork, under model: LatencyModel) throws(LatencyError) {
    runtime = model.runtime.id
    let rates = model.runtime.networkRates[model.device.id]
    var reasons: [String] = []
    if let rates {
      layers = Self.layers(of: network, at: rates, under: model, reasons: &reasons)
    } else {
      layers = try Self.layers(of: network, under: model, reasons: &reasons)
    }
    seconds = layers.reduce(0) { $0 + $1.seconds }
    lowSeconds = layers.reduce(0) { $0 + $1.lowSeconds }
    highSeconds = layers.reduce(0) { $0 + $1.highSeconds }
    if rates != nil && network.batch > 1 {
      reasons.append("networks of one sample were measured, not of \(network.batch)")
    }
    if network.training != nil {
      reasons.append("no step of training was measured under \(model.runtime.id)")
    }
    extrapolations = reasons
  }

  /// Each layer by its own model, but for those that run in the kernel of another.
  private static func layers(
    of network: ModelWork, under model: LatencyModel, reasons: inout [String]
  ) throws(LatencyError) -> [Layer] {
    let all = network.layers
    let plan = FusionPlan(all, fusion: model.runtime.fusion)
    var intervals = LatencyIntervals(model)
    var layers: [Layer] = []
    layers.reserveCapacity(all.count)
    for place in all.indices {
      if let host = plan.host[place] {
        layers.append(.fused(into: host))
        continue
      }
      let work = all[place].work
      guard work.bytes > 0 || work.flops > 0 else {
        layers.append(.own(.nothing))
        continue
      }
      let kernel = plan.kernel[place] ?? all[place].kernel
      let format = NumberFormat(all[place].computeType)
      let runs = all[place].runs
      let parts = try model.parts(
        of: kernel, work: work.divided(by: runs), format: format, reuse: .activations)
      layers.append(
        .own(
          intervals.expected(
            parts.repeated(runs), of: OperatorClass(kernel), in: format.arithmetic)))
    }
    reasons = intervals.reasons
    return layers
  }

  /// Each layer's part of the sum at the rates of whole networks.
  private static func layers(
    of network: ModelWork, at rates: NetworkRates, under model: LatencyModel,
    reasons: inout [String]
  ) -> [Layer] {
    let isInt8 = NetworkTerms(network).isInt8
    let interval = model.runtime.intervals[.network] ?? LatencyModel.unmeasured
    let guess = ["only whole networks were measured: a layer's part of their time is a guess"]
    if !network.layers.isEmpty { reasons = guess }
    return network.layers.map { layer in
      let seconds = rates.seconds(NetworkTerms(layer, isInt8: isInt8))
      var expected = ExpectedLatency.nothing
      expected.seconds = seconds
      expected.lowSeconds = seconds * interval.low
      expected.highSeconds = seconds * interval.high
      expected.extrapolations = guess
      return .own(expected)
    }
  }
}

extension ExpectedLatency {
  /// What does no work takes no time: a view.
  static let nothing = ExpectedLatency(
    seconds: 0, lowSeconds: 0, highSeconds: 0, overheadSeconds: 0, computeSeconds: 0,
    memorySeconds: 0, algorithm: "", extrapolations: [])
}
