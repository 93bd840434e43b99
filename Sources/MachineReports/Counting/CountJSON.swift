import CounterGroups
import Devices
import ProgramCounting
import Reports

/// The JSON form of what a program did: seconds, bytes, counts; `null` where nothing is known.
package struct CountJSON: Encodable, Sendable {
  let schemaVersion = 1
  let command: String
  @Nullable var exitCode: Int?
  let runs: Int
  let resources: [String: SpreadJSON]
  let peakBytesIsBound: Bool
  let metrics: [MetricJSON]
  let events: [EventJSON]
  let timeline: [SampleJSON]
  let regions: [RegionJSON]
  let points: [PointJSON]
  @Nullable var roofline: RooflineJSON?
  let counters: AccessJSON
  let notes: [String]

  init(_ report: CountReport) {
    command = report.title
    exitCode = report.runs.last?.exitCode.map { Int($0) }
    runs = report.runs.count
    resources = Dictionary(
      ResourceFigure.all(of: report.runs).map { ($0.id, SpreadJSON($0.spread)) },
      uniquingKeysWith: { first, _ in first })
    peakBytesIsBound = report.runs.contains { $0.use.isPeakBound }
    metrics = report.metrics.map { MetricJSON($0, in: report.plan) }
    events = report.events.map {
      EventJSON(name: $0.name, count: SpreadJSON($0.spread), share: $0.share)
    }
    timeline = (report.runs.last?.timeline ?? []).map { SampleJSON($0, report.plan) }
    regions = report.regions.map { RegionJSON($0, report.plan) }
    points = report.points.map(PointJSON.init)
    roofline = report.roofline.map { RooflineJSON($0) }
    counters = AccessJSON(report.plan)
    notes = report.notes
  }
}

/// The middle and the extremes of several runs.
struct SpreadJSON: Encodable, Sendable {
  let median: Double
  let low: Double
  let high: Double

  init(_ spread: Spread) {
    median = spread.median
    low = spread.low
    high = spread.high
  }
}

/// The JSON form of a metric.
struct MetricJSON: Encodable, Sendable {
  let id: String
  let about: String
  let unit: String
  let formula: String
  let value: SpreadJSON
  @Nullable var perSecond: Double?
  let runs: Int
  let isScaled: Bool
  let share: Double
  @Nullable var relativeError: Double?
  @Nullable var source: String?
  let faults: [CounterFamily.Fault]

  init(_ counted: CountedMetric, in plan: CounterPlan) {
    let metric = counted.metric
    let family = plan.families.map(\.family).first { $0.metrics.contains(metric) }
    id = metric.id
    about = metric.about
    unit = metric.unit
    formula = metric.formula.description
    value = SpreadJSON(counted.spread)
    runs = counted.runs
    isScaled = counted.share < 1
    share = counted.share
    faults = metric.faults.compactMap { family?.faults[$0] }
    perSecond = counted.perSecond
    relativeError = counted.relativeError
    source = family?.sources[metric.source]
  }
}

/// The JSON form of an event that a user named.
struct EventJSON: Encodable, Sendable {
  let name: String
  let count: SpreadJSON
  let share: Double
}

/// The JSON form of an interval: the metrics by their names.
struct SampleJSON: Encodable, Sendable {
  let seconds: Double
  let metrics: [String: Double]

  init(_ sample: CountedRun.Sample, _ plan: CounterPlan) {
    seconds = sample.seconds
    metrics = plan.values(of: sample.counts).byID
  }
}

/// The JSON form of a region.
struct RegionJSON: Encodable, Sendable {
  let path: [String]
  let calls: Int
  let threads: Int
  let seconds: Double
  let metrics: [String: Double]

  init(_ region: CountedRegion, _ plan: CounterPlan) {
    path = region.path
    calls = region.calls
    threads = region.threads
    seconds = region.seconds
    metrics = plan.values(of: region.counts).byID
  }
}

extension [MetricValue] {
  /// The values by the names of their metrics.
  var byID: [String: Double] {
    Dictionary(map { ($0.metric.id, $0.value) }, uniquingKeysWith: { first, _ in first })
  }
}

/// The JSON form of where a program stands under the ceilings.
struct RooflineJSON: Encodable, Sendable {
  struct Ceiling: Encodable, Sendable {
    let name: String
    let amount: Double
    let perSecond: Double
    let seconds: Double
  }
  @Nullable var intensity: Double?
  @Nullable var flopsPerSecond: Double?
  @Nullable var share: Double?
  let ceilings: [Ceiling]

  init(_ roofline: ProgramRoofline) {
    ceilings = roofline.ceilings.map {
      Ceiling(name: $0.name, amount: $0.amount, perSecond: $0.rate, seconds: $0.seconds)
    }
    intensity = roofline.intensity
    flopsPerSecond = roofline.flopsPerSecond
    share = roofline.share
  }
}

/// A point on the roofline, as `ridgeline chart --points` reads it: the whole program, and each region
/// whose FLOPs and bytes were counted.
struct PointJSON: Encodable, Sendable {
  let name: String
  let flops: Double
  let bytes: Double
  let seconds: Double

  init(_ point: CountReport.Point) {
    name = point.name
    flops = point.flops
    bytes = point.bytes
    seconds = point.seconds
  }
}

/// The JSON form of how events were counted.
struct AccessJSON: Encodable, Sendable {
  let ways: [String]
  let families: [String]
  @Nullable var papiReason: String?
  @Nullable var kernelReason: String?
  @Nullable var paranoid: Int?
  @Nullable var remedy: String?

  init(_ plan: CounterPlan) {
    ways = plan.access.ways.map(\.rawValue)
    families = plan.families.map(\.family.id)
    papiReason = plan.access.refusal?.papiReason
    kernelReason = plan.access.refusal?.kernelReason
    paranoid = plan.access.refusal?.paranoid
    remedy = plan.access.refusal?.remedy
  }
}
