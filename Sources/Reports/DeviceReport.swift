public import Devices
import Roofline

/// One device: its ceilings, each with its source.
public struct DeviceReport: Report {
  /// The device.
  public let device: DeviceProfile

  /// A report of `device`.
  public init(_ device: DeviceProfile) {
    self.device = device
  }

  /// For people.
  public var document: Document {
    var blocks: [Document.Block] = [
      .heading("\(device.name) (\(device.id))"),
      .facts([
        Document.Fact("vendor", device.vendor), Document.Fact("kind", device.kind.rawValue),
        Document.Fact("year", device.year.map { "\($0)" } ?? "–"),
      ]),
      .table(rows(Self.ceilings(of: device))),
    ]
    if let chart = RooflineChart(device) { blocks += [.heading("Roofline"), .chart(chart.lines)] }
    let structure = DeviceStructure(device).facts
    if !structure.isEmpty { blocks += [.heading("Structure"), .facts(structure)] }
    let achieved = DeviceStructure(device).achieved
    if let achieved { blocks += [.heading("Achieved (measured, no bounds)"), .table(achieved)] }
    let ridges = ridgePoints
    if !ridges.isEmpty {
      blocks += [.heading("Ridge points"), .facts(ridges)]
    }
    let fallbacks = device.fallbacks.map {
      "\($0.from.rawValue) runs as \($0.to.rawValue): \($0.reason) (\($0.source))"
    }
    blocks += (fallbacks + device.notes).map { .paragraph($0) }
    if !device.sources.isEmpty {
      blocks += [
        .heading("Sources"),
        .facts(device.sources.sorted { $0.key < $1.key }.map { Document.Fact($0.key, $0.value) }),
      ]
    }
    return Document(blocks)
  }

  /// The intensity from which a ceiling binds rather than the main memory, in FLOP/byte.
  private var ridgePoints: [Document.Fact] {
    guard let main = device.mainMemory, let bandwidth = main.bytesPerSecond?.value else {
      return []
    }
    return device.compute.map { rate in
      Document.Fact(
        "\(rate.unit.rawValue) \(rate.precision.rawValue)",
        "\(Numbers.prefixed(rate.flopsPerSecond.value / bandwidth)) FLOP/B over \(main.label)")
    }
  }

  private func rows(_ ceilings: [Ceiling]) -> Table {
    Table(
      columns: [.text("what"), .number("value"), .text("source"), .text("note")],
      rows: ceilings.map { ceiling in
        [
          ceiling.name, Numbers.prefixed(ceiling.number.value, unit: ceiling.unit),
          ceiling.number.source, ceiling.number.note ?? "",
        ]
      })
  }

  /// A number of a profile with its name and unit.
  struct Ceiling {
    let name: String
    let unit: String
    let number: Sourced
  }

  static func ceilings(of device: DeviceProfile) -> [Ceiling] {
    var all = device.compute.map { rate in
      Ceiling(
        name: "\(rate.unit.rawValue) \(rate.precision.rawValue)", unit: "FLOP/s",
        number: rate.flopsPerSecond)
    }
    for level in device.memoryLevels {
      let numbers: [(String, String, Sourced?)] = [
        ("capacity", "B", level.bytes), ("bandwidth", "B/s", level.bytesPerSecond),
        ("read bandwidth", "B/s", level.readBytesPerSecond),
        ("write bandwidth", "B/s", level.writeBytesPerSecond),
        ("latency", "s", level.latencySeconds),
      ]
      for (name, unit, number) in numbers {
        if let number {
          all.append(Ceiling(name: "\(level.label) \(name)", unit: unit, number: number))
        }
      }
    }
    if let watts = device.power?.watts {
      all.append(Ceiling(name: "power", unit: "W", number: watts))
    }
    return all
  }

  /// A row for each number.
  public var records: Records {
    Records(
      fields: ["name", "value", "unit", "source", "note"],
      rows: Self.ceilings(of: device).map { ceiling in
        [
          ceiling.name, "\(ceiling.number.value)", ceiling.unit, ceiling.number.source,
          ceiling.number.note ?? "",
        ]
      })
  }

  /// The profile as its file holds it.
  public var json: DeviceProfile { device }
}
