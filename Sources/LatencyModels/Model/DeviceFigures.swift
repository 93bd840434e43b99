public import Devices

/// What the latency model needs of a device's datasheet, looked up once.
public struct DeviceFigures: Sendable {
  /// A rate and the unit that it belongs to.
  struct Rate: Sendable {
    var flopsPerSecond: Double
    var isMatrix: Bool
    var bits: Int
  }

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
  private let contractions: [Rate?]
  private let elementwise: [Rate?]
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
    computeUnits = max(device.structure?.computeUnits?.count?.value ?? 1, 1)
    clockHertz = device.structure?.clockHertz?.value ?? 1e9
    let caches = device.memoryLevels.dropFirst().filter { $0.scope == .device }
    cacheBytes = caches.first?.bytes?.value ?? 0
    watts = device.power?.watts.value
    contractions = Precision.allCases.map { Self.rate(device.contractionRate(precision: $0)) }
    elementwise = Precision.allCases.map { Self.rate(device.elementwiseRate(precision: $0)) }
  }

  private static func rate(_ resolved: ResolvedRate?) -> Rate? {
    resolved.map {
      Rate(
        flopsPerSecond: $0.flopsPerSecond, isMatrix: $0.rate.unit == .matrix, bits: $0.used.bits)
    }
  }

  /// The fastest unit for contractions in a precision.
  ///
  /// - Throws: ``LatencyError`` where it has none.
  func contraction(_ precision: Precision) throws(LatencyError) -> Rate {
    guard let rate = contractions[precision.place] else { throw missing(precision) }
    return rate
  }

  /// The unit for arithmetic on elements in a precision.
  ///
  /// - Throws: ``LatencyError`` where it has none.
  func elementwise(_ precision: Precision) throws(LatencyError) -> Rate {
    guard let rate = elementwise[precision.place] else { throw missing(precision) }
    return rate
  }

  private func missing(_ precision: Precision) -> LatencyError {
    let known = zip(Precision.allCases, contractions).filter { $1 != nil }
    return LatencyError(
      .precision, "it has no rate for \(precision.rawValue), nor for one that can stand for it",
      location: id,
      remedy: "choose one that it computes in: "
        + known.map(\.0.rawValue).joined(separator: ", "))
  }
}

extension Precision {
  /// Its place among all.
  fileprivate var place: Int {
    switch self {
    case .fp64: 0
    case .fp32: 1
    case .tf32: 2
    case .fp16: 3
    case .bf16: 4
    case .fp8: 5
    case .fp6: 6
    case .fp4: 7
    case .int8: 8
    case .int4: 9
    }
  }
}
