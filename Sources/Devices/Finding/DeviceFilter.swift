/// Which devices of a catalogue a user wants to see; what is nil does not matter.
public struct DeviceFilter: Sendable, Hashable {
  /// The sort of device.
  public var kind: DeviceKind?
  /// The vendor, upper and lower case alike.
  public var vendor: String?
  /// The capacity of the main memory, in bytes.
  public var memoryBytes: AmountRange?
  /// The bandwidth of the main memory, in bytes a second.
  public var bytesPerSecond: AmountRange?
  /// The power, in watts.
  public var watts: AmountRange?
  /// A precision that a unit of the device must have a rate for.
  public var precision: Precision?

  /// A filter; one that accepts everything unless said otherwise.
  public init(
    kind: DeviceKind? = nil, vendor: String? = nil, memoryBytes: AmountRange? = nil,
    bytesPerSecond: AmountRange? = nil, watts: AmountRange? = nil, precision: Precision? = nil
  ) {
    self.kind = kind
    self.vendor = vendor
    self.memoryBytes = memoryBytes
    self.bytesPerSecond = bytesPerSecond
    self.watts = watts
    self.precision = precision
  }

  /// Whether `device` is wanted; one whose figure is not known is not.
  public func accepts(_ device: DeviceProfile) -> Bool {
    let main = device.mainMemory
    return (kind.map { $0 == device.kind } ?? true)
      && (vendor.map { $0.lowercased() == device.vendor.lowercased() } ?? true)
      && Self.holds(memoryBytes, main?.bytes) && Self.holds(bytesPerSecond, main?.bytesPerSecond)
      && Self.holds(watts, device.power?.watts)
      && (precision.map { wanted in device.compute.contains { $0.precision == wanted } } ?? true)
  }

  private static func holds(_ range: AmountRange?, _ figure: Sourced?) -> Bool {
    guard let range else { return true }
    return figure.map { range.contains($0.value) } ?? false
  }
}

/// The figure by which devices are put in order.
public enum DeviceOrder: String, Sendable, Hashable, CaseIterable {
  case id, name, vendor, year, memory, bandwidth, watts
  case fp64, fp32, tf32, fp16, bf16, fp8, fp4, int8, int4

  /// The devices in this order: names from A on, figures from the largest on, unknown ones last.
  public func sorted(_ devices: [DeviceProfile]) -> [DeviceProfile] {
    if let text {
      return devices.sorted { (text($0).lowercased(), $0.id) < (text($1).lowercased(), $1.id) }
    }
    return devices.sorted {
      (-(figure(of: $0) ?? -.infinity), $0.id) < (-(figure(of: $1) ?? -.infinity), $1.id)
    }
  }

  private var text: ((DeviceProfile) -> String)? {
    switch self {
    case .id: \.id
    case .name: \.name
    case .vendor: \.vendor
    default: nil
    }
  }

  private func figure(of device: DeviceProfile) -> Double? {
    switch self {
    case .id, .name, .vendor: nil
    case .year: device.year.map(Double.init)
    case .memory: device.mainMemory?.bytes?.value
    case .bandwidth: device.mainMemory?.bytesPerSecond?.value
    case .watts: device.power?.watts.value
    default: Precision(rawValue: rawValue).flatMap { device.highestRate(in: $0) }
    }
  }
}

extension DeviceProfile {
  /// The rate of the fastest unit in exactly this precision, in operations a second.
  public func highestRate(in precision: Precision) -> Double? {
    compute.filter { $0.precision == precision }.map(\.flopsPerSecond.value).max()
  }
}
