import Devices
import Roofline
import Sweeps

/// The JSON form of a sweep, version 1; `docs/JSON.md` describes each key.
public struct SweepJSON: Encodable, Sendable {
  struct Model: Encodable {
    let name: String
    let format: String
  }

  /// One combination; also a line of JSON lines.
  struct Point: Encodable {
    let device: String
    @Nullable var precision: String?
    @Nullable var batch: Int?
    let dimensions: [String: Int]
    @Nullable var boundSeconds: Double?
    @Nullable var throughputPerSecond: Double?
    @Nullable var memoryBoundSeconds: Double?
    @Nullable var bound: String?
    @Nullable var boundShare: Double?
    @Nullable var macs: Int?
    @Nullable var flops: Int?
    @Nullable var bytes: Int?
    @Nullable var intensity: Double?
    @Nullable var requiredBytes: Int?
    @Nullable var fits: Bool?
    @Nullable var isPartial: Bool?
    @Nullable var error: String?
  }

  struct Knee: Encodable {
    let device: String
    @Nullable var precision: String?
    let axis: String
    let dimensions: [String: Int]
    @Nullable var batch: Int?
    let computeBound: Crossing
    let memoryFull: Crossing
  }

  struct Crossing: Encodable {
    let kind: String
    @Nullable var size: Int?
    @Nullable var isExact: Bool?
  }

  let schemaVersion: Int
  let model: Model
  let ceilings: String
  let combinations: Int
  let isComplete: Bool
  let points: [Point]
  let knees: [Knee]
}

extension SweepJSON {
  init(_ report: SweepReport) {
    let result = report.result
    schemaVersion = EstimateJSON.schemaVersion
    model = Model(name: report.model.name, format: report.model.format)
    ceilings = report.plan.ceilings.rawValue
    combinations = result.combinations
    isComplete = result.isComplete
    points = result.points.map(Point.init)
    knees = result.axis.map { axis in result.knees.map { Knee($0, axis: axis) } } ?? []
  }

  /// Whether weights and activations fit; nil where it is not known.
  static func fits(_ fit: MemoryFit) -> Bool? {
    switch fit {
    case .fits: true
    case .exceeds: false
    case .unknown: nil
    }
  }
}

extension SweepJSON.Point {
  init(_ point: SweepPoint) {
    let figures = point.figures
    device = point.device
    dimensions = point.setting.dimensions
    precision = (figures?.precision ?? point.setting.precision)?.rawValue
    batch = figures?.batch ?? point.setting.batch
    boundSeconds = figures?.boundSeconds
    throughputPerSecond = figures?.throughputPerSecond
    memoryBoundSeconds = figures?.memoryBoundSeconds
    bound = figures?.bound.description
    boundShare = figures?.boundShare
    macs = figures?.macs
    flops = figures?.flops
    bytes = figures?.bytes
    intensity = figures?.arithmeticIntensity
    requiredBytes = figures?.requiredBytes
    fits = figures.flatMap { SweepJSON.fits($0.fit) }
    isPartial = figures?.isPartial
    error = point.failure?.description
  }
}

extension SweepJSON.Knee {
  init(_ knee: SweepKnee, axis: SweepAxis) {
    device = knee.device
    precision = knee.setting.precision?.rawValue
    self.axis = axis.description
    dimensions = knee.setting.dimensions
    batch = knee.setting.batch
    computeBound = SweepJSON.Crossing(knee.computeBound)
    memoryFull = SweepJSON.Crossing(knee.memoryFull)
  }
}

extension SweepJSON.Crossing {
  init(_ crossing: SweepKnee.Crossing) {
    switch crossing {
    case .atOnce: self.init(kind: "atOnce", size: nil, isExact: nil)
    case .at(let size, let isExact): self.init(kind: "at", size: size, isExact: isExact)
    case .never: self.init(kind: "never", size: nil, isExact: nil)
    case .unknown: self.init(kind: "unknown", size: nil, isExact: nil)
    }
  }
}
