import Devices
import LatencyModels
public import MeasuredProfiles
import ModelGraph
import Operators
public import Roofline

/// A network's estimate beside what a runtime took for it, layer by layer.
public struct MeasuredReport: Report {
  /// What is estimated.
  public let estimate: Estimate
  /// What was measured, and which layers it is of.
  public let match: ProfileMatch
  /// What a runtime is expected to take; nil: none was chosen.
  public let expectation: Expectation?
  /// How many rows people see: the ones that took longest; nil: all, in order.
  public let top: Int?

  /// A report of `estimate` beside what `match` found.
  public init(
    _ estimate: Estimate, beside match: ProfileMatch, expectation: Expectation? = nil,
    top: Int? = nil
  ) {
    self.estimate = estimate
    self.match = match
    self.expectation = expectation
    self.top = top
  }

  /// For people.
  public var document: Document {
    var blocks: [Document.Block] = [
      .heading(
        "\(estimate.model.name) on \(estimate.device.name), beside \(match.profile.source.title)")
    ]
    if let top, top < rows.count {
      blocks.append(.paragraph("The \(top) of \(rows.count) layers that took longest."))
    }
    blocks += [.table(table), .facts(facts)]
    if !match.unmatchedMeasured.isEmpty {
      blocks += [.heading("Measured, and not in the model"), .table(unmatchedTable)]
    }
    if !match.unmatchedLayers.isEmpty { blocks.append(.paragraph(unmeasured)) }
    blocks += (match.profile.notes + (expectation?.lines ?? [])).map { .paragraph($0) }
    return Document(blocks)
  }

  /// A row for each measured layer; those that are not in the model have no bound.
  public var records: Records {
    Records(
      fields: [
        "measuredName", "layers", "operator", "matchedBy", "boundSeconds", "expectedSeconds",
        "lowSeconds", "highSeconds", "measuredSeconds", "measuredShare", "measuredOverBound",
      ],
      rows: rows.map { row in
        [
          row.measured, row.layers.joined(separator: " + "), row.operation, row.means,
          "\(row.boundSeconds)", row.expected.map { "\($0.seconds)" } ?? "",
          row.expected.map { "\($0.low)" } ?? "", row.expected.map { "\($0.high)" } ?? "",
          "\(row.measuredSeconds)", "\(share(row.measuredSeconds))",
          row.ratio.map { "\($0)" } ?? "",
        ]
      }
        + match.unmatchedMeasured.map {
          [
            $0.name, "", $0.operation, "", "", "", "", "", "\($0.seconds)",
            "\(share($0.seconds))", "",
          ]
        })
  }

  /// The documented schema.
  public var json: MeasuredJSON { MeasuredJSON(self) }

  // MARK: - Rows

  /// One measured layer.
  struct Row: Sendable {
    var index: Int
    var measured: String
    var layers: [String]
    var operation: String
    var output: String
    var means: String
    var boundSeconds: Double
    var expected: (seconds: Double, low: Double, high: Double)?
    var measuredSeconds: Double

    /// How many times its bound it took; nil where nothing bounds it.
    var ratio: Double? { boundSeconds > 0 ? measuredSeconds / boundSeconds : nil }
  }

  /// The matched layers, in the model's order.
  var rows: [Row] {
    match.pairs.map { pair in
      let layers = pair.layers.map { estimate.layers[$0] }
      let heaviest = layers.max { $0.boundSeconds < $1.boundSeconds } ?? layers.first
      return Row(
        index: pair.layers.first ?? 0, measured: pair.measured.name,
        layers: layers.map(\.layer.name),
        operation: heaviest?.layer.operatorName.description ?? "",
        output: layers.last?.layer.outputShapes.first.map(EstimateTable.shape) ?? "",
        means: pair.means.rawValue,
        boundSeconds: layers.reduce(0) { $0 + $1.boundSeconds },
        expected: latency.map { latency in
          let own = pair.layers.map { latency.layers[$0] }
          return (
            own.reduce(0) { $0 + $1.seconds }, own.reduce(0) { $0 + $1.lowSeconds },
            own.reduce(0) { $0 + $1.highSeconds }
          )
        },
        measuredSeconds: pair.measured.seconds)
    }
  }

