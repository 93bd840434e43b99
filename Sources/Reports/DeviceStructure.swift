import Devices

/// What a device is made of and what was measured on it, for people.
struct DeviceStructure {
  let device: DeviceProfile

  init(_ device: DeviceProfile) {
    self.device = device
  }

  /// Units, clocks, matrix units, links, nodes and pods, as far as they are known.
  var facts: [Document.Fact] {
    var facts: [Document.Fact] = []
    func add(_ name: String, _ value: String?) {
      if let value { facts.append(Document.Fact(name, value)) }
    }
    let structure = device.structure
    add("chips", structure?.chips.map { Numbers.prefixed($0.value) })
    if let units = structure?.computeUnits, let count = units.count {
      add("compute units", "\(Numbers.fixed(count.value, digits: 0)) \(units.name)")
    }
    add("vector unit", structure?.vectorUnit)
    add("matrix unit", structure?.matrixUnit)
    if let array = structure?.matrixArray {
      let rows = Numbers.fixed(array.rows.value, digits: 0)
      add("systolic array", "\(rows) × \(Numbers.fixed(array.columns.value, digits: 0))")
    }
    add("clock", structure?.clockHertz.map { Numbers.prefixed($0.value, unit: "Hz") })
    add("matrix clock", structure?.matrixClockHertz.map { Numbers.prefixed($0.value, unit: "Hz") })
    add("devices in a node", structure?.devicesPerNode.map { Numbers.fixed($0.value, digits: 0) })
    add("devices in a pod", structure?.devicesPerPod.map { Numbers.fixed($0.value, digits: 0) })
    facts += device.links.map { Document.Fact("link", Self.text(of: $0)) }
    return facts
  }

  private static func text(of link: Link) -> String {
    let rates = [
      link.bytesPerSecondPerDirection.map {
        "\(Numbers.prefixed($0.value, unit: "B/s")) each direction"
      },
      link.bytesPerSecondBidirectional.map {
        "\(Numbers.prefixed($0.value, unit: "B/s")) both directions"
      },
    ]
    return ([link.name, link.topology] + rates).compactMap { $0 }.joined(separator: ", ")
  }

  /// What was measured; nil where nothing was.
  var achieved: Table? {
    guard !device.achieved.isEmpty else { return nil }
    return Table(
      columns: [.text("metric"), .number("value"), .text("source"), .text("conditions")],
      rows: device.achieved.map { measured in
        [
          measured.metric, Self.text(of: measured), measured.source, measured.conditions ?? "",
        ]
      })
  }

  private static func text(of measured: Achieved) -> String {
    switch measured.metric {
    case let metric where metric.lowercased().hasSuffix("flopspersecond"):
      Numbers.prefixed(measured.value, unit: "FLOP/s")
    case let metric where metric.lowercased().hasSuffix("bytespersecond"):
      Numbers.prefixed(measured.value, unit: "B/s")
    case let metric where metric.lowercased().hasSuffix("seconds"):
      Numbers.seconds(measured.value)
    default: Numbers.prefixed(measured.value)
    }
  }
}
