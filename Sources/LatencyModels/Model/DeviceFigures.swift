public import Devices
import Roofline

/// What the latency model needs of a device's datasheet, looked up once.
public struct DeviceFigures: Sendable {
  /// Compute units that work at the same time; 1 where the profile does not say.
  public let computeUnits: Double
  /// The clock, in hertz; 1 GHz where the profile does not say.
  public let clockHertz: Double
  /// The main memory's bandwidth, in bytes a second.
  public let memoryBytesPerSecond: Double
  /// The capacity of the last-level cache, in bytes; 0 where there is none.
  public let cacheBytes: Double
  /// The design power, in watts; nil where it is not known.
  public let watts: Double?
  /// The fastest unit for contractions, by precision.
  private let contractions: [Precision: ResolvedRate]
  /// The unit for all other arithmetic, by precision.
  private let elementwise: [Precision: ResolvedRate]
  private let id: String

  /// The figures of `device`.
  ///
  /// - Throws: ``LatencyError`` where it states no bandwidth.
  public init(_ device: DeviceProfile) throws(LatencyError) {
    id = device.id
    let main = device.mainMemory
    guard
      let bandwidth = main?.bytesPerSecond?.value ?? main?.readBytesPerSecond?.value, bandwidth > 0
    else {
      throw LatencyError(
        .device, "its memory's bandwidth is not known", location: device.id,
        remedy: "give a profile that states it")
    }
    memoryBytesPerSecond = bandwidth
    let units = device.structure?.computeUnits?.count?.value ?? 1
    computeUnits = max(units, 1)
    clockHertz = device.structure?.clockHertz?.value ?? 1e9
    let caches = device.memoryLevels.dropFirst().filter { $0.scope == .device }
    cacheBytes = caches.first?.bytes?.value ?? 0
    watts = device.power?.watts.value
    contractions = Self.table { device.contractionRate(precision: $0) }
    elementwise = Self.table { device.elementwiseRate(precision: $0) }
  }

  private static func table(
    _ rate: (Precision) -> ResolvedRate?
  ) -> [Precision: ResolvedRate] {
    var table: [Precision: ResolvedRate] = [:]
    for precision in Precision.allCases { table[precision] = rate(precision) }
    return table
  }

  /// The fastest unit for contractions in a precision.
  ///
  /// - Throws: ``LatencyError`` where it has none.
  public func contraction(_ precision: Precision) throws(LatencyError) -> ResolvedRate {
    guard let rate = contractions[precision] else { throw missing(precision) }
    return rate
  }

  /// The unit for arithmetic on elements in a precision.
  ///
  /// - Throws: ``LatencyError`` where it has none.
  public func elementwise(_ precision: Precision) throws(LatencyError) -> ResolvedRate {
    guard let rate = elementwise[precision] else { throw missing(precision) }
    return rate
  }

  private func missing(_ precision: Precision) -> LatencyError {
    let known = contractions.keys.map(\.rawValue).sorted().joined(separator: ", ")
    return LatencyError(
      .precision, "it has no rate for \(precision.rawValue), nor for one that can stand for it",
      location: id, remedy: "choose one that it computes in: \(known)")
  }
}
