public import Devices
public import ModelGraph
public import Operators

/// A device made ready to hold layers against: each ceiling is looked up once.
///
/// Time is `max over ceilings (amount / rate)`, in seconds, after Williams, Waterman, Patterson,
/// "Roofline: an insightful visual performance model", CACM 52(4), 2009. The amounts are
///
/// - all FLOPs of the layer against the fastest unit that can do its contractions;
/// - the FLOPs beside the contractions against the vector unit;
/// - the transcendental functions against the vector unit, one lane slot each: half its FLOP rate,
///   which counts a fused multiply–add as two (a real evaluation takes longer);
/// - all bytes against each memory level's bandwidth, and reads and writes apart where the profile
///   states them.
public struct DeviceRoofline: Sendable {
  /// The device.
  public let device: DeviceProfile
  private let memory: [MemoryCeiling]
  private var compute: [ElementType: ComputeCeilings] = [:]
  /// What was put in the place of rates that the device does not state, each once.
  public private(set) var substitutions: [String] = []

  /// What the bound does not cover, each as a sentence without its full stop.
  public let limitations: [String]

  /// A device to hold layers against.
  public init(_ device: DeviceProfile) {
    self.device = device
    memory = device.memoryLevels.compactMap { MemoryCeiling($0, of: device) }
    guard device.mainMemory?.hasBandwidth != true else {
      limitations = []
      return
    }
    let reasons = [device.unknown?.memory, device.unknown?.memoryBandwidth].compactMap { $0 }
    limitations = [
      "the bandwidth of \(device.id)'s main memory is not known"
        + (reasons.isEmpty ? "" : " (\(reasons.joined(separator: "; ")))")
        + ", so the time of moving bytes through it is left out"
    ]
  }

  /// The least time of `layer`.
  ///
  /// - Throws: ``RooflineError`` where the device cannot compute in the layer's type.
  public mutating func estimate(_ layer: LayerWork) throws(RooflineError) -> LayerEstimate {
    let ceilings = try ceilings(of: layer.work, type: layer.computeType)
    let longest = ceilings.max { $0.seconds < $1.seconds }
    return LayerEstimate(
      layer: layer, ceilings: ceilings, boundSeconds: longest?.seconds ?? 0,
      bound: longest?.ceiling ?? .nothing)
  }

  /// The time that each ceiling asks of `work` in arithmetic on `type`.
  ///
  /// - Throws: ``RooflineError`` where the device cannot compute in that type.
  public mutating func ceilings(
    of work: Work, type: ElementType
  ) throws(RooflineError) -> [CeilingTime] {
    var ceilings: [CeilingTime] = []
    ceilings.reserveCapacity(memory.count + 3)
    for level in memory {
      if let time = level.time(of: work) { ceilings.append(time) }
    }
    if work.flops > 0 || work.transcendentals > 0 {
      Self.add(work, on: try computeCeilings(for: type), to: &ceilings)
    }
    return ceilings
  }

  private mutating func computeCeilings(
    for type: ElementType
  ) throws(RooflineError) -> ComputeCeilings {
    if let known = compute[type] { return known }
    let found = try ComputeCeilings(of: device, for: type)
    compute[type] = found
    for explanation in found.explanations where !substitutions.contains(explanation) {
      substitutions.append(explanation)
    }
    return found
  }

  private static func add(
    _ work: Work, on ceilings: ComputeCeilings, to times: inout [CeilingTime]
  ) {
    let contraction = ceilings.contraction
    let elementwise = ceilings.elementwise
    func add(_ amount: Int, on rate: ResolvedRate, perSlot: Double, _ ceiling: Bound) {
      guard amount > 0 else { return }
      let seconds = Double(amount) * perSlot / rate.rate.flopsPerSecond.value
      times.append(CeilingTime(ceiling: ceiling, seconds: seconds))
    }
    if work.macs > 0 {
      add(
        work.flops, on: contraction, perSlot: 1, .compute(contraction.rate.unit, contraction.used))
    }
    let vector = (unit: elementwise.rate.unit, precision: elementwise.used)
    add(
      work.elementwiseFlops, on: elementwise, perSlot: 1, .compute(vector.unit, vector.precision))
    add(
      work.transcendentals, on: elementwise, perSlot: 2,
      .transcendental(vector.unit, vector.precision))
  }
}

/// One memory level of a device with the bandwidths that its profile states.
private struct MemoryCeiling: Sendable {
  let name: String
  let bytesPerSecond: Double?
  let readBytesPerSecond: Double?
  let writeBytesPerSecond: Double?

  /// The ceiling of `level`, or nil where no bandwidth of the whole device can be told.
  init?(_ level: MemoryLevel, of device: DeviceProfile) {
    guard level.hasBandwidth, let copies = level.copies(in: device) else { return nil }
    name = level.label
    bytesPerSecond = level.bytesPerSecond.map { $0.value * copies }
    readBytesPerSecond = level.readBytesPerSecond.map { $0.value * copies }
    writeBytesPerSecond = level.writeBytesPerSecond.map { $0.value * copies }
  }

  func time(of work: Work) -> CeilingTime? {
    guard work.bytes > 0 else { return nil }
    let reads = Double(work.weightBytes + work.inputBytes)
    let writes = Double(work.outputBytes)
    let longest = max(
      bytesPerSecond.map { (reads + writes) / $0 } ?? 0, readBytesPerSecond.map { reads / $0 } ?? 0,
      writeBytesPerSecond.map { writes / $0 } ?? 0)
    return CeilingTime(ceiling: .memory(name), seconds: longest)
  }
}

extension MemoryLevel {
  /// How people know the level: its name, else its short name.
  public var label: String { name ?? level }

  /// How many of this level the device has, or nil where its number of units is not known.
  package func copies(in device: DeviceProfile) -> Double? {
    switch scope {
    case .device: 1
    case .computeUnit: device.structure?.computeUnits?.count?.value
    }
  }
}
