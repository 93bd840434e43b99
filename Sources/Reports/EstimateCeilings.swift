import Devices
import Roofline

/// Whose figures an estimate was held against, in words.
struct EstimateCeilings {
  let estimate: Estimate

  init(_ estimate: Estimate) {
    self.estimate = estimate
  }

  /// `datasheet`, or how many of the ceilings that were met are achieved ones.
  var summary: String {
    guard estimate.ceilings == .achieved else { return "datasheet" }
    let achieved = estimate.figures.count { $0.origin == .achieved }
    let all = estimate.figures.count
    guard achieved > 0 else { return "datasheet: no achieved figure is known for what is needed" }
    return achieved == all ? "achieved" : "achieved for \(achieved) of \(all), else datasheet"
  }

  /// A sentence for each ceiling; none where all are the datasheet's as nobody asked otherwise.
  var lines: [String] {
    guard estimate.ceilings == .achieved else { return [] }
    return estimate.figures.map { "Ceiling of \(estimate.device.id), \(text(of: $0))." }
  }

  private func text(of figure: CeilingFigure) -> String {
    let name = "\(estimate.ceiling(of: figure))\(Self.direction(of: figure))"
    let rate = Numbers.prefixed(figure.value, unit: Self.unit(of: figure))
    guard figure.origin == .achieved else {
      return "\(name): \(rate), the datasheet's, for no achieved figure is known"
    }
    // A profile may have nothing but a measured figure to state, as for caches.
    let datasheet = figure.datasheetValue.flatMap { $0 == figure.value ? nil : $0 }
    let share = datasheet.map {
      ", \(Numbers.percent(figure.value / $0)) of the datasheet's"
    }
    let conditions = figure.conditions.map { "; \($0)" } ?? ""
    return "\(name): \(rate) achieved\(share ?? "") (\(documents(of: figure))\(conditions))"
  }

  private func documents(of figure: CeilingFigure) -> String {
    let titles = estimate.device.documents(of: Sourced(figure.value, source: figure.source))
    return titles.map { $0.split(separator: "|").first.map(String.init) ?? $0 }
      .map { $0.last == " " ? String($0.dropLast()) : $0 }.joined(separator: ", ")
  }

  /// The unit of a figure.
  static func unit(of figure: CeilingFigure) -> String {
    if case .memory = figure.subject { "B/s" } else { "FLOP/s" }
  }

  private static func direction(of figure: CeilingFigure) -> String {
    switch figure.subject {
    case .memory(_, .read): ", reads"
    case .memory(_, .write): ", writes"
    default: ""
    }
  }
}

/// The JSON form of the ceilings that an estimate was held against.
struct CeilingsJSON: Encodable {
  struct Figure: Encodable {
    let ceiling: String
    @Nullable var direction: String?
    let figures: String
    let value: Double
    let unit: String
    @Nullable var datasheetValue: Double?
    @Nullable var conditions: String?
    let sources: [String]
  }

  let requested: String
  let figures: [Figure]

  init(_ estimate: Estimate) {
    requested = estimate.ceilings.rawValue
    figures = estimate.figures.map { figure in
      Figure(
        ceiling: estimate.ceiling(of: figure), direction: Self.direction(of: figure),
        figures: figure.origin.rawValue, value: figure.value,
        unit: EstimateCeilings.unit(of: figure), datasheetValue: figure.datasheetValue,
        conditions: figure.conditions,
        sources: estimate.device.documents(of: Sourced(figure.value, source: figure.source)))
    }
  }

  private static func direction(of figure: CeilingFigure) -> String? {
    if case .memory(_, let direction) = figure.subject { direction.rawValue } else { nil }
  }
}
