import Glibc
public import LatencyModels

/// The rates of one processor, found from few networks with what other processors are like.
///
/// Processors differ in speed, and less in what is slow beside what: the rates of the others, each
/// less its own speed, give where a rate is expected and how far from there it may be.
public struct NetworkCalibration: Sendable {
  /// The rates that are expected, at the speed of the guesses.
  public let expected: NetworkRates
  /// How far from there each may be: the variance of its logarithm.
  public let variances: [Double]

  /// The least variance: no rate is certain.
  static let leastVariance = 0.02
  /// The variance of one network's own time around what its terms say.
  static let ownVariance = 0.025
  /// How strong a processor of many networks is drawn to the guesses, in networks.
  static let looseness = 0.05

  /// What `others` are like; each from networks of its own.
  public init(others: [NetworkRates]) {
    let speeds = NetworkRates.guess.logs.count - 1
    let relative = others.map { rates in
      let speed = rates.logs.prefix(speeds).reduce(0, +) / Double(speeds)
      return rates.logs.enumerated().map { $0 < speeds ? $1 - speed : $1 }
    }
    guard !relative.isEmpty else {
      expected = .guess
      variances = NetworkRates.guess.logs.map { _ in 1 }
      return
    }
    expected = NetworkRates(
      logs: (0...speeds).map { place in Self.median(relative.map { $0[place] }) })
    variances = (0...speeds).map { place in
      let values = relative.map { $0[place] }
      let mean = values.reduce(0, +) / Double(values.count)
      let square = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      return square / Double(values.count) + Self.leastVariance
    }
  }

  /// The rates of a processor on which `networks` were measured.
  public func rates(from networks: [MeasuredNetwork]) -> NetworkRates {
    guard !networks.isEmpty else { return expected }
    let ratios = networks.map { log($0.seconds / expected.seconds($0.terms)) }
    let start = expected.scaled(by: exp(Self.median(ratios)))
    return Self.search(
      networks, from: start, pull: variances.map { Self.ownVariance / $0 })
  }

  /// The rates of a processor on which many networks were measured, from nothing but these.
  public static func rates(ofMany networks: [MeasuredNetwork]) -> NetworkRates {
    search(networks, from: .guess, pull: NetworkRates.guess.logs.map { _ in looseness })
  }

  private static func search(
    _ networks: [MeasuredNetwork], from start: NetworkRates, pull: [Double]
  ) -> NetworkRates {
    let search = LeastSquares(scale: 0.15, pulls: pull, rounds: 30)
    let bounds = start.logs.map { $0 - 12...$0 + 12 }
    let found = search.solve(from: start.logs, towards: start.logs, bounds: bounds) { logs in
      let rates = NetworkRates(logs: logs)
      return networks.map { log(rates.seconds($0.terms) / $0.seconds) }
    }
    return NetworkRates(logs: found.parameters)
  }

  static func median(_ values: [Double]) -> Double {
    guard !values.isEmpty else { return 0 }
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
}
