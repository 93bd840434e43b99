import Devices

/// The intervals around expected times, looked up once for each kind of operator and precision: a network
/// has few of them and very many layers.
struct LatencyIntervals {
  private let model: LatencyModel
  private var known:
    [(kind: OperatorClass, precision: Precision, interval: Interval, reasons: [String])] = []

  /// None yet.
  init(_ model: LatencyModel) {
    self.model = model
  }

  /// Why those that were asked for are wider than what was measured, each once.
  var reasons: [String] {
    var all: [String] = []
    for reason in known.flatMap(\.reasons) where !all.contains(reason) { all.append(reason) }
    return all
  }

  /// The expected time of an operator of these parts, with its interval.
  mutating func expected(
    _ parts: LatencyParts, of kind: OperatorClass, in precision: Precision
  ) -> ExpectedLatency {
    let place = place(of: kind, in: precision)
    return ExpectedLatency(parts, known[place].interval, reasons: known[place].reasons)
  }

  private mutating func place(of kind: OperatorClass, in precision: Precision) -> Int {
    if let place = known.firstIndex(where: { $0.kind == kind && $0.precision == precision }) {
      return place
    }
    known.append(
      (
        kind, precision, model.interval(of: kind, in: precision),
        model.extrapolations(of: kind, in: precision)
      ))
    return known.count - 1
  }
}
