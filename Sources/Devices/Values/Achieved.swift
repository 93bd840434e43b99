/// A figure that was measured on the device, kept apart from the published peaks.
public struct Achieved: Sendable, Hashable {
  /// What was measured, its unit last: `dram.readBytesPerSecond`, `gemm.bf16.flopsPerSecond`.
  public var metric: String
  /// The figure, in the unit that `metric` names.
  public var value: Double
  /// What it holds for: the program, its version, the sizes.
  public var conditions: String?
  /// Keys of the profile's ``DeviceProfile/sources``, joined by `+`.
  public var source: String

  /// A measured figure.
  public init(metric: String, value: Double, conditions: String? = nil, source: String) {
    self.metric = metric
    self.value = value
    self.conditions = conditions
    self.source = source
  }
}

extension Achieved: Codable {
  enum CodingKeys: String, CodingKey, CaseIterable { case metric, value, conditions, source }

  /// Reads the object; a key that is not known is an error.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.strictContainer(CodingKeys.self)
    metric = try fields.decode(String.self, forKey: .metric)
    value = try fields.decode(Double.self, forKey: .value)
    conditions = try fields.decodeIfPresent(String.self, forKey: .conditions)
    source = try fields.decode(String.self, forKey: .source)
  }
}
