import Devices
import Reports

/// A measured profile against an earlier one or a datasheet: the figures that both have.
struct ProbeComparison {
  let profile: DeviceProfile
  let other: DeviceProfile

  init(_ profile: DeviceProfile, _ other: DeviceProfile) {
    self.profile = profile
    self.other = other
  }

  /// One figure of both.
  struct Pair {
    var name: String
    var unit: String
    var ours: Double
    var theirs: Double
    var ratio: Double { ours / theirs }
  }

  /// Every figure of both.
  var pairs: [Pair] { (rates + levels + clocks).filter { $0.theirs > 0 } }

  /// A row for each figure.
  var table: Table {
    Table(
      columns: [.text("what"), .number("measured"), .number("there"), .number("ratio")],
      rows: pairs.map { pair in
        [
          pair.name, Self.text(pair.ours, pair.unit), Self.text(pair.theirs, pair.unit),
          Numbers.fixed(pair.ratio, digits: 3),
        ]
      })
  }

  private static func text(_ value: Double, _ unit: String) -> String {
    unit == "s" ? Numbers.seconds(value) : Numbers.prefixed(value, unit: unit)
  }

  private var rates: [Pair] {
    profile.compute.compactMap { rate in
      other.compute.first { $0.unit == rate.unit && $0.precision == rate.precision }.map {
        Pair(
          name: "\(rate.unit.rawValue) \(rate.precision.rawValue)", unit: "OP/s",
          ours: rate.flopsPerSecond.value, theirs: $0.flopsPerSecond.value)
      }
    }
  }

  private static func figures(of level: MemoryLevel) -> [(name: String, unit: String, Sourced?)] {
    [
      ("capacity", "B", level.bytes), ("bandwidth", "B/s", level.bytesPerSecond),
      ("read bandwidth", "B/s", level.readBytesPerSecond),
      ("write bandwidth", "B/s", level.writeBytesPerSecond), ("latency", "s", level.latencySeconds),
    ]
  }

  private var levels: [Pair] {
    profile.memoryLevels.flatMap { level -> [Pair] in
      guard let twin = other.memoryLevels.first(where: { $0.level == level.level }) else {
        return []
      }
      return zip(Self.figures(of: level), Self.figures(of: twin)).compactMap { ours, theirs in
        guard let mine = ours.2?.value, let other = theirs.2?.value else { return nil }
        return Pair(
          name: "\(level.level) \(ours.name)", unit: ours.unit, ours: mine, theirs: other)
      }
    }
  }

  private var clocks: [Pair] {
    guard let ours = profile.structure?.clockHertz?.value,
      let theirs = other.structure?.clockHertz?.value
    else { return [] }
    return [Pair(name: "clock", unit: "Hz", ours: ours, theirs: theirs)]
  }
}
