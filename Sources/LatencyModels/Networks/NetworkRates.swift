import Glibc
import Operators

/// How fast a runtime goes through a whole network on one processor: the seconds of a unit of each
/// term, eleven numbers that are the same for every network.
public struct NetworkRates: Sendable, Hashable {
  /// The natural logarithms: the seconds of a unit of each ``NetworkTerms/Term``, then the factor by
  /// which convolutions of 8-bit integers take other times.
  public var logs: [Double]

  /// Rates of these logarithms.
  public init(logs: [Double]) {
    self.logs = logs
  }

  /// Rates of these parameters; nil where one is missing, or is zero.
  public init?(_ values: ParameterValues<NetworkParameter>) {
    var logs: [Double] = []
    for parameter in NetworkParameter.allCases {
      guard let value = values[parameter], value > 0 else { return nil }
      logs.append(log(value))
    }
    self.init(logs: logs)
  }

  /// The rates as parameters, for a file.
  public var values: ParameterValues<NetworkParameter> {
    var values = ParameterValues<NetworkParameter>()
    for parameter in NetworkParameter.allCases { values[parameter] = exp(logs[parameter.place]) }
    return values
  }

  /// Where a search begins that knows nothing: some ten GMAC/s, a few GB/s, microseconds a layer;
  /// guesses.
  public static let guess: NetworkRates = {
    let perSecond: [Double] = [25e9, 40e9, 20e9, 8e9, 8e9, 8e9, 4e9, 8e9, 3e5, 3e5]
    let integerFactor: Double = 0.7
    return NetworkRates(logs: perSecond.map { -log($0) } + [log(integerFactor)])
  }()

  /// The terms whose arithmetic is of 8-bit integers in a network of those.
  private static let integerTerms: [NetworkTerms.Term] = [
    .pointwise, .winograd, .otherConvolutions,
  ]

  /// The time of a network, in seconds.
  public func seconds(_ network: NetworkTerms) -> Double {
    var sum = 0.0
    for term in NetworkTerms.Term.allCases {
      let seconds = network[term] * exp(logs[term.rawValue])
      let isInteger = network.isInt8 && Self.integerTerms.contains(term)
      sum += isInteger ? seconds * exp(logs[NetworkTerms.Term.allCases.count]) : seconds
    }
    return sum
  }

  /// The same rates, all times `factor` as long; the factor of 8-bit integers stays.
  public func scaled(by factor: Double) -> NetworkRates {
    var scaled = self
    for term in NetworkTerms.Term.allCases { scaled.logs[term.rawValue] += log(factor) }
    return scaled
  }
}

/// A network with the time that it took on one processor.
public struct MeasuredNetwork: Sendable, Hashable {
  /// What it asks of the processor.
  public var terms: NetworkTerms
  /// The time, in seconds.
  public var seconds: Double

  /// A network's measured time.
  public init(_ terms: NetworkTerms, seconds: Double) {
    self.terms = terms
    self.seconds = seconds
  }
}
