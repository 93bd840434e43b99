import CountConventions
import Devices
import LatencyModels
import ModelGraph
import Operators
import Roofline

/// The JSON form of an estimate, version 1; `docs/JSON.md` describes each key.
///
/// Counts are integers, times seconds, sizes bytes. A version changes when a key goes or changes its
/// meaning; new keys do not change it.
public struct EstimateJSON: Encodable, Sendable {
  /// The version of this form.
  public static let schemaVersion = 1

  struct Model: Encodable {
    let name: String
    let format: String
    let parameters: Int
    let trainableParameters: Int
    let weightBytes: Int
  }

  struct Device: Encodable {
    let id: String
    let name: String
    @Nullable var path: String?

    init(_ device: DeviceProfile) {
      id = device.id
      name = device.name
      path = device.path
    }
  }

  struct Totals: Encodable {
    let macs: Int
    let flops: Int
    let transcendentals: Int
    let parameters: Int
    let weightBytes: Int
    let activationBytes: Int
    let peakActivationBytes: Int
    @Nullable var peakActivationLayer: String?
    let peakActivationBytesInPlace: Int
    let boundSeconds: Double
    let memoryBoundSeconds: Double
    @Nullable var throughputPerSecond: Double?
    let bound: String
    @Nullable var expectedSeconds: Double?
    @Nullable var lowSeconds: Double?
    @Nullable var highSeconds: Double?
  }

  struct Memory: Encodable {
    @Nullable var capacityBytes: Double?
    let requiredBytes: Int
    @Nullable var fits: Bool?
  }

  struct LayerRecord: Encodable {
    let index: Int
    let name: String
    let `operator`: String
    let outputShape: [Int]
    let isUpperBound: Bool
    let isInPlace: Bool
    let precision: String
    let macs: Int
    let flops: Int
    let transcendentals: Int
    let parameters: Int
    let weightBytes: Int
    let inputBytes: Int
    let outputBytes: Int
    @Nullable var intensity: Double?
    let boundSeconds: Double
    let bound: String
    let ceilings: [String: Double]
    let notes: [String]
    @Nullable var describedBy: String?
    @Nullable var expectedSeconds: Double?
    @Nullable var lowSeconds: Double?
    @Nullable var highSeconds: Double?
    @Nullable var fusedInto: Int?
    @Nullable var algorithm: String?
  }

  struct Uncounted: Encodable {
    let name: String
    let `operator`: String
    let reason: String
  }

  let schemaVersion: Int
  let model: Model
  let device: Device
  let batch: Int
  @Nullable var precision: String?
  let ceilings: CeilingsJSON
  let totals: Totals
  let memory: Memory
  @Nullable var training: TrainingJSON?
  @Nullable var countedAs: ConventionJSON?
  let layers: [LayerRecord]
  let unsupportedOperators: [String]
  let uncountedLayers: [Uncounted]
  let substitutions: [String]
  let limitations: [String]
  let notes: [String]
  @Nullable var runtime: String?
  let extrapolations: [String]
  @Nullable var notExpected: String?
}

extension EstimateJSON {
  init(
    _ estimate: Estimate, top: Int?, countedAs: ConventionCount? = nil,
    expectation: Expectation? = nil
  ) {
    let latency = expectation?.latency
    let model = estimate.model
    schemaVersion = Self.schemaVersion
    self.model = Model(
      name: model.name, format: model.format, parameters: model.parameters,
      trainableParameters: model.trainableParameters, weightBytes: model.weightBytes)
    device = Device(estimate.device)
    batch = model.batch
    precision = estimate.reportedPrecision?.rawValue
    ceilings = CeilingsJSON(estimate)
    totals = Totals(estimate, latency)
    memory = Memory(estimate)
    training = model.training.map(TrainingJSON.init)
    self.countedAs = countedAs.map(ConventionJSON.init)
    layers = estimate.shown(top: top).map { LayerRecord($0, latency) }
    unsupportedOperators = model.unsupportedOperators.map(\.description)
    uncountedLayers = model.uncounted.map {
      Uncounted(name: $0.name, operator: $0.operatorName.description, reason: $0.reason)
    }
    substitutions = estimate.substitutions
    limitations = estimate.limitations
    notes = model.notes
    runtime = latency?.runtime
    extrapolations = latency?.extrapolations ?? []
    if case .unknown(let reason) = expectation { notExpected = reason } else { notExpected = nil }
  }
}

extension EstimateJSON.Totals {
  init(_ estimate: Estimate, _ latency: NetworkLatency?) {
    let model = estimate.model
    macs = model.totals.macs
    flops = model.totals.flops
    transcendentals = model.totals.transcendentals
    parameters = model.parameters
    weightBytes = model.totals.weightBytes
    activationBytes = model.totals.activationBytes
    peakActivationBytes = model.peakActivationBytes
    peakActivationLayer = model.peakActivationLayer
    peakActivationBytesInPlace = model.peakActivationBytesInPlace
    boundSeconds = estimate.boundSeconds
    memoryBoundSeconds = estimate.memoryBoundSeconds
    throughputPerSecond = estimate.throughputPerSecond
    bound = estimate.dominantBound.bound.description
    expectedSeconds = latency?.seconds
    lowSeconds = latency?.lowSeconds
    highSeconds = latency?.highSeconds
  }
}

extension EstimateJSON.Memory {
  init(_ estimate: Estimate) {
    capacityBytes = estimate.device.mainMemory?.bytes?.value
    requiredBytes = estimate.model.requiredBytes
    switch estimate.fit {
    case .fits: fits = true
    case .exceeds: fits = false
    case .unknown: fits = nil
    }
  }
}

extension EstimateJSON.LayerRecord {
  init(_ estimated: LayerEstimate, _ latency: NetworkLatency?) {
    let layer = estimated.layer
    index = layer.index
    name = layer.name
    `operator` = layer.operatorName.description
    outputShape = layer.outputShapes.first ?? []
    isUpperBound = layer.isUpperBound
    isInPlace = layer.isInPlace
    precision = Precision(layer.computeType)?.rawValue ?? layer.computeType.rawValue
    macs = layer.work.macs
    flops = layer.work.flops
    transcendentals = layer.work.transcendentals
    parameters = layer.parameters
    weightBytes = layer.work.weightBytes
    inputBytes = layer.work.inputBytes
    outputBytes = layer.work.outputBytes
    intensity = layer.work.arithmeticIntensity
    boundSeconds = estimated.boundSeconds
    bound = estimated.bound.description
    ceilings = Dictionary(
      estimated.ceilings.map { ($0.ceiling.description, $0.seconds) }, uniquingKeysWith: max)
    notes = layer.notes
    describedBy = layer.describedBy
    let expected = latency.flatMap {
      $0.layers.indices.contains(layer.index) ? $0.layers[layer.index] : nil
    }
    expectedSeconds = expected?.seconds
    lowSeconds = expected?.lowSeconds
    highSeconds = expected?.highSeconds
    switch expected {
    case .fused(let host): (fusedInto, algorithm) = (host, nil)
    case .own(let own): (fusedInto, algorithm) = (nil, own.algorithm)
    case nil: (fusedInto, algorithm) = (nil, nil)
    }
  }
}
