import Operators

/// A figure from a paper or a table, as people write it: `4.1G`, `4.09 GFLOPs`, `65.879 BFLOPS`.
public struct PublishedFigure: Sendable, Hashable {
  /// The figure.
  public var value: Double
  /// Half of its last digit: how far off a figure may be that was rounded to it.
  public var tolerance: Double

  /// Reads `text`: a number, perhaps a prefix (k, M, G, B for 10⁹, T, P), perhaps a unit, which tells
  /// nothing: some say FLOPs where they mean multiply–accumulates. Nil where it is none of this.
  public init?(_ text: String) {
    var rest = Substring(text)
    rest.trimSpaces()
    let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, let number = Double(digits), number > 0, digits.count <= 24 else {
      return nil
    }
    rest = rest.dropFirst(digits.count)
    var unit = (parts.count == 2 ? parts[1].map { _ in 0.1 } : []).reduce(1.0, *)
    rest.trimSpaces()
    guard let scale = Self.scale(&rest) else { return nil }
    unit *= scale
    value = number * scale
    tolerance = unit / 2
    guard value.isFinite, Self.units.contains(rest.lowercased()) else { return nil }
  }

  private static let units: Set<String> = [
    "", "flop", "flops", "mac", "macs", "mult-adds", "madds", "ops",
  ]
  private static let prefixes: [Character: Double] = [
    "k": 1e3, "K": 1e3, "M": 1e6, "G": 1e9, "B": 1e9, "b": 1e9, "T": 1e12, "P": 1e15,
  ]

  /// An exponent (`e9`) or a prefix, taken off the beginning.
  private static func scale(_ rest: inout Substring) -> Double? {
    if let first = rest.first, first == "e" || first == "E" {
      let exponent = rest.dropFirst().prefix { $0.isASCII && ($0.isNumber || $0 == "+") }
      guard let power = Int(exponent), (0...18).contains(power) else { return nil }
      rest = rest.dropFirst(1 + exponent.count)
      rest.trimSpaces()
      return (0..<power).reduce(1.0) { scale, _ in scale * 10 }
    }
    // MAC and madds begin with a prefix's letter.
    guard !units.contains(rest.lowercased()), let first = rest.first, let scale = prefixes[first]
    else { return 1 }
    rest = rest.dropFirst()
    rest.trimSpaces()
    return scale
  }
}

extension Substring {
  fileprivate mutating func trimSpaces() {
    while first == " " { removeFirst() }
    while last == " " { removeLast() }
  }
}

/// A figure that a convention gives for a network, held against a published one.
public struct FigureMatch: Sendable, Hashable {
  /// What gives it: `fvcore`, `2 x fvcore`.
  public var name: String
  /// The figure.
  public var figure: Int
  /// How far the published figure is off, as a share of this one: 0.02 is 2 % more.
  public var deviation: Double
  /// Whether it is off by no more than rounding.
  public var isWithinRounding: Bool
}

extension CountComparison {
  /// The conventions that give `published` within its rounding; where none does, the three nearest.
  public func matches(_ published: PublishedFigure) -> [FigureMatch] {
    let all = candidates.map { name, figure in
      let difference = published.value - Double(figure)
      // Binary fractions round the tolerance itself.
      let isWithin = difference.magnitude <= published.tolerance * (1 + 1e-9)
      return FigureMatch(
        name: name, figure: figure, deviation: difference / Double(figure),
        isWithinRounding: isWithin)
    }
    .sorted { ($0.deviation.magnitude, $0.name) < ($1.deviation.magnitude, $1.name) }
    let within = all.filter(\.isWithinRounding)
    return within.isEmpty ? Array(all.prefix(3)) : within
  }

  /// Every figure that somebody may have written down: those of the tools, and twice those that count a
  /// multiply–accumulate as one.
  private var candidates: [(String, Int)] {
    var all: [(String, Int)] = [("multiply–accumulates", work.totals.macs)]
    all.append(("2 x multiply–accumulates", work.totals.contractionFlops))
    for count in counts {
      guard let figure = count.figure else { continue }
      all.append((count.convention.name, figure))
      let isDoubled = count.terms.contains { $0.reason == .twoPerMultiplyAccumulate }
      if !isDoubled, case (let twice, false) = figure.multipliedReportingOverflow(by: 2) {
        all.append(("2 x \(count.convention.name)", twice))
      }
    }
    return all.filter { $0.1 > 0 }
  }
}
