import CounterGroups
import Devices
import ProgramCounting
import Reports

/// A program on a device's roofline: in seconds, as everywhere. Each ceiling asks a least time for
/// what was done; how much of the program's time that is tells how far below the ceiling it stays.
struct ProgramRoofline {
  /// A ceiling that something was counted against.
  struct Ceiling {
    /// `compute: vector fp64` or `memory: DDR5`.
    let name: String
    /// FLOPs or bytes.
    let amount: Double
    /// A second, at most.
    let rate: Double
    /// `FLOP` or `B`.
    let unit: String
    /// The least time for it.
    var seconds: Double { amount / rate }
  }

  /// Floating-point operations of a run.
  let flops: Double?
  /// Bytes of the outermost level.
  let bytes: Double?
  /// Seconds of the run.
  let seconds: Double
  /// The ceilings, the nearest first.
  let ceilings: [Ceiling]
  /// What to know of them.
  let notes: [String]
  private let device: DeviceProfile?
  private let source: String?

  /// The rate that was reached.
  var flopsPerSecond: Double? { flops.flatMap { seconds > 0 ? $0 / seconds : nil } }
  /// FLOPs a byte of memory.
  var intensity: Double? {
    guard let flops, let bytes, bytes > 0 else { return nil }
    return flops / bytes
  }
  /// The part of the time that the nearest ceiling asks: 1 is on the roof.
  var share: Double? { ceilings.first.map { seconds > 0 ? $0.seconds / seconds : 0 } }

  /// The roofline of a report; nil where neither FLOPs nor bytes are known.
  init?(_ report: CountReport) {
    let counted = { (id: String) in report.metrics.first { $0.metric.id == id }?.spread.median }
    let flops = report.stated?.flops ?? counted("flops")
    let ofMachine = ["read", "written", "moved"].compactMap { counted("bytes-memory-\($0)") }
    let bytes =
      report.stated?.bytes ?? counted("bytes-dram")
      ?? (ofMachine.isEmpty ? nil : ofMachine.reduce(0, +))
    self.flops = flops
    self.bytes = bytes
    guard flops != nil || bytes != nil,
      let seconds = Spread(report.runs.map(\.use.wallSeconds))?.median
    else { return nil }
    self.seconds = seconds
    device = report.device
    source = report.stated?.source
    guard let device = report.device else {
      ceilings = []
      notes = ["--device local holds this against the ceilings of this machine."]
      return
    }
    var found: [Ceiling] = []
    let isFP64 = counted("flops-fp64").flatMap { fp64 in flops.map { fp64 * 2 >= $0 } }
    if let flops {
      found += Self.compute(device, isFP64: report.stated?.flops == nil ? isFP64 : nil, flops)
    }
    var levels = [("l2", counted("bytes-l2")), ("l3", counted("bytes-l3"))]
    if let main = device.mainMemory { levels.append((main.level, bytes)) }
    for (level, bytes) in levels {
      if let ceiling = Self.memory(device, level: level, bytes) { found.append(ceiling) }
    }
    ceilings = found.sorted { $0.seconds > $1.seconds }
    notes = Self.notes(isFP64: isFP64, report)
  }

  /// The highest rate of each precision that the program may have used: the units of a processor's
  /// cores for fp64 and fp32, since its counters tell no others apart.
  private static func compute(
    _ device: DeviceProfile, isFP64: Bool?, _ flops: Double
  ) -> [Ceiling] {
    let precisions: [Precision] = isFP64.map { $0 ? [.fp64] : [.fp32] } ?? [.fp64, .fp32]
    return precisions.compactMap { precision in
      let rates = device.compute.filter { $0.precision == precision && $0.flopsPerSecond.value > 0 }
      guard let best = rates.max(by: { $0.flopsPerSecond.value < $1.flopsPerSecond.value }) else {
        return nil
      }
      return Ceiling(
        name: "compute: \(best.unit.rawValue) \(precision.rawValue)", amount: flops,
        rate: best.flopsPerSecond.value, unit: "FLOP")
    }
  }

  private static func memory(
    _ device: DeviceProfile, level: String, _ bytes: Double?
  ) -> Ceiling? {
    guard let bytes, let found = device.memoryLevels.first(where: { $0.level == level }) else {
      return nil
    }
    let rate = found.bytesPerSecond ?? found.readBytesPerSecond
    let copies = found.scope == .device ? 1 : device.structure?.computeUnits?.count?.value
    guard let rate, let copies, rate.value > 0 else { return nil }
    return Ceiling(
      name: "memory: \(found.name ?? found.level)", amount: bytes, rate: rate.value * copies,
      unit: "B")
  }

  private static func notes(isFP64: Bool?, _ report: CountReport) -> [String] {
    var notes = [
      "The ceilings are those of the whole device, whatever part of it the program used."
    ]
    if isFP64 == nil || report.stated?.flops != nil {
      notes.append("Of which precision the FLOPs are is not known: both ceilings are shown.")
    }
    return notes
  }
}

extension CountReport {
  /// Where the program stands; nil where neither FLOPs nor bytes are known.
  var roofline: ProgramRoofline? { ProgramRoofline(self) }
}

extension ProgramRoofline {
  /// What it comes to.
  var facts: [Document.Fact] {
    var facts: [Document.Fact] = []
    if let device { facts.append(Document.Fact("device", "\(device.name) (\(device.id))")) }
    if let flops { facts.append(Document.Fact("FLOPs", Numbers.prefixed(flops, unit: "FLOP"))) }
    if let bytes { facts.append(Document.Fact("bytes of memory", Numbers.bytes(bytes))) }
    if let source { facts.append(Document.Fact("stated by", source)) }
    if let intensity {
      facts.append(Document.Fact("intensity", "\(Numbers.prefixed(intensity)) FLOP/B"))
    }
    if let rate = flopsPerSecond {
      facts.append(Document.Fact("reached", Numbers.prefixed(rate, unit: "FLOP/s")))
    } else if let bytes, seconds > 0 {
      facts.append(Document.Fact("reached", Numbers.prefixed(bytes / seconds, unit: "B/s")))
    }
    if let nearest = ceilings.first, let share {
      facts.append(Document.Fact("nearest ceiling", "\(nearest.name), \(verdict(share))"))
    }
    return facts
  }

  private func verdict(_ share: Double) -> String {
    if share > 1.05 {
      return "\(Numbers.fixed(share, digits: 2)) times what it allows: the work, or the ceiling, "
        + "is not what was thought"
    }
    if share > 0.95 { return "reached" }
    return "\(Numbers.fixed(1 / share, digits: 1)) times below it"
  }

  /// The ceilings.
  var table: Table {
    Table(
      columns: [
        .text("ceiling"), .number("amount"), .number("at most"), .number("least time"),
        .number("of the time"),
      ],
      rows: ceilings.map { ceiling in
        [
          ceiling.name, Numbers.prefixed(ceiling.amount, unit: ceiling.unit),
          Numbers.prefixed(ceiling.rate, unit: "\(ceiling.unit)/s"),
          Numbers.seconds(ceiling.seconds),
          Numbers.percent(seconds > 0 ? ceiling.seconds / seconds : 0),
        ]
      })
  }
}
