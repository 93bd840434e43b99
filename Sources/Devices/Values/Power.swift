/// The power that a device draws.
public struct Power: Sendable, Hashable {
  /// The board or thermal design power, in watts.
  public var watts: Sourced

  /// A design power.
  public init(watts: Sourced) {
    self.watts = watts
  }
}

extension Power: Codable {
  enum CodingKeys: String, CodingKey, CaseIterable { case watts }

  /// Reads the object; a key that is not known is an error.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.strictContainer(CodingKeys.self)
    watts = try fields.decode(Sourced.self, forKey: .watts)
  }
}
