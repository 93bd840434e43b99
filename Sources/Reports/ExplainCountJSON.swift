import CountConventions
import Operators

/// The JSON form of a network counted by all conventions, version 1; `docs/JSON.md` describes each key.
public struct ExplainCountJSON: Encodable, Sendable {
  struct Model: Encodable {
    let name: String
    let format: String
    let batch: Int
    let parameters: Int
    let macs: Int
    let flops: Int
  }

  struct Match: Encodable {
    let name: String
    let figure: Int
    let deviation: Double
    let isWithinRounding: Bool
  }

  struct Published: Encodable {
    let text: String
    let value: Double
    let tolerance: Double
    let matches: [Match]
  }

  let schemaVersion: Int
  let model: Model
  let conventions: [ConventionJSON]
  let foldedNormalizations: Int
  @Nullable var published: Published?
  let notes: [String]

  init(_ report: ExplainCountReport) {
    let comparison = report.comparison
    let work = comparison.work
    schemaVersion = EstimateJSON.schemaVersion
    model = Model(
      name: work.name, format: work.format, batch: work.batch, parameters: work.parameters,
      macs: work.totals.macs, flops: work.totals.flops)
    conventions = comparison.counts.map(ConventionJSON.init)
    foldedNormalizations = comparison.foldedNormalizations
    published = report.published.map { text, figure in
      Published(
        text: text, value: figure.value, tolerance: figure.tolerance,
        matches: comparison.matches(figure).map {
          Match(
            name: $0.name, figure: $0.figure, deviation: $0.deviation,
            isWithinRounding: $0.isWithinRounding)
        })
    }
    notes = comparison.notes
  }
}

/// What one tool would print for a network.
struct ConventionJSON: Encodable {
  struct Term: Encodable {
    let reason: String
    let explanation: String
    let amount: Int
    let layers: Int
  }

  let name: String
  let tool: String
  let unit: String
  let meaning: String
  let source: String
  @Nullable var figure: Int?
  let terms: [Term]
  let notes: [String]

  init(_ count: ConventionCount) {
    name = count.convention.name
    tool = count.convention.tool
    unit = count.convention.unit
    meaning = count.convention.meaning
    source = count.convention.source
    figure = count.figure
    terms = count.terms.map {
      Term(
        reason: $0.reason.rawValue, explanation: $0.reason.explanation, amount: $0.amount,
        layers: $0.layers)
    }
    notes = count.notes
  }
}
