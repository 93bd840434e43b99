/// The figures that every profile should have and this one cannot, each with the reason.
///
/// A profile without rates or without a memory is an error unless it says here that, and why, they
/// are not known: nothing unknown is ever taken for zero.
public struct UnknownFigures: Sendable, Hashable {
  /// Why there are no dense rates.
  public var compute: String?
  /// Why there is no memory level.
  public var memory: String?
  /// Why the main memory has no bandwidth.
  public var memoryBandwidth: String?

  /// Reasons; leave out what is known.
  public init(compute: String? = nil, memory: String? = nil, memoryBandwidth: String? = nil) {
    self.compute = compute
    self.memory = memory
    self.memoryBandwidth = memoryBandwidth
  }
}

extension UnknownFigures: Codable {
  enum CodingKeys: String, CodingKey, CaseIterable { case compute, memory, memoryBandwidth }

  /// Reads the object; a key that is not known is an error.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.strictContainer(CodingKeys.self)
    compute = try fields.decodeIfPresent(String.self, forKey: .compute)
    memory = try fields.decodeIfPresent(String.self, forKey: .memory)
    memoryBandwidth = try fields.decodeIfPresent(String.self, forKey: .memoryBandwidth)
  }
}
