public import ModelGraph
public import Operators

/// What is counted in training: a row for each operator whose gradients have a rule of their own.
public struct GradientsReport: Report {
  /// The rules, by the operators' names.
  public let rules: [(name: OperatorName, rule: BackwardRule)]

  /// A report of `rules`.
  public init(_ rules: [(name: OperatorName, rule: BackwardRule)]) {
    self.rules = rules
  }

  /// For people.
  public var document: Document {
    Document([
      .table(
        Table(
          columns: [
            .text("operator"), .text("input gradient"), .text("weight gradient"), .text("keeps"),
            .text("formula and source"),
          ],
          rows: rules.map { name, rule in
            [
              name.description, Self.input(rule), Self.weight(rule), rule.saved.rawValue,
              rule.source,
            ]
          })),
      .paragraph(
        "n is the number of elements of the result; an input that is left out needs no gradient. "
          + "Every other operator counts as its forward pass once more, twice where it has MACs."),
      .paragraph(
        "The optimizer's step, for each weight: "
          + Optimizer.allCases.map { "\($0.rawValue) \($0.flopsPerWeight) FLOPs" }
          .joined(separator: ", ") + " and a root."),
    ])
  }

  /// A row for each operator.
  public var records: Records {
    Records(
      fields: ["operator", "inputGradient", "weightGradient", "keeps", "source"],
      rows: rules.map { name, rule in
        [name.description, Self.input(rule), Self.weight(rule), rule.saved.rawValue, rule.source]
      })
  }

  /// An object for each operator.
  public var json: [GradientJSON] {
    rules.map {
      GradientJSON(
        operator: $0.name.description, inputGradient: Self.input($0.rule),
        weightGradient: Self.weight($0.rule),
        keeps: $0.rule.saved.rawValue, source: $0.rule.source)
    }
  }

  private static func input(_ rule: BackwardRule) -> String {
    switch rule.kind {
    case .contraction: return "the forward MACs, for each factor"
    case .none: return "none"
    case .asForward: return "as forward"
    case .passing: return "0; n where it is summed"
    case .elementwise, .moving:
      let flops = rule.flops == 1 ? "n" : rule.flops == 0 ? "0" : "\(rule.flops)·n"
      guard rule.transcendentals > 0 else { return flops }
      let several = rule.transcendentals == 1 ? "n" : "\(rule.transcendentals)·n"
      return "\(flops), \(several) transcendentals"
    }
  }

  private static func weight(_ rule: BackwardRule) -> String {
    switch rule.kind {
    case .contraction: "the forward MACs; n for a bias"
    case .none: "none"
    default: rule.weightFlops == 1 ? "n" : "\(rule.weightFlops)·n"
    }
  }
}

/// The JSON form of the rule of an operator's gradients.
public struct GradientJSON: Encodable, Sendable {
  let `operator`: String
  let inputGradient: String
  let weightGradient: String
  let keeps: String
  let source: String
}
