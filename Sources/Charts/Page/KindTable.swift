import ModelGraph
import Operators
import Reports
import Roofline

/// The operators of a page's networks, those that take longest first.
struct KindTable {
  /// The operators.
  let kinds: [KindData]
  private let places: [OperatorName: Int]

  /// The operators of `variants`, ordered by the first estimate of each network.
  init(_ variants: [PageVariant]) {
    var seconds: [OperatorName: Double] = [:]
    for variant in variants {
      for layer in variant.work.layers where seconds[layer.operatorName] == nil {
        seconds[layer.operatorName] = 0
      }
    }
    for layer in variants.first?.estimates.first?.layers ?? [] {
      seconds[layer.layer.operatorName, default: 0] += layer.boundSeconds
    }
    let ordered = seconds.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
    let known = Dictionary(
      OperatorTable.descriptions.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    kinds = ordered.enumerated().map { KindData($1, place: $0, known[$1]) }
    places = Dictionary(uniqueKeysWithValues: ordered.enumerated().map { ($1, $0) })
  }

  /// The place of an operator.
  func place(of name: OperatorName) -> Int { places[name] ?? 0 }
}

/// An operator: its mark, and its formulas.
struct KindData: Encodable {
  /// What is counted for it.
  struct Formula: Encodable {
    let macs: String
    let otherFlops: String
    let transcendentals: String
    let bytes: String
    let source: String
  }

  let name: String
  let color: String
  let path: String
  let formula: Formula

  init(_ name: OperatorName, place: Int, _ description: OperatorDescription?) {
    let style = MarkStyle(kind: place < Palette.kinds.count ? place : nil, model: 0)
    self.name = TextForm.printable(name.description)
    color = style.color
    path = style.symbol.path(at: Point(0, 0), radius: 100)
    formula = Formula(
      macs: description?.macs ?? "", otherFlops: description?.otherFlops ?? "",
      transcendentals: description?.transcendentals ?? "", bytes: description?.bytes ?? "",
      source: description?.source ?? "")
  }
}
