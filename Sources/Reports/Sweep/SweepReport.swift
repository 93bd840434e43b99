import Devices
import ModelGraph
import Roofline
public import Sweeps

/// A network at many sizes and precisions on several devices: a row for each combination, then the
/// knees.
public struct SweepReport: Report {
  /// The model's name and format.
  public let model: (name: String, format: String)
  /// What was gone through.
  public let plan: SweepPlan
  /// What was found.
  public let result: SweepResult
  /// How many rows people see; nil: all.
  public let top: Int?

  /// A report of the sweep of a model.
  public init(
    _ result: SweepResult, of plan: SweepPlan, model: (name: String, format: String),
    top: Int? = nil
  ) {
    self.model = model
    self.plan = plan
    self.result = result
    self.top = top
  }

  /// For people.
  public var document: Document {
    var blocks: [Document.Block] = [.heading(title)]
    if !result.isComplete { blocks.append(.paragraph(unfinished)) }
    if let top, top < points.count {
      blocks.append(.paragraph("The first \(top) of \(points.count) combinations."))
    }
    blocks += [.table(table), .paragraph(meaning)]
    blocks += failures.map { .paragraph($0) }
    if let axis = result.axis, !result.knees.isEmpty {
      blocks += [.heading("Knees along \(axis)"), .table(SweepKnees(self).table(along: axis))]
    }
    return Document(blocks)
  }

  private var title: String {
    "\(model.name.shortened), \(points.count) of \(result.combinations.counted("combination"))"
  }

  private var unfinished: String {
    "Stopped early: the combinations after these are left out, and so are the knees."
  }

  private var meaning: String {
    switch plan.ceilings {
    case .datasheet:
      "Latencies are bounds: no runtime that runs layer after layer is faster. Throughput is in "
        + "samples a second."
    case .achieved:
      "Latencies are at achieved rates where those are known, else at the datasheet's: estimates, no "
        + "bounds. Throughput is in samples a second."
    }
  }

  /// What was gone through.
  var points: [SweepPoint] { result.points }

  /// The names of the open dimensions that are swept, in their order.
  var dimensions: [String] { plan.dimensions.map(\.name) }

  private var table: Table {
    let sizes = dimensions.map { Table.Column.number($0.shortened) }
    return Table(
      columns: [.text("device"), .text("precision")] + sizes + [
        .number("batch"), .number("latency"), .number("throughput"), .number("memory-bound"),
        .number("FLOP/B"), .text("bound by"), .text("memory"),
      ],
      rows: points.prefix(top ?? .max).map(row))
  }

  private func row(_ point: SweepPoint) -> [String] {
    let setting = point.setting
    let sizes = dimensions.map { setting.dimensions[$0].map(String.init) ?? "–" }
    guard let figures = point.figures else {
      return [point.device, setting.precision?.rawValue ?? "–"] + sizes
        + [setting.batch.map(String.init) ?? "–", "failed", "–", "–", "–", "–", "–"]
    }
    return [point.device, figures.precision?.rawValue ?? "none"] + sizes + [
      String(figures.batch),
      (figures.isPartial ? "> " : "") + Numbers.seconds(figures.boundSeconds),
      figures.throughputPerSecond.map { Numbers.prefixed($0, unit: "/s") } ?? "–",
      Numbers.percent(figures.memoryBoundShare),
      figures.arithmeticIntensity.map { Numbers.prefixed($0) } ?? "–",
      "\(figures.bound) \(Numbers.percent(figures.boundShare))", Self.fit(figures.fit),
    ]
  }

  private static func fit(_ fit: MemoryFit) -> String {
    switch fit {
    case .fits(let share): Numbers.percent(share)
    case .exceeds(let share): "does not fit: \(Numbers.fixed(share, digits: 2)) times"
    case .unknown: "not known"
    }
  }

  /// Each reason why combinations failed, once, with how many.
  private var failures: [String] {
    var counts: [String: Int] = [:]
    for case let failure? in points.map(\.failure) { counts[failure.description, default: 0] += 1 }
    return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .map { "Failed: \($0.value) of \(points.count): \($0.key)." }
  }

  /// A row for each combination.
  public var records: Records {
    Records(
      fields: ["device", "precision"] + dimensions.map { "dim.\($0)" } + [
        "batch", "boundSeconds", "throughputPerSecond", "memoryBoundShare", "macs", "flops",
        "bytes", "intensity", "bound", "boundShare", "requiredBytes", "fits", "error",
      ],
      rows: points.map(record))
  }

  private func record(_ point: SweepPoint) -> [String] {
    let setting = point.setting
    let sizes = dimensions.map { setting.dimensions[$0].map(String.init) ?? "" }
    guard let figures = point.figures else {
      return [point.device, setting.precision?.rawValue ?? ""] + sizes
        + [setting.batch.map(String.init) ?? ""] + Array(repeating: "", count: 11)
        + [point.failure?.description ?? ""]
    }
    return [point.device, figures.precision?.rawValue ?? ""] + sizes + [
      String(figures.batch), "\(figures.boundSeconds)",
      figures.throughputPerSecond.map { "\($0)" } ?? "", "\(figures.memoryBoundShare)",
      String(figures.macs), String(figures.flops), String(figures.bytes),
      figures.arithmeticIntensity.map { "\($0)" } ?? "", figures.bound.description,
      "\(figures.boundShare)", String(figures.requiredBytes),
      SweepJSON.fits(figures.fit).map { "\($0)" } ?? "", "",
    ]
  }

  /// The documented schema.
  public var json: SweepJSON { SweepJSON(self) }
}
