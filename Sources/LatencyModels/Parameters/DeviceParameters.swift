public import Devices

/// What a device, or a family of devices, achieves: a file of `LatencyParameters/devices`.
public struct DeviceParameters: Sendable, Hashable {
  /// The version of the format.
  public static let schemaVersion = 1

  /// The device's ID, or the family's name.
  public var id: String
  /// What it is, in words.
  public var summary: String
  /// The family that gives what these parameters lack; nil for a root.
  public var basedOn: String?
  /// The devices of a family, by ID.
  public var devices: [String]
  /// The kind of device for which this root stands where nothing nearer is known.
  public var kind: DeviceKind?
  /// The maker whose devices of ``kind`` belong here, where it is not all makers.
  public var vendor: String?
  /// The runtime that is usual on the device.
  public var runtime: String?
  /// The kinds of operator that were measured on a device; empty: not told.
  public var operators: Set<OperatorClass>
  /// The numbers.
  public var values: ParameterValues<DeviceParameter>
  /// Where each number is from.
  public var sources: [DeviceParameter: String]
}

extension DeviceParameters: Decodable {
  enum CodingKeys: String, CodingKey, CaseIterable {
    case schemaVersion, id, summary, basedOn, devices, kind, vendor, runtime, operators, parameters
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
    devices = try fields.decodeIfPresent([String].self, forKey: .devices) ?? []
    kind = try fields.decodeIfPresent(DeviceKind.self, forKey: .kind)
    vendor = try fields.decodeIfPresent(String.self, forKey: .vendor)
    runtime = try fields.decodeIfPresent(String.self, forKey: .runtime)
    operators = Set(
      try fields.decodeIfPresent([OperatorClass].self, forKey: .operators) ?? [])
    let table = try fields.decode(ParameterTable<DeviceParameter>.self, forKey: .parameters)
    values = table.values
    sources = table.sources
  }
}
