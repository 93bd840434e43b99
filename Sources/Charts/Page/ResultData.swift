import Devices
import Operators
import Reports
import Roofline

/// A network on a device under a choice: times and what binds, a cell a class of layers.
struct ResultData: Encodable {
  let variant: Int
  let device: Int
  let precision: String
  let seconds: Double
  @Nullable var throughput: Double?
  let memoryBoundShare: Double
  let dominantBound: String
  let fit: String
  let isPartial: Bool
  let latencyTitle: String
  let boundSeconds: [String: Double]
  let intensity: Double
  let rate: Double
  let times: Int
  let bound: [Int]
  let bounds: [String]
  @Nullable var expected: TimesData?
  @Nullable var measured: TimesData?
  let facts: [[String]]
  let figures: [Int]
  let remarks: [String]

  init(
    _ estimate: Estimate, of variant: PageVariant, place: Int, device: Int, classes: [Int],
    pool: inout ColumnPool
  ) {
    self.variant = place
    self.device = device
    precision = estimate.reportedPrecision?.rawValue ?? ""
    seconds = estimate.boundSeconds
    throughput = estimate.throughputPerSecond
    memoryBoundShare = estimate.memoryBoundShare
    let dominant = estimate.dominantBound
    dominantBound = "\(dominant.bound) \(Numbers.percent(dominant.share))"
    fit = EstimateFacts.memory(estimate)
    isPartial = estimate.isPartial
    latencyTitle = estimate.ceilings == .datasheet ? "latency, at least" : "latency, estimated"
    boundSeconds = Self.secondsByBound(estimate)
    let work = estimate.model.totals
    intensity = work.arithmeticIntensity ?? 0
    rate = estimate.boundSeconds > 0 ? Double(work.flops) / estimate.boundSeconds : 0
    let layers = classes.map { estimate.layers[$0] }
    times = pool.place(ofTimes: layers.map(\.boundSeconds))
    let names = layers.map(\.bound.description)
    let bounds = Array(Set(names)).sorted()
    self.bounds = bounds
    bound = names.map { name in bounds.firstIndex(of: name) ?? 0 }
    let expectation = variant.expectations[estimate.device.id]
    let measured = estimate.device.id == variant.estimates.first?.device.id ? variant.measured : nil
    _expected = Nullable(
      wrappedValue: expectation?.latency.map { TimesData($0, pool: &pool) })
    _measured = Nullable(wrappedValue: measured.map { TimesData($0, pool: &pool) })
    let told =
      EstimateFacts(estimate, expectation: expectation).facts + (measured?.facts ?? [])
      + variant.facts
    facts = told.map { [$0.name, TextForm.printable($0.value)] }
    let all = estimate.device.choosing(estimate.ceilings).figures
    figures = estimate.figures.compactMap { all.firstIndex(of: $0) }
    remarks =
      estimate.substitutions.map { "Substituted: \($0)." }
      + estimate.limitations.map { "Left out: \($0)." } + (expectation?.lines ?? [])
      + (measured?.remarks ?? []).map(TextForm.printable)
  }

  private static func secondsByBound(_ estimate: Estimate) -> [String: Double] {
    var sums = ["compute": 0.0, "transcendental": 0, "memory": 0]
    for layer in estimate.layers {
      switch layer.bound {
      case .compute: sums["compute", default: 0] += layer.boundSeconds
      case .transcendental: sums["transcendental", default: 0] += layer.boundSeconds
      case .memory: sums["memory", default: 0] += layer.boundSeconds
      case .nothing: break
      }
    }
    return sums
  }
}

/// A device: its memory, and where its figures are from.
struct DeviceData: Encodable {
  /// A rate or a bandwidth.
  struct Figure: Encodable {
    let name: String
    let value: String
    let origin: String
    let conditions: String?
    let documents: [[String]]
  }

  let id: String
  let name: String
  @Nullable var capacity: Double?
  let figures: [Figure]

  init(_ device: DeviceProfile, ceilings: CeilingChoice) {
    id = device.id
    name = TextForm.printable(device.name)
    capacity = device.mainMemory?.bytes?.value
    figures = device.choosing(ceilings).figures.map { figure in
      Figure(
        name: Self.name(of: figure, device), value: Self.value(of: figure),
        origin: figure.origin.rawValue, conditions: figure.conditions.map(TextForm.printable),
        documents: device.documents(of: Sourced(figure.value, source: figure.source))
          .map(Self.document))
    }
  }

  private static func name(of figure: CeilingFigure, _ device: DeviceProfile) -> String {
    switch figure.subject {
    case .compute(let unit, let precision): return "\(unit.rawValue) \(precision.rawValue)"
    case .memory(let short, let direction):
      let level = device.memoryLevels.first { $0.level == short }
      let isUnit = level?.scope == .computeUnit ? ", of each unit" : ""
      let reads = direction == .both ? "" : ", \(direction.rawValue)s"
      return TextForm.printable(level?.label ?? short) + reads + isUnit
    }
  }

  private static func value(of figure: CeilingFigure) -> String {
    if case .memory = figure.subject { return Numbers.prefixed(figure.value, unit: "B/s") }
    return Numbers.prefixed(figure.value, unit: "FLOP/s")
  }

  /// A document's title and, where it has one that a page may lead to, its address.
  private static func document(_ text: String) -> [String] {
    let parts = text.split(separator: "|", maxSplits: 1).map { part in
      var part = part
      while part.first == " " { part.removeFirst() }
      while part.last == " " { part.removeLast() }
      return TextForm.printable(String(part))
    }
    guard parts.count == 2, parts[1].hasPrefix("https://") || parts[1].hasPrefix("http://") else {
      return [TextForm.printable(text)]
    }
    return parts
  }
}
