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
  /// The ceilings that layers were held against, each once: first those of ``memory``.
  private var ceilings: [Bound]
  /// The places of the compute ceilings among them; few types, each asked for by very many layers.
  private var compute: [(type: ElementType, places: ComputePlaces)] = []
  /// What was put in the place of rates that the device does not state, each once.
  public private(set) var substitutions: [String] = []

  /// What the bound does not cover, each as a sentence without its full stop.
  public let limitations: [String]

  /// A device to hold layers against.
  public init(_ device: DeviceProfile) {
    self.device = device
    memory = device.memoryLevels.compactMap { MemoryCeiling($0, of: device) }
    ceilings = memory.map { .memory($0.name) }
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
    LayerEstimate(0, of: try times(of: [layer]))
  }

  /// What each of `layers` asks of the device.
  ///
  /// - Throws: ``RooflineError`` where the device cannot compute in a layer's type.
  mutating func times(of layers: [LayerWork]) throws(RooflineError) -> LayerTimes {
    var times: [LayerTimes.Time] = []
    var ends: [Int] = []
    times.reserveCapacity(layers.count * (memory.count + 1))
    ends.reserveCapacity(layers.count)
    for place in layers.indices {
      try add(layers[place].work, type: layers[place].computeType, to: &times)
      ends.append(times.count)
    }
    return LayerTimes(layers: layers, ceilings: ceilings, times: times, ends: ends)
  }

  /// The time that each ceiling asks of `work` in arithmetic on `type`.
  ///
  /// - Throws: ``RooflineError`` where the device cannot compute in that type.
  public mutating func ceilings(
    of work: Work, type: ElementType
  ) throws(RooflineError) -> [CeilingTime] {
    var times: [LayerTimes.Time] = []
    try add(work, type: type, to: &times)
    return times.map { CeilingTime(ceiling: ceilings[$0.ceiling], seconds: $0.seconds) }
  }

  private mutating func add(
    _ work: Work, type: ElementType, to times: inout [LayerTimes.Time]
  ) throws(RooflineError) {
    if work.bytes > 0 {
      for place in memory.indices {
        times.append(LayerTimes.Time(ceiling: place, seconds: memory[place].seconds(of: work)))
      }
    }
    if work.flops > 0 || work.transcendentals > 0 {
      try places(for: type).add(work, to: &times)
    }
  }

  private mutating func places(for type: ElementType) throws(RooflineError) -> ComputePlaces {
    if let known = compute.first(where: { $0.type == type }) { return known.places }
    let found = try ComputeCeilings(of: device, for: type)
    for explanation in found.explanations where !substitutions.contains(explanation) {
      substitutions.append(explanation)
    }
    let (contraction, elementwise) = (found.contraction, found.elementwise)
    let places = ComputePlaces(
      contraction: place(of: .compute(contraction.rate.unit, contraction.used)),
      contractionRate: contraction.rate.flopsPerSecond.value,
      elementwise: place(of: .compute(elementwise.rate.unit, elementwise.used)),
      transcendental: place(of: .transcendental(elementwise.rate.unit, elementwise.used)),
      elementwiseRate: elementwise.rate.flopsPerSecond.value)
    compute.append((type, places))
    return places
  }

  private mutating func place(of ceiling: Bound) -> Int {
    if let known = ceilings.firstIndex(of: ceiling) { return known }
    ceilings.append(ceiling)
    return ceilings.count - 1
  }
}

/// The compute ceilings of one type of element: their places, and their rates in FLOP/s.
private struct ComputePlaces: Sendable {
  let contraction: Int
  let contractionRate: Double
  let elementwise: Int
  let transcendental: Int
  let elementwiseRate: Double

  func add(_ work: Work, to times: inout [LayerTimes.Time]) {
    func add(_ amount: Int, at rate: Double, perSlot: Double, _ ceiling: Int) {
      guard amount > 0 else { return }
      times.append(
        LayerTimes.Time(ceiling: ceiling, seconds: Double(amount) * perSlot / rate))
    }
    if work.macs > 0 { add(work.flops, at: contractionRate, perSlot: 1, contraction) }
    add(work.elementwiseFlops, at: elementwiseRate, perSlot: 1, elementwise)
    add(work.transcendentals, at: elementwiseRate, perSlot: 2, transcendental)
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

  /// The time of moving what `work` moves.
  func seconds(of work: Work) -> Double {
    let reads = Double(work.weightBytes + work.inputBytes)
    let writes = Double(work.outputBytes)
    return max(
      bytesPerSecond.map { (reads + writes) / $0 } ?? 0, readBytesPerSecond.map { reads / $0 } ?? 0,
      writeBytesPerSecond.map { writes / $0 } ?? 0)
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
