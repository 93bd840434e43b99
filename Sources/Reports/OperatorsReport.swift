import ModelGraph
public import Operators

/// What is counted: a row for each operator with its formulas.
public struct OperatorsReport: Report {
  /// The operators.
  public let operators: [OperatorDescription]

  /// A report of `operators`.
  public init(_ operators: [OperatorDescription]) {
    self.operators = operators
  }

  /// For people.
  public var document: Document {
    Document([
      .table(
        Table(
          columns: [
            .text("operator"), .text("MACs"), .text("other FLOPs"), .text("transcendentals"),
            .text("bytes"), .text("source"),
          ],
          rows: operators.map { described in
            [
              described.name.description, Self.orZero(described.macs),
              Self.orZero(described.otherFlops), Self.orZero(described.transcendentals),
              described.bytes.isEmpty ? "each tensor once" : described.bytes, described.source,
            ]
          })),
      .paragraph("FLOPs are two for each MAC and the other FLOPs."),
    ])
  }

  private static func orZero(_ formula: String) -> String { formula.isEmpty ? "0" : formula }

  /// A row for each operator.
  public var records: Records {
    Records(
      fields: ["operator", "domain", "macs", "otherFlops", "transcendentals", "bytes", "source"],
      rows: operators.map {
        [
          $0.name.type, $0.name.domain, $0.macs, $0.otherFlops, $0.transcendentals, $0.bytes,
          $0.source,
        ]
      })
  }

  /// An object for each operator.
  public var json: [OperatorJSON] { operators.map(OperatorJSON.init) }
}

/// The JSON form of an operator's description.
public struct OperatorJSON: Encodable, Sendable {
  let `operator`: String
  let domain: String
  let macs: String
  let otherFlops: String
  let transcendentals: String
  let bytes: String
  let source: String

  init(_ described: OperatorDescription) {
    `operator` = described.name.type
    domain = described.name.domain
    macs = described.macs
    otherFlops = described.otherFlops
    transcendentals = described.transcendentals
    bytes = described.bytes
    source = described.source
  }
}