  /// The expected times, where there are any.
  var latency: NetworkLatency? { expectation?.latency }

  func share(_ seconds: Double) -> Double {
    match.profile.seconds > 0 ? seconds / match.profile.seconds : 0
  }

  private var table: Table {
    let all = rows
    let shown =
      top.map { top in
        Array(
          all.sorted { ($1.measuredSeconds, $0.index) < ($0.measuredSeconds, $1.index) }
            .prefix(top))
      } ?? all
    let expectedColumns: [Table.Column] =
      latency == nil ? [] : [.number("expected"), .number("10 to 90 %")]
    return Table(
      columns: [.number("#"), .text("layer"), .text("operator"), .text("output"), .number("bound")]
        + expectedColumns
        + [.number("measured"), .number("share"), .number("× bound"), .text("matched by")],
      rows: shown.map(cells))
  }

  private func cells(_ row: Row) -> [String] {
    let others = row.layers.count > 1 ? " + \(row.layers.count - 1)" : ""
    let heads = [
      String(row.index), (row.layers.first ?? "") + others, row.operation, row.output,
      Numbers.seconds(row.boundSeconds),
    ]
    let expected = row.expected.map {
      [Numbers.seconds($0.seconds), Expectation.interval($0.low, $0.high)]
    }
    return heads + (expected ?? [])
      + [
        Numbers.seconds(row.measuredSeconds), Numbers.percent(share(row.measuredSeconds)),
        row.ratio.map { Numbers.fixed($0, digits: 2) } ?? "–", row.means,
      ]
  }

  private var unmatchedTable: Table {
    Table(
      columns: [.text("name"), .text("operation"), .number("measured"), .number("share")],
      rows: match.unmatchedMeasured.map {
        [$0.name, $0.operation, Numbers.seconds($0.seconds), Numbers.percent(share($0.seconds))]
      })
  }

  var unmeasured: String {
    let names = match.unmatchedLayers.map { estimate.layers[$0].layer.name }
    let shown = names.prefix(8).joined(separator: ", ")
    let rest = names.count > 8 ? " and \(names.count - 8) more" : ""
    return
      "Not measured, \(names.count) of \(estimate.layers.count.counted("layer")): \(shown)\(rest)."
  }

  // MARK: - Facts

  private var facts: [Document.Fact] {
    let profile = match.profile
    // Of a table the sum is of some layers, and nothing to hold against the whole.
    let isRun = profile.source != .table
    var facts = [
      Document.Fact(
        "measured", Numbers.seconds(profile.seconds) + (isRun ? " a run" : " for these layers")),
      Document.Fact("bound latency", Numbers.seconds(estimate.boundSeconds)),
    ]
    if let expectation { facts.append(expectation.fact) }
    if isRun && estimate.boundSeconds > 0 {
      facts.append(
        Document.Fact(
          "× bound", Numbers.fixed(profile.seconds / estimate.boundSeconds, digits: 2)))
    }
    return facts + profileFacts
  }

  /// How it was measured, and how much of it was found.
  var profileFacts: [Document.Fact] {
    let profile = match.profile
    guard profile.source != .table else {
      return [
        Document.Fact("measured by", "a table of operators"),
        Document.Fact(
          "found in it", "\(match.pairs.count) of \(estimate.layers.count.counted("layer"))"),
      ]
    }
    let runs = profile.runs == 1 ? "1 run" : "median of \(profile.runs) runs"
    return [
      Document.Fact("runtime", profile.runtime ?? profile.source.title),
      Document.Fact("runs", runs),
      Document.Fact("matched", "\(Numbers.percent(match.coverage)) of the measured time"),
    ]
  }
}
