package import Devices

/// What several probes of one machine found, one after the other: of each ceiling the highest, with the
/// date of the probe that found it.
///
/// A capability was reached, so that it holds whenever that was; a later probe that finds less found a
/// busier machine. Sizes, the clock and what was sustained are those of the latest.
package struct KeptProfile: Sendable, Hashable {
  /// The profile.
  package private(set) var profile: DeviceProfile
  /// How many of its ceilings an earlier probe found.
  package private(set) var earlier = 0
  /// How many there are.
  package private(set) var ceilings = 0

  /// What a probe found, with what earlier ones of the same machine found; nil where it is the first.
  package init(_ latest: DeviceProfile, after kept: DeviceProfile?) {
    profile = latest
    profile.compute = []
    profile.memoryLevels = []
    for rate in latest.compute {
      let before = kept?.compute.first { $0.unit == rate.unit && $0.precision == rate.precision }
      let (figure, isEarlier) = Self.best(rate.flopsPerSecond, before?.flopsPerSecond, by: >)
      count(figure, isEarlier)
      profile.compute.append(isEarlier ? before ?? rate : rate)
    }
    for level in latest.memoryLevels {
      profile.memoryLevels.append(
        merged(level, kept?.memoryLevels.first { $0.level == level.level }))
    }
    if let kept { addMissing(from: kept) }
    forgetWhatIsKnown()
    keepSources(of: kept?.sources ?? [:])
    guard earlier > 0 else { return }
    profile.notes.append(
      "\(earlier) of \(ceilings) ceilings are those of earlier probes, which found more: the source of "
        + "each has its date.")
  }

  /// The better of two figures, and whether it is the second.
  private static func best(
    _ latest: Sourced?, _ before: Sourced?, by isBetter: (Double, Double) -> Bool
  ) -> (figure: Sourced?, isEarlier: Bool) {
    guard let before else { return (latest, false) }
    guard let latest else { return (before, true) }
    return isBetter(before.value, latest.value) ? (before, true) : (latest, false)
  }

  private mutating func count(_ figure: Sourced?, _ isEarlier: Bool) {
    guard figure != nil else { return }
    ceilings += 1
    if isEarlier { earlier += 1 }
  }

  /// A level with its highest bandwidths and its lowest latency.
  private mutating func merged(_ latest: MemoryLevel, _ before: MemoryLevel?) -> MemoryLevel {
    var level = latest
    level.bytes = latest.bytes ?? before?.bytes
    let bandwidths: [WritableKeyPath<MemoryLevel, Sourced?>] = [
      \.bytesPerSecond, \.readBytesPerSecond, \.writeBytesPerSecond,
    ]
    for path in bandwidths {
      let (figure, isEarlier) = Self.best(latest[keyPath: path], before?[keyPath: path], by: >)
      count(figure, isEarlier)
      level[keyPath: path] = figure
    }
    let (latency, isEarlier) = Self.best(latest.latencySeconds, before?.latencySeconds, by: <)
    count(latency, isEarlier)
    level.latencySeconds = latency
    return level
  }

  /// What only an earlier probe came to.
  private mutating func addMissing(from kept: DeviceProfile) {
    for rate in kept.compute
    where !profile.compute.contains(where: {
      $0.unit == rate.unit && $0.precision == rate.precision
    }) {
      count(rate.flopsPerSecond, true)
      profile.compute.append(rate)
    }
    for level in kept.memoryLevels
    where !profile.memoryLevels.contains(where: { $0.level == level.level }) {
      profile.memoryLevels.append(merged(MemoryLevel(level: level.level), level))
    }
    let metrics = Set(profile.achieved.map(\.metric))
    profile.achieved += kept.achieved.filter { !metrics.contains($0.metric) }
  }

  /// Nothing that is known now is told as missing.
  private mutating func forgetWhatIsKnown() {
    if !profile.compute.isEmpty { profile.unknown?.compute = nil }
    if !profile.memoryLevels.isEmpty { profile.unknown?.memory = nil }
    if profile.mainMemory?.hasBandwidth == true { profile.unknown?.memoryBandwidth = nil }
    if profile.unknown == UnknownFigures() { profile.unknown = nil }
  }

  /// The sources that its figures name.
  private mutating func keepSources(of kept: [String: String]) {
    let rates = profile.compute.flatMap {
      [$0.flopsPerSecond, $0.operationsPerUnitPerClock, $0.clockHertz]
    }
    let levels = profile.memoryLevels.flatMap {
      [
        $0.bytes, $0.bytesPerSecond, $0.readBytesPerSecond, $0.writeBytesPerSecond,
        $0.latencySeconds,
      ]
    }
    let keys = (rates + levels).compactMap { $0?.source } + profile.achieved.map(\.source)
    for key in Set(keys) where profile.sources[key] == nil {
      profile.sources[key] = kept[key]
    }
  }
}
