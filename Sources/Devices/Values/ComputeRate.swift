/// The highest rate at which one kind of unit of the whole device computes in one precision.
public struct ComputeRate: Sendable, Hashable {
  /// The unit that computes.
  public var unit: ComputeUnit
  /// The precision of what is multiplied.
  public var precision: Precision
  /// Operations a second of the whole device, a multiply–accumulate being two, integer ones alike.
  public var flopsPerSecond: Sourced
  /// The precision that products are summed in, where the source says so.
  public var accumulate: Precision?
  /// Operations that one compute unit does in a clock, a multiply–accumulate being two.
  public var operationsPerUnitPerClock: Sourced?
  /// The clock that this rate holds at, in hertz, where it is not the structure's.
  public var clockHertz: Sourced?

  /// A rate of a unit in a precision.
  public init(
    unit: ComputeUnit, precision: Precision, flopsPerSecond: Sourced,
    accumulate: Precision? = nil, operationsPerUnitPerClock: Sourced? = nil,
    clockHertz: Sourced? = nil
  ) {
    self.unit = unit
    self.precision = precision
    self.flopsPerSecond = flopsPerSecond
    self.accumulate = accumulate
    self.operationsPerUnitPerClock = operationsPerUnitPerClock
    self.clockHertz = clockHertz
  }
}

extension ComputeRate: Codable {
  enum CodingKeys: String, CodingKey, CaseIterable {
    case unit, precision, flopsPerSecond, accumulate, operationsPerUnitPerClock, clockHertz
  }

  /// Reads the object; a key that is not known is an error.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.strictContainer(CodingKeys.self)
    unit = try fields.choice(ComputeUnit.self, forKey: .unit)
    precision = try fields.choice(Precision.self, forKey: .precision)
    flopsPerSecond = try fields.decode(Sourced.self, forKey: .flopsPerSecond)
    accumulate = try fields.choiceIfPresent(Precision.self, forKey: .accumulate)
    operationsPerUnitPerClock = try fields.decodeIfPresent(
      Sourced.self, forKey: .operationsPerUnitPerClock)
    clockHertz = try fields.decodeIfPresent(Sourced.self, forKey: .clockHertz)
  }
}
