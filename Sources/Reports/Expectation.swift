public import LatencyModels

/// What a runtime is expected to take for a network, or why nothing is expected.
public enum Expectation: Sendable {
  /// The expected time of each layer, and of all.
  case known(NetworkLatency)
  /// Nothing is expected, for this reason: one line without its full stop.
  case unknown(String)

  /// The expected times, where there are any.
  package var latency: NetworkLatency? {
    if case .known(let latency) = self { latency } else { nil }
  }

  /// The expected time, its interval and the runtime, for people.
  var fact: Document.Fact {
    switch self {
    case .known(let latency):
      Document.Fact(
        "expected latency",
        "\(Numbers.seconds(latency.seconds)) under \(latency.runtime) "
          + "(10 to 90 %: \(Self.interval(latency.lowSeconds, latency.highSeconds)))")
    case .unknown: Document.Fact("expected latency", "not known")
    }
  }

  /// An interval for people.
  static func interval(_ low: Double, _ high: Double) -> String {
    Numbers.seconds(low) + " to " + Numbers.seconds(high)
  }

  /// What makes the interval wide, or why nothing is expected: a sentence each.
  package var lines: [String] {
    switch self {
    case .known(let latency): latency.extrapolations.map { "Extrapolated: \($0)." }
    case .unknown(let reason): ["Not expected: \(reason)."]
    }
  }
}
