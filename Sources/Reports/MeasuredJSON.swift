import Devices
import LatencyModels
import MeasuredProfiles
import Operators
import Roofline

/// What JSON says of a measured network: `docs/JSON.md` describes it.
public struct MeasuredJSON: Encodable, Sendable {
  let schemaVersion = 1
  let model: String
  let device: String
  let source: String
  let runtime: String?
  let runs: Int
  let boundSeconds: Double
  let expectedSeconds: Double?
  let lowSeconds: Double?
  let highSeconds: Double?
  let measuredSeconds: Double
  let matchedShare: Double
  let layers: [Layer]
  let unmatchedMeasured: [Unmatched]
  let unmatchedLayers: [String]
  let notes: [String]

  /// One measured layer that was found in the model.
  struct Layer: Encodable {
    let name: String
    let layers: [String]
    let `operator`: String
    let matchedBy: String
    let boundSeconds: Double
    let expectedSeconds: Double?
    let lowSeconds: Double?
    let highSeconds: Double?
    let measuredSeconds: Double
  }

  /// One that was not.
  struct Unmatched: Encodable {
    let name: String
    let operation: String
    let measuredSeconds: Double
  }

  init(_ report: MeasuredReport) {
    let profile = report.match.profile
    model = report.estimate.model.name
    device = report.estimate.device.id
    source = profile.source.rawValue
    runtime = profile.runtime
    runs = profile.runs
    boundSeconds = report.estimate.boundSeconds
    expectedSeconds = report.latency?.seconds
    lowSeconds = report.latency?.lowSeconds
    highSeconds = report.latency?.highSeconds
    measuredSeconds = profile.seconds
    matchedShare = report.match.coverage
    layers = report.rows.map { row in
      Layer(
        name: row.measured, layers: row.layers, operator: row.operation, matchedBy: row.means,
        boundSeconds: row.boundSeconds, expectedSeconds: row.expected?.seconds,
        lowSeconds: row.expected?.low, highSeconds: row.expected?.high,
        measuredSeconds: row.measuredSeconds)
    }
    unmatchedMeasured = report.match.unmatchedMeasured.map {
      Unmatched(name: $0.name, operation: $0.operation, measuredSeconds: $0.seconds)
    }
    unmatchedLayers = report.match.unmatchedLayers.map { report.estimate.layers[$0].layer.name }
    notes = profile.notes
  }
}
