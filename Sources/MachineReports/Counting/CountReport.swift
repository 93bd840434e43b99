import CounterGroups
package import Devices
package import ProgramCounting
package import Reports

/// What a program did, how fast, and how far below this machine's ceilings that is.
package struct CountReport: Report {
  /// Work that a user or a model states, in the place of what is counted.
  package struct StatedWork: Sendable, Hashable {
    /// Floating-point operations of the whole run.
    package var flops: Double?
    /// Bytes between the last cache and memory.
    package var bytes: Double?
    /// Who says so: `--flops`, or the model.
    package var source: String

    /// Work that `source` states.
    package init(flops: Double?, bytes: Double?, source: String) {
      self.flops = flops
      self.bytes = bytes
      self.source = source
    }
  }

  /// What ran, as the user wrote it.
  package var title: String
  /// The runs: several with `--repeat`, or where the events were counted in several runs.
  package var runs: [CountedRun]
  /// How they were counted.
  package var plan: CounterPlan
  /// How many runs each event was counted in a part of; 1 where all were counted in every run.
  package var passes: Int
  /// Work that is stated.
  package var stated: StatedWork?
  /// The device whose ceilings the program is held against.
  package var device: DeviceProfile?
  /// Whether what only the processor could have counted was asked for.
  package var wantsHardware: Bool

  /// A report of these runs.
  package init(
    title: String, runs: [CountedRun], plan: CounterPlan, passes: Int = 1,
    stated: StatedWork? = nil, device: DeviceProfile? = nil, wantsHardware: Bool = true
  ) {
    self.title = title
    self.runs = runs
    self.plan = plan
    self.passes = passes
    self.stated = stated
    self.device = device
    self.wantsHardware = wantsHardware
  }

  /// For people.
  package var document: Document {
    var blocks: [Document.Block] = [.heading(title), .facts(facts)]
    if !metrics.isEmpty { blocks += [.heading("Counted"), .table(metricTable)] }
    if !events.isEmpty { blocks += [.heading("Events"), .table(eventTable)] }
    if !regions.isEmpty { blocks += [.heading("Regions"), .table(regionTable)] }
    if let roofline {
      blocks += [.heading("Roofline"), .facts(roofline.facts)]
      if !roofline.ceilings.isEmpty { blocks.append(.table(roofline.table)) }
      blocks += roofline.notes.map { .paragraph($0) }
    }
    let notes = notes
    if !notes.isEmpty { blocks.append(.heading("Notes")) }
    return Document(blocks + notes.map { .paragraph($0) })
  }

  /// A row for each number, in SI base units: its median over the runs, the least and the most.
  package var records: Records {
    let resources = ResourceFigure.all(of: runs).map {
      Self.row($0.id, $0.unit, $0.spread, share: 1)
    }
    let counted = metrics.map { Self.row($0.metric.id, $0.metric.unit, $0.spread, share: $0.share) }
    let named = events.map { Self.row($0.name, "count", $0.spread, share: $0.share) }
    return Records(
      fields: ["name", "unit", "median", "low", "high", "share"], rows: resources + counted + named)
  }

  private static func row(
    _ name: String, _ unit: String, _ spread: Spread, share: Double
  ) -> [String] {
    [name, unit, "\(spread.median)", "\(spread.low)", "\(spread.high)", "\(share)"]
  }

  /// The report as JSON has it.
  package var json: CountJSON { CountJSON(self) }
}
