/// A substitution that a device or its compiler really makes, although it loses precision.
///
/// Widening needs no such entry (``Precision/exactlyWider``); narrowing always does.
public struct Fallback: Sendable, Hashable {
  /// The precision that is asked for.
  public var from: Precision
  /// The precision that the arithmetic runs in.
  public var to: Precision
  /// Why: one sentence without a full stop.
  public var reason: String
  /// Keys of the profile's ``DeviceProfile/sources``, joined by `+`.
  public var source: String

  /// A substitution with its reason and source.
  public init(from: Precision, to: Precision, reason: String, source: String) {
    self.from = from
    self.to = to
    self.reason = reason
    self.source = source
  }
}

extension Fallback: Codable {
  enum CodingKeys: String, CodingKey, CaseIterable { case from, to, reason, source }

  /// Reads the object; a key that is not known is an error.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.strictContainer(CodingKeys.self)
    from = try fields.choice(Precision.self, forKey: .from)
    to = try fields.choice(Precision.self, forKey: .to)
    reason = try fields.decode(String.self, forKey: .reason)
    source = try fields.decode(String.self, forKey: .source)
  }
}
