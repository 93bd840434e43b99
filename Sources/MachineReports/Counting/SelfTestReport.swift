import CounterGroups
package import ProgramCounting
package import Reports

/// What the counters of this machine can be believed.
package struct SelfTestReport: Report {
  private let test: SelfTest

  /// A report of a self-test.
  package init(_ test: SelfTest) {
    self.test = test
  }

  /// For people.
  package var document: Document {
    var blocks: [Document.Block] = [.heading("Counted over true, kernel by kernel")]
    let families = test.families.map(\.family.name).joined(separator: ", ")
    if !families.isEmpty { blocks.append(.facts([Document.Fact("family", families)])) }
    blocks.append(.table(table))
    if let refusal = test.access.refusal {
      blocks.append(.paragraph("\(refusal.explanation) \(refusal.remedy)"))
    }
    return Document(blocks)
  }

  private var table: Table {
    Table(
      columns: [
        .text("kernel"), .text("metric"), .number("counted"), .number("true"),
        .number("counted / true"), .text("verdict"),
      ],
      rows: test.checks.map { check in
        [
          check.kernel, check.metric, Numbers.prefixed(check.counted),
          Numbers.prefixed(check.expected), Numbers.fixed(check.ratio, digits: 3),
          check.isBelievable ? "believable" : "not to be believed",
        ]
      })
  }

  /// A row for each check.
  package var records: Records {
    Records(
      fields: ["kernel", "metric", "counted", "true", "ratio"],
      rows: test.checks.map {
        [$0.kernel, $0.metric, "\($0.counted)", "\($0.expected)", "\($0.ratio)"]
      })
  }

  /// The self-test as JSON has it.
  package var json: SelfTestJSON { SelfTestJSON(test) }
}

/// The JSON form of a self-test.
package struct SelfTestJSON: Encodable, Sendable {
  struct Check: Encodable, Sendable {
    let kernel: String
    let metric: String
    let counted: Double
    let expected: Double
    let ratio: Double
    let isBelievable: Bool
  }

  let schemaVersion = 1
  let families: [String]
  let checks: [Check]
  @Nullable var reason: String?

  init(_ test: SelfTest) {
    families = test.families.map(\.family.id)
    checks = test.checks.map {
      Check(
        kernel: $0.kernel, metric: $0.metric, counted: $0.counted, expected: $0.expected,
        ratio: $0.ratio, isBelievable: $0.isBelievable)
    }
    reason = test.access.refusal.map { "\($0.explanation) \($0.remedy)" }
  }
}
