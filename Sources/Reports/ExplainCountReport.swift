public import CountConventions
import Operators

/// A network counted by all conventions, side by side, with the reasons why they differ.
public struct ExplainCountReport: Report {
  /// What is told.
  public let comparison: CountComparison
  /// A figure that the reader wants to reconcile, as it was written, and read.
  public let published: (text: String, figure: PublishedFigure)?

  /// A report of `comparison`.
  public init(
    _ comparison: CountComparison, published: (text: String, figure: PublishedFigure)? = nil
  ) {
    self.comparison = comparison
    self.published = published
  }

  /// For people.
  public var document: Document {
    let work = comparison.work
    var blocks: [Document.Block] = [
      .heading("\(work.name), batch \(work.batch), counted by every convention"),
      .table(table), .heading("What each figure is"), .facts(conventionFacts),
      .heading("Why they differ"), .facts(reasonFacts),
    ]
    if let published { blocks.insert(.facts(matchFacts(published)), at: 1) }
    let notes = remarks
    if !notes.isEmpty { blocks += [.heading("Remarks")] + notes.map { .paragraph($0) } }
    return Document(blocks)
  }

  /// What a reader should know of the figures.
  var remarks: [String] {
    (comparison.notes + comparison.counts.flatMap(\.notes)).map { "Note: \($0)." }
  }

  /// The reasons that occur, in the order of their declaration.
  private var reasons: [CountReason] {
    let found = Set(comparison.counts.flatMap { $0.terms.map(\.reason) })
    return CountReason.allCases.filter(found.contains)
  }

  private var table: Table {
    let counts = comparison.counts
    let base =
      ["multiply–accumulates"]
      + counts.map { _ in
        Numbers.count(comparison.work.totals.macs)
      }
    let rows = reasons.map { reason in
      [reason.title] + counts.map { Self.amount(of: reason, in: $0) }
    }
    return Table(
      columns: [.text("")] + counts.map { .number($0.convention.name) }, rows: [base] + rows,
      total: ["figure"] + counts.map { $0.figure.map(Numbers.count) ?? "–" })
  }

  private static func amount(of reason: CountReason, in count: ConventionCount) -> String {
    let amounts = count.terms.filter { $0.reason == reason }.map(\.amount)
    guard !amounts.isEmpty else { return "" }
    let sum = amounts.reduce(0, &+)
    return (sum > 0 ? "+" : "") + Numbers.count(sum)
  }

  private var conventionFacts: [Document.Fact] {
    comparison.counts.map {
      Document.Fact(
        $0.convention.name, "\($0.convention.tool): \($0.convention.unit), \($0.convention.meaning)"
      )
    }
  }

  private var reasonFacts: [Document.Fact] {
    reasons.map { Document.Fact($0.title, $0.explanation) }
  }

  private func matchFacts(
    _ published: (text: String, figure: PublishedFigure)
  ) -> [Document.Fact] {
    let matches = comparison.matches(published.figure)
    let isExact = matches.contains(where: \.isWithinRounding)
    let names = matches.map { match in
      let deviation = Numbers.fixed(match.deviation.magnitude * 100, digits: 2)
      let off = "\(match.deviation < 0 ? "less" : "more") than its \(Numbers.count(match.figure))"
      return isExact
        ? "\(match.name) (\(Numbers.count(match.figure)))" : "\(match.name), \(deviation) % \(off)"
    }
    return [
      Document.Fact(
        published.text,
        isExact
          ? "is what these give: \(names.joined(separator: ", "))"
          : "is what no convention gives here; the nearest: \(names.joined(separator: "; "))")
    ]
  }

  /// A row for each step from the multiply–accumulates to a figure.
  public var records: Records {
    Records(
      fields: ["convention", "tool", "unit", "term", "amount", "layers"],
      rows: comparison.counts.flatMap(rows))
  }

  private func rows(of count: ConventionCount) -> [[String]] {
    var steps = [["multiplyAccumulates", String(comparison.work.totals.macs), ""]]
    for term in count.terms {
      steps.append([term.reason.rawValue, String(term.amount), String(term.layers)])
    }
    steps.append(["figure", count.figure.map(String.init) ?? "", ""])
    let head = [count.convention.name, count.convention.tool, count.convention.unit]
    return steps.map { head + $0 }
  }

  /// The documented schema.
  public var json: ExplainCountJSON { ExplainCountJSON(self) }
}
