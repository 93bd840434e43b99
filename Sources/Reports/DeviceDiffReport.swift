public import Devices

/// Two devices side by side, with the ratio of each figure.
public struct DeviceDiffReport: Report {
  /// The device on the left.
  public let left: DeviceProfile
  /// The device on the right.
  public let right: DeviceProfile

  /// A report of both.
  public init(_ left: DeviceProfile, _ right: DeviceProfile) {
    self.left = left
    self.right = right
  }

  /// One figure of both devices.
  struct Line {
    let name: String
    let unit: String
    let left: Double?
    let right: Double?

    /// Right over left, where both are known.
    var ratio: Double? {
      guard let left, let right, left > 0 else { return nil }
      return right / left
    }
  }

  /// The figures that either device has: rates by unit and precision, memory levels by short name.
  var lines: [Line] {
    let leftFigures = Self.figures(of: left)
    let rightFigures = Self.figures(of: right)
    var lines = leftFigures.map { figure in
      Line(
        name: figure.name, unit: figure.unit, left: figure.value,
        right: rightFigures.first { $0.name == figure.name }?.value)
    }
    let known = Set(lines.map(\.name))
    lines += rightFigures.filter { !known.contains($0.name) }.map {
      Line(name: $0.name, unit: $0.unit, left: nil, right: $0.value)
    }
    return lines
  }

  private struct Figure {
    let name: String
    let unit: String
    let value: Double
  }

  private static func figures(of device: DeviceProfile) -> [Figure] {
    var figures = device.compute.map { rate in
      Figure(
        name: "\(rate.unit.rawValue) \(rate.precision.rawValue)", unit: "FLOP/s",
        value: rate.flopsPerSecond.value)
    }
    for level in device.memoryLevels {
      let numbers: [(String, String, Sourced?)] = [
        ("capacity", "B", level.bytes), ("bandwidth", "B/s", level.bytesPerSecond),
        ("read bandwidth", "B/s", level.readBytesPerSecond),
        ("write bandwidth", "B/s", level.writeBytesPerSecond),
        ("latency", "s", level.latencySeconds),
      ]
      figures += numbers.compactMap { name, unit, number in
        number.map { Figure(name: "\(level.level) \(name)", unit: unit, value: $0.value) }
      }
    }
    if let watts = device.power?.watts.value {
      figures.append(Figure(name: "power", unit: "W", value: watts))
    }
    return figures
  }

  /// For people.
  public var document: Document {
    Document([
      .table(
        Table(
          columns: [.text("what"), .number(left.id), .number(right.id), .number("ratio")],
          rows: lines.map { line in
            [
              line.name, Self.text(line.left, line.unit), Self.text(line.right, line.unit),
              line.ratio.map { Numbers.fixed($0, digits: 2) + "x" } ?? "–",
            ]
          })),
      .paragraph("The ratio is \(right.id) over \(left.id)."),
    ])
  }

  private static func text(_ value: Double?, _ unit: String) -> String {
    guard let value else { return "–" }
    return unit == "s" ? Numbers.seconds(value) : Numbers.prefixed(value, unit: unit)
  }

  /// A row for each figure.
  public var records: Records {
    Records(
      fields: ["name", "unit", left.id, right.id, "ratio"],
      rows: lines.map { line in
        [line.name, line.unit]
          + [line.left, line.right, line.ratio].map { value in value.map { "\($0)" } ?? "" }
      })
  }

  /// An object for each figure.
  public var json: [DeviceDiffJSON] {
    lines.map {
      DeviceDiffJSON(
        name: $0.name, unit: $0.unit, left: $0.left, right: $0.right, ratio: $0.ratio)
    }
  }
}

/// The JSON form of one figure of two devices.
public struct DeviceDiffJSON: Encodable, Sendable {
  let name: String
  let unit: String
  @Nullable var left: Double?
  @Nullable var right: Double?
  @Nullable var ratio: Double?
}
