/// A figure with where it comes from.
///
/// The unit is in the name of the property that holds it (`flopsPerSecond`, `bytes`).
public struct Sourced: Sendable, Hashable {
  /// The figure, in the SI unit that its key names.
  public var value: Double
  /// Keys of the profile's ``DeviceProfile/sources``, joined by `+`.
  public var source: String
  /// A formula, a condition, or a disagreement, where there is one.
  public var note: String?

  /// A figure of a source.
  public init(_ value: Double, source: String, note: String? = nil) {
    self.value = value
    self.source = source
    self.note = note
  }

  /// The single keys of ``source``.
  public var sourceKeys: [String] {
    source.split(separator: "+", omittingEmptySubsequences: false).map(String.init)
  }
}

extension Sourced: Codable {
  enum CodingKeys: String, CodingKey, CaseIterable { case value, source, note }

  /// Reads the object; a key that is not known is an error.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.strictContainer(CodingKeys.self)
    value = try fields.decode(Double.self, forKey: .value)
    source = try fields.decode(String.self, forKey: .source)
    note = try fields.decodeIfPresent(String.self, forKey: .note)
  }
}
