public import Devices
import Roofline

/// A device's ceilings as a roofline draws them: what its units can do, and what its memories give.
public struct Roof: Sendable {
  /// The most that a unit does, whatever the intensity.
  public struct Ceiling: Sendable, Hashable {
    /// The unit and its precision: `matrix fp16`.
    public var name: String
    /// Operations a second.
    public var flopsPerSecond: Double
  }

  /// What a memory level gives.
  public struct Slope: Sendable, Hashable {
    /// The level, as people know it: `HBM2e`.
    public var name: String
    /// Bytes a second of the whole device.
    public var bytesPerSecond: Double
    /// Whether it is the main memory.
    public var isMain: Bool
  }

  /// Where a memory level gives just enough bytes for a ceiling.
  public struct Ridge: Sendable, Hashable {
    /// The ceiling.
    public var ceiling: Ceiling
    /// The memory level.
    public var slope: Slope
    /// The intensity, in FLOP/byte.
    public var intensity: Double { ceiling.flopsPerSecond / slope.bytesPerSecond }
  }

  /// The device's ID.
  public var id: String
  /// The device's name.
  public var name: String
  /// The precision that its ceilings are for.
  public var precision: Precision
  /// The compute ceilings, the highest first.
  public var ceilings: [Ceiling]
  /// The memory levels with a known bandwidth, the fastest first.
  public var slopes: [Slope]

  /// The ceilings of `device` in `precision`: every unit that lists a rate for it, and those that
  /// stand in where it lists none.
  ///
  /// A level that states reads and writes apart is drawn at its reads.
  public init(_ device: DeviceProfile, precision: Precision, ceilings choice: CeilingChoice) {
    let profile = device.choosing(choice).profile
    id = device.id
    name = device.name
    self.precision = precision
    ceilings = Self.ceilings(of: profile, in: precision)
    let main = profile.mainMemory?.level
    let slopes = profile.memoryLevels.compactMap { level -> Slope? in
      let rate = level.bytesPerSecond ?? level.readBytesPerSecond ?? level.writeBytesPerSecond
      guard let rate = rate?.value, let copies = level.copies(in: profile),
        Self.isDrawable(rate * copies)
      else { return nil }
      return Slope(
        name: level.label, bytesPerSecond: rate * copies, isMain: level.level == main)
    }
    self.slopes = slopes.sorted { ($1.bytesPerSecond, $0.name) < ($0.bytesPerSecond, $1.name) }
  }

  private static func ceilings(of profile: DeviceProfile, in precision: Precision) -> [Ceiling] {
    let own = profile.compute.filter { $0.precision == precision }
    let used = [
      profile.contractionRate(precision: precision), profile.elementwiseRate(precision: precision),
    ].compactMap { $0?.rate }
    var names: Set<String> = []
    return (own + used).compactMap { rate in
      let name = "\(rate.unit.rawValue) \(rate.precision.rawValue)"
      guard isDrawable(rate.flopsPerSecond.value), names.insert(name).inserted else { return nil }
      return Ceiling(name: name, flopsPerSecond: rate.flopsPerSecond.value)
    }.sorted { ($1.flopsPerSecond, $0.name) < ($0.flopsPerSecond, $1.name) }
  }

  /// Whether a logarithmic axis can have the figure: an own profile may state anything.
  private static func isDrawable(_ value: Double) -> Bool { value >= 1e-30 && value <= 1e40 }

  /// The main memory, else the slowest level that is known.
  public var mainSlope: Slope? { slopes.first(where: \.isMain) ?? slopes.last }

  /// The ridge points: of every ceiling with the main memory, and of the highest ceiling with every
  /// level.
  public var ridges: [Ridge] {
    guard let main = mainSlope, let highest = ceilings.first else { return [] }
    let ofCeilings = ceilings.map { Ridge(ceiling: $0, slope: main) }
    let others = slopes.filter { $0 != main }.map { Ridge(ceiling: highest, slope: $0) }
    return ofCeilings + others
  }
}
