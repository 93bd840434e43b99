import Devices
import LatencyModels
import ModelGraph
import Operators
import Roofline

/// The JSON form of a comparison, version 1; `docs/JSON.md` describes each key.
public struct CompareJSON: Encodable, Sendable {
  struct Model: Encodable {
    let name: String
    let format: String
    let parameters: Int
    let weightBytes: Int
    let macs: Int
    let flops: Int
    let boundedLayers: Int
  }

  struct DeviceRecord: Encodable {
    let device: EstimateJSON.Device
    let ceilings: CeilingsJSON
    let boundSeconds: Double
    @Nullable var throughputPerSecond: Double?
    let memoryBoundSeconds: Double
    let bound: String
    let boundShare: Double
    let memory: EstimateJSON.Memory
    let secondsByOperator: [String: Double]
    let substitutions: [String]
    let limitations: [String]
    @Nullable var expectedSeconds: Double?
    @Nullable var lowSeconds: Double?
    @Nullable var highSeconds: Double?
    @Nullable var runtime: String?
    let extrapolations: [String]
    @Nullable var notExpected: String?
  }

  struct Failure: Encodable {
    let id: String
    let error: String
  }

  let schemaVersion: Int
  @Nullable var model: Model?
  @Nullable var batch: Int?
  @Nullable var precision: String?
  let devices: [DeviceRecord]
  let failed: [Failure]
  let unsupportedOperators: [String]

  init(_ report: CompareReport) {
    let first = report.estimates.first
    schemaVersion = EstimateJSON.schemaVersion
    model = first.map { estimate in
      Model(
        name: estimate.model.name, format: estimate.model.format,
        parameters: estimate.model.parameters, weightBytes: estimate.model.weightBytes,
        macs: estimate.model.totals.macs, flops: estimate.model.totals.flops,
        boundedLayers: estimate.model.boundedLayers.count)
    }
    batch = first?.model.batch
    precision = first?.reportedPrecision?.rawValue
    devices = report.estimates.map { estimate in
      let dominant = estimate.dominantBound
      let expectation = report.expectations[estimate.device.id]
      let latency = expectation?.latency
      var reason: String?
      if case .unknown(let why) = expectation { reason = why }
      return DeviceRecord(
        device: EstimateJSON.Device(estimate.device),
        ceilings: CeilingsJSON(estimate), boundSeconds: estimate.boundSeconds,
        throughputPerSecond: estimate.throughputPerSecond,
        memoryBoundSeconds: estimate.memoryBoundSeconds, bound: dominant.bound.description,
        boundShare: dominant.share, memory: EstimateJSON.Memory(estimate),
        secondsByOperator: Dictionary(
          uniqueKeysWithValues: estimate.secondsByOperator.map { ($0.operatorName, $0.seconds) }),
        substitutions: estimate.substitutions, limitations: estimate.limitations,
        expectedSeconds: latency?.seconds, lowSeconds: latency?.lowSeconds,
        highSeconds: latency?.highSeconds, runtime: latency?.runtime,
        extrapolations: latency?.extrapolations ?? [], notExpected: reason)
    }
    failed = report.failed.map { Failure(id: $0.id, error: $0.reason) }
    unsupportedOperators = first?.model.unsupportedOperators.map(\.description) ?? []
  }
}
