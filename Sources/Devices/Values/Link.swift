/// A connection of a device to its host or to other devices.
public struct Link: Sendable, Hashable {
  /// What it is: `NVLink4 18x`, `PCIe5 x16`.
  public var name: String
  /// What it connects, in words: `3D torus`, `fully connected`, `to the host`.
  public var topology: String?
  /// All lanes together, one way, in bytes a second.
  public var bytesPerSecondPerDirection: Sourced?
  /// All lanes together, both ways, in bytes a second.
  public var bytesPerSecondBidirectional: Sourced?

  /// A link; leave out what is not known.
  public init(
    name: String, topology: String? = nil, bytesPerSecondPerDirection: Sourced? = nil,
    bytesPerSecondBidirectional: Sourced? = nil
  ) {
    self.name = name
    self.topology = topology
    self.bytesPerSecondPerDirection = bytesPerSecondPerDirection
    self.bytesPerSecondBidirectional = bytesPerSecondBidirectional
  }
}

extension Link: Codable {
  enum CodingKeys: String, CodingKey, CaseIterable {
    case name, topology, bytesPerSecondPerDirection, bytesPerSecondBidirectional
  }

  /// Reads the object; a key that is not known is an error.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.strictContainer(CodingKeys.self)
    name = try fields.decode(String.self, forKey: .name)
    topology = try fields.decodeIfPresent(String.self, forKey: .topology)
    bytesPerSecondPerDirection = try fields.decodeIfPresent(
      Sourced.self, forKey: .bytesPerSecondPerDirection)
    bytesPerSecondBidirectional = try fields.decodeIfPresent(
      Sourced.self, forKey: .bytesPerSecondBidirectional)
  }
}
