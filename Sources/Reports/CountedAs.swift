package import CountConventions

/// What another tool would print for a model, as a part of an estimate.
package struct CountedAs {
  let count: ConventionCount

  /// Of a model's count.
  package init(_ count: ConventionCount) {
    self.count = count
  }

  /// The figure, and the steps to it.
  package var facts: [Document.Fact] {
    let name = count.convention.name
    let figure = count.figure.map { "\(Numbers.count($0)) \(count.convention.unit) (\($0))" }
    let steps = count.terms.map { term in
      "\(term.amount > 0 ? "+" : "")\(Numbers.count(term.amount)) \(term.reason.title)"
    }
    return [
      Document.Fact("counted as \(name)", "\(figure ?? "–"): \(count.convention.meaning)"),
      Document.Fact(
        "\(name) is", (["the multiply–accumulates"] + steps).joined(separator: ", ")),
    ]
  }

  /// What a reader of the figure should know.
  var remarks: [Document.Block] {
    count.notes.map { .paragraph("Note: \($0).") }
  }
}
