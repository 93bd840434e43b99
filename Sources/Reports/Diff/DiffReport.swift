public import Diffs
import ModelGraph

/// What became slower or faster between two networks or devices, and why.
public struct DiffReport: Report {
  /// What is told.
  public let diff: NetworkDiff
  /// How many layers people see: those whose time changed most.
  public let top: Int

  /// A report of a diff.
  public init(_ diff: NetworkDiff, top: Int = 20) {
    self.diff = diff
    self.top = top
  }

  /// For people.
  public var document: Document {
    let changes = diff.byImpact
    var blocks: [Document.Block] = [.heading(title), .facts(facts)]
    if changes.isEmpty {
      blocks.append(.paragraph("No layer takes longer or shorter."))
    } else {
      let shown = min(top, changes.count)
      blocks += [
        .heading("Layers by how much their time changed"),
        .paragraph(
          "\(shown) of \(changes.count) that changed, of \(diff.changes.count) in all."),
        .table(table(changes.prefix(shown))),
      ]
    }
    return Document(blocks)
  }

  private var title: String {
    let (before, after) = (diff.before, diff.after)
    let models = Self.arrow(before.model, after.model)
    let devices = Self.arrow(before.device, after.device)
    return "\(models.shortened) on \(devices)"
  }

  private static func arrow(_ before: String, _ after: String) -> String {
    before == after ? before : "\(before) → \(after)"
  }

  private var facts: [Document.Fact] {
    let (before, after) = (diff.before, diff.after)
    let atLeast = { (side: DiffSide) in side.isPartial ? "> " : "" }
    var facts = [
      Document.Fact(
        "latency",
        "\(atLeast(before))\(Numbers.seconds(before.seconds)) → "
          + "\(atLeast(after))\(Numbers.seconds(after.seconds))"),
      Document.Fact("change", Self.change(diff.seconds, diff.ratio)),
      Document.Fact("batch", Self.arrow("\(before.batch)", "\(after.batch)")),
      Document.Fact("precision", Self.arrow(before.precision ?? "none", after.precision ?? "none")),
      Document.Fact("ceilings", Self.arrow(before.ceilings, after.ceilings)),
    ]
    let matched = diff.changes.count { $0.before != nil && $0.after != nil }
    let added = diff.changes.count { $0.before == nil }
    let removed = diff.changes.count { $0.after == nil }
    facts.append(
      Document.Fact("layers", "\(matched) matched, \(added) new, \(removed) gone"))
    return facts
  }

  /// `+7.2 %, 1.20 ms slower`.
  private static func change(_ seconds: Double, _ ratio: Double?) -> String {
    let share = ratio.map { "\(percent($0)), " } ?? ""
    if seconds == 0 { return "none" }
    return share + Numbers.seconds(abs(seconds)) + (seconds > 0 ? " slower" : " faster")
  }

  /// A ratio as the change that it is, in percent.
  private static func percent(_ ratio: Double) -> String {
    (ratio >= 1 ? "+" : "") + Numbers.percent(ratio - 1)
  }

  private func table(_ changes: ArraySlice<NetworkDiff.Change>) -> Table {
    Table(
      columns: [
        .text("layer"), .text("operator"), .number("before"), .number("after"),
        .number("difference"), .number("change"), .text("why"),
      ],
      rows: changes.map { change in
        [
          change.name.shortened, change.operatorName.shortened,
          change.before.map { Numbers.seconds($0.seconds) } ?? "–",
          change.after.map { Numbers.seconds($0.seconds) } ?? "–",
          (change.seconds < 0 ? "-" : "+") + Numbers.seconds(abs(change.seconds)),
          change.after == nil ? "–" : change.ratio.map(Self.percent) ?? "–",
          change.reasons.map(Self.sentence).joined(separator: ", "),
        ]
      })
  }

  /// A reason in words.
  static func sentence(_ reason: NetworkDiff.Change.Reason) -> String {
    let times = { (ratio: Double) in "\(Numbers.fixed(ratio, digits: 2))x" }
    switch reason {
    case .added: return "new"
    case .removed: return "gone"
    case .bound(let before, let after): return "bound by \(after), was \(before)"
    case .flops(let ratio): return "\(times(ratio)) the FLOPs"
    case .transcendentals(let ratio): return "\(times(ratio)) the transcendentals"
    case .bytes(let ratio): return "\(times(ratio)) the bytes"
    case .rate(let ratio): return "at \(times(ratio)) the rate"
    }
  }

  /// A row for each layer of either side, in order.
  public var records: Records {
    Records(
      fields: [
        "name", "operator", "beforeSeconds", "afterSeconds", "differenceSeconds", "ratio",
        "beforeBound", "afterBound", "reasons",
      ],
      rows: diff.changes.map { change in
        [
          change.name, change.operatorName, change.before.map { "\($0.seconds)" } ?? "",
          change.after.map { "\($0.seconds)" } ?? "", "\(change.seconds)",
          change.ratio.map { "\($0)" } ?? "", change.before?.bound ?? "",
          change.after?.bound ?? "", change.reasons.map(Self.sentence).joined(separator: "; "),
        ]
      })
  }

  /// The documented schema.
  public var json: DiffJSON { DiffJSON(diff) }
}
