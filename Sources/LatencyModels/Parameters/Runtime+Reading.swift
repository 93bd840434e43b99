import Devices

extension Interval: Decodable {
  enum CodingKeys: String, CodingKey, CaseIterable { case low, high, rows, precisions }

  /// Reads the object; a key that is not known is an error.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.strictContainer(CodingKeys.self)
    low = try fields.decode(Double.self, forKey: .low)
    high = try fields.decode(Double.self, forKey: .high)
    rows = try fields.decode(Int.self, forKey: .rows)
    precisions = Set(try fields.decodeIfPresent([Precision].self, forKey: .precisions) ?? [])
    guard low > 0, low <= high, high < 1e6 else {
      throw DeviceError(
        .value, "the factors \(low) and \(high) are no interval",
        keyPath: decoder.codingPath.keyPath, remedy: "give two positive factors, the lower first")
    }
  }
}

extension Runtime: Decodable {
  enum CodingKeys: String, CodingKey, CaseIterable {
    case schemaVersion, id, summary, basedOn, kinds, vendors, fusion, parameters, intervals
    case intervalsElsewhere, devices, networkRates
  }

  /// Reads the object; a key that is not known is an error.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.strictContainer(CodingKeys.self)
    let version = try fields.decode(Int.self, forKey: .schemaVersion)
    guard version == Self.schemaVersion else {
      throw DeviceError(
        .version, "version \(version) of the format", keyPath: "schemaVersion",
        remedy: "this program reads version \(Self.schemaVersion)")
    }
    id = try fields.decode(String.self, forKey: .id)
    summary = try fields.decode(String.self, forKey: .summary)
    basedOn = try fields.decodeIfPresent(String.self, forKey: .basedOn)
    kinds = try fields.decodeIfPresent([DeviceKind].self, forKey: .kinds) ?? []
    vendors = try fields.decodeIfPresent([String].self, forKey: .vendors) ?? []
    fusion = Set(try fields.decodeIfPresent([Fusion].self, forKey: .fusion) ?? [])
    let table = try fields.decode(ParameterTable<RuntimeParameter>.self, forKey: .parameters)
    values = table.values
    sources = table.sources
    intervals =
      try fields.decodeIfPresent([OperatorClass: Interval].self, forKey: .intervals) ?? [:]
    intervalsElsewhere =
      try fields.decodeIfPresent([OperatorClass: Interval].self, forKey: .intervalsElsewhere) ?? [:]
    devices =
      try fields.decodeIfPresent(
        [String: ParameterTable<DeviceParameter>].self, forKey: .devices)?.mapValues(\.values)
      ?? [:]
    let rates =
      try fields.decodeIfPresent(
        [String: ParameterTable<NetworkParameter>].self, forKey: .networkRates) ?? [:]
    networkRates = [:]
    for (device, table) in rates {
      guard let known = NetworkRates(table.values) else {
        let all = NetworkParameter.allCases.map(\.rawValue).joined(separator: ", ")
        throw DeviceError(
          .value, "the rates of \(device) are not complete", keyPath: "networkRates",
          remedy: "give each of \(all), above zero")
      }
      networkRates[device] = known
    }
  }

  /// The runtime in a text of JSON5; `file` is what errors call it.
  ///
  /// - Throws: ``LatencyError`` for text that is not JSON5, a key or parameter that is not known, and
  ///   a number out of its range.
  public init(json5: String, file: String) throws(LatencyError) {
    do throws(DeviceError) {
      self = try JSON5File.decode(Runtime.self, from: json5, file: file)
    } catch {
      throw LatencyError(error)
    }
  }

  /// The runtime in a file.
  ///
  /// - Throws: ``LatencyError`` for a file that cannot be read, and as ``init(json5:file:)``.
  public init(path: String) throws(LatencyError) {
    let text: String
    do throws(DeviceError) {
      text = try JSON5File.text(path: path)
    } catch {
      throw LatencyError(error)
    }
    try self.init(json5: text, file: path)
  }

  /// This runtime with what it lacks from `base`.
  func over(_ base: Runtime) -> Runtime {
    var merged = self
    merged.values = values.over(base.values)
    merged.sources.merge(base.sources) { own, _ in own }
    merged.intervals.merge(base.intervals) { own, _ in own }
    merged.intervalsElsewhere.merge(base.intervalsElsewhere) { own, _ in own }
    merged.devices.merge(base.devices) { own, other in own.over(other) }
    merged.networkRates.merge(base.networkRates) { own, _ in own }
    if merged.kinds.isEmpty { merged.kinds = base.kinds }
    if merged.vendors.isEmpty { merged.vendors = base.vendors }
    if merged.fusion.isEmpty { merged.fusion = base.fusion }
    return merged
  }
}
