/// A number of the latency model that a file gives: it has a name, a meaning, a unit, and a range
/// outside of which it describes nothing that exists.
public protocol LatencyParameter: CaseIterable, Hashable, RawRepresentable, Sendable
where RawValue == String, AllCases == [Self] {
  /// What it stands for.
  var meaning: String { get }
  /// Its unit; `1` for a share or a factor.
  var unit: String { get }
  /// The values that are plausible.
  var range: ClosedRange<Double> { get }
  /// Its place among all.
  var place: Int { get }
}

/// A number for each parameter of a kind.
public struct ParameterValues<Parameter: LatencyParameter>: Sendable, Hashable {
  private var values: [Double?]

  /// No values yet.
  public init() {
    values = Array(repeating: nil, count: Parameter.allCases.count)
  }

  /// The value of a parameter; nil where the file leaves it to what it is based on.
  public subscript(_ parameter: Parameter) -> Double? {
    get { values[parameter.place] }
    set { values[parameter.place] = newValue }
  }

  /// These values, and for what they lack those of `base`.
  public func over(_ base: ParameterValues) -> ParameterValues {
    var merged = self
    for place in values.indices where values[place] == nil {
      merged.values[place] = base.values[place]
    }
    return merged
  }

  /// These values within their ranges.
  public func clamped() -> ParameterValues {
    var clamped = self
    for parameter in Parameter.allCases {
      clamped[parameter] = self[parameter].map {
        min(max($0, parameter.range.lowerBound), parameter.range.upperBound)
      }
    }
    return clamped
  }

  /// The parameters that have a value, in order.
  public var given: [Parameter] { Parameter.allCases.filter { self[$0] != nil } }

  /// The parameters without a value, in order.
  public var missing: [Parameter] { Parameter.allCases.filter { self[$0] == nil } }
}
