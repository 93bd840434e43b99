import Devices

/// The intervals around expected times, looked up once for each kind of operator and precision: a network
/// has few of them and very many layers.
struct LatencyIntervals {
  private struct Known {
    var kind: OperatorClass
    var precision: Precision
    var interval: Interval
    var extrapolations: [Extrapolation]
    var sentences: [String]
  }

  private let model: LatencyModel
  private var known: [Known] = []

  /// None yet.
  init(_ model: LatencyModel) {
    self.model = model
  }

  /// Why those that were asked for are wider than what was measured: a sentence for each cause, without
  /// its full stop.
  var reasons: [String] {
    Extrapolation.joined(known.flatMap(\.extrapolations)).map(\.sentence)
  }

  /// The expected time of an operator of these parts, with its interval.
  mutating func expected(
    _ parts: LatencyParts, of kind: OperatorClass, in precision: Precision
  ) -> ExpectedLatency {
    let place = place(of: kind, in: precision)
    return ExpectedLatency(parts, known[place].interval, reasons: known[place].sentences)
  }

  private mutating func place(of kind: OperatorClass, in precision: Precision) -> Int {
    if let place = known.firstIndex(where: { $0.kind == kind && $0.precision == precision }) {
      return place
    }
    let extrapolations = model.extrapolations(of: kind, in: precision)
    known.append(
      Known(
        kind: kind, precision: precision, interval: model.interval(of: kind, in: precision),
        extrapolations: extrapolations, sentences: extrapolations.map(\.sentence)))
    return known.count - 1
  }
}
