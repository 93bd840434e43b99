public import Devices
import ModelGraph
public import Operators

/// Whether a network's weights and activations have room on a device.
public enum MemoryFit: Sendable, Hashable {
  /// They fit; the share of the main memory that they take, 0 to 1.
  case fits(share: Double)
  /// They do not fit; how many times the main memory they would take, above 1.
  case exceeds(share: Double)
  /// The profile does not say how much memory the device has.
  case unknown
}

/// A network held against a device: the least time of each layer, and of them all.
public struct Estimate: Sendable {
  /// The network's work.
  public var model: ModelWork
  /// The device.
  public var device: DeviceProfile
  /// The precision that the user asked for; nil: what the model says.
  public var precision: Precision?
  /// The layers, in order.
  public var layers: [LayerEstimate]
  /// The sum of the layers' bounds, in seconds: no runtime that runs layer after layer is faster.
  public var boundSeconds: Double
  /// The part of ``boundSeconds`` in which a memory level binds, in seconds.
  public var memoryBoundSeconds: Double
  /// Whether the weights and the largest set of living activations fit the main memory.
  public var fit: MemoryFit
  /// What was put in the place of rates that the device does not state.
  public var substitutions: [String]
  /// What the bound does not cover, since the profile does not know it.
  public var limitations: [String]
  /// Whose figures the layers were held against.
  public var ceilings: CeilingChoice
  /// The rates and bandwidths that any layer was held against, each with its origin.
  public var figures: [CeilingFigure]

  /// Holds `model` against `device`, layer after layer.
  ///
  /// Against ``CeilingChoice/achieved`` figures the times are what the best measured programs would
  /// need at those rates, and no bound.
  ///
  /// - Throws: ``RooflineError`` where the device cannot compute in a layer's type.
  public init(
    of model: ModelWork, on device: DeviceProfile, precision: Precision? = nil,
    ceilings: CeilingChoice = .datasheet
  ) throws(RooflineError) {
    let chosen = device.choosing(ceilings)
    var roofline = DeviceRoofline(chosen.profile)
    let times = try roofline.times(of: model.layers)
    let layers = model.layers.indices.map { LayerEstimate($0, of: times) }
    self.model = model
    self.device = device
    self.precision = precision
    self.layers = layers
    boundSeconds = layers.reduce(0) { $0 + $1.boundSeconds }
    let isMemory = times.ceilings.map(\.isMemory)
    memoryBoundSeconds = layers.reduce(0) {
      $0 + ($1.longest.map { isMemory[$0] } == true ? $1.boundSeconds : 0)
    }
    fit = MemoryFit(of: model, on: device)
    substitutions = roofline.substitutions
    limitations = roofline.limitations
    self.ceilings = ceilings
    figures = chosen.figures(met: times.met)
  }

  /// Whether something is left out, so that the true bound is higher.
  public var isPartial: Bool { !model.uncounted.isEmpty || !limitations.isEmpty }

  /// Samples a second at the model's batch, or nil where no layer takes time.
  public var throughputPerSecond: Double? {
    boundSeconds > 0 ? Double(model.batch) / boundSeconds : nil
  }

  /// The part of the time in which a memory level binds, 0 to 1.
  public var memoryBoundShare: Double {
    boundSeconds > 0 ? memoryBoundSeconds / boundSeconds : 0
  }

  /// The ceiling that holds the most of the time, with its share of it, 0 to 1.
  public var dominantBound: (bound: Bound, share: Double) {
    // By place, of which there are few; a layer in which nothing binds adds nothing.
    var sums: [(seconds: Double, bound: Bound)] = []
    for layer in layers {
      guard let place = layer.longest else { continue }
      while sums.count <= place { sums.append((0, .nothing)) }
      if sums[place].seconds == 0 { sums[place].bound = layer.bound }
      sums[place].seconds += layer.boundSeconds
    }
    let first = sums.max {
      ($0.seconds, $1.bound.description) < ($1.seconds, $0.bound.description)
    }
    guard let first, boundSeconds > 0 else { return (.nothing, 0) }
    return (first.bound, first.seconds / boundSeconds)
  }

  /// The precision of the report: what was asked for, else that of most of the arithmetic.
  public var reportedPrecision: Precision? {
    if let precision { return precision }
    // Few, each of very many layers.
    var sums: [(precision: Precision, flops: Double)] = []
    for place in model.layers.indices {
      guard let precision = Precision(model.layers[place].computeType) else { continue }
      let sum = sums.firstIndex { $0.precision == precision } ?? sums.endIndex
      if sum == sums.endIndex { sums.append((precision, 0)) }
      sums[sum].flops += Double(model.layers[place].work.flops)
    }
    return sums.max {
      ($0.flops, $1.precision.rawValue) < ($1.flops, $0.precision.rawValue)
    }?.precision
  }

  /// The time of each kind of layer in seconds, longest first.
  public var secondsByOperator: [(operatorName: String, seconds: Double)] {
    var seconds: [String: Double] = [:]
    for layer in layers {
      seconds[layer.layer.operatorName.type, default: 0] += layer.boundSeconds
    }
    return seconds.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .map { (operatorName: $0.key, seconds: $0.value) }
  }
}

extension MemoryFit {
  /// Weights and the largest set of living activations against the main memory's capacity.
  init(of model: ModelWork, on device: DeviceProfile) {
    guard let capacity = device.mainMemory?.bytes?.value, capacity > 0 else {
      self = .unknown
      return
    }
    let share = Double(model.requiredBytes) / capacity
    self = share <= 1 ? .fits(share: share) : .exceeds(share: share)
  }
}
