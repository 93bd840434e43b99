/// The checks of a profile, one topic a function.
struct ProfileCheck {
  /// The profile that is checked.
  let profile: DeviceProfile

  /// The ID and aliases are well formed, the names and sources not empty.
  func names() throws(DeviceError) {
    try name(profile.id, at: "id")
    for (index, alias) in profile.aliases.enumerated() { try name(alias, at: "aliases[\(index)]") }
    try text(profile.name, at: "name")
    try text(profile.vendor, at: "vendor")
    if let year = profile.year, !(1940...2100).contains(year) {
      throw DeviceError(
        .value, "\(year) is no year of a release", keyPath: "year", remedy: "write it as 2023")
    }
    for (key, document) in profile.sources.sorted(by: { $0.key < $1.key }) {
      try name(key, at: "sources")
      try text(document, at: "sources.\(key)")
    }
  }

  /// Every rate is believable, and no unit has two of one precision.
  func rates(_ rates: [ComputeRate], at list: String) throws(DeviceError) {
    var seen: Set<[String]> = []
    for (index, rate) in rates.enumerated() {
      let path = "\(list)[\(index)]"
      try figure(rate.flopsPerSecond, .flopsPerSecond, at: "\(path).flopsPerSecond")
      try figure(
        rate.operationsPerUnitPerClock, .operations, at: "\(path).operationsPerUnitPerClock")
      try figure(rate.clockHertz, .hertz, at: "\(path).clockHertz")
      let pair = [rate.unit.rawValue, rate.precision.rawValue]
      if !seen.insert(pair).inserted {
        throw DeviceError(
          .duplicate, "a second \(pair[0]) rate for \(pair[1])", keyPath: path,
          remedy: "keep the dense one that sums in the wider format, and note the other")
      }
    }
  }

  /// Every substitution leads from a precision to another one that the device has.
  func substitutions() throws(DeviceError) {
    for (index, fallback) in profile.fallbacks.enumerated() {
      let path = "fallbacks[\(index)]"
      try text(fallback.reason, at: "\(path).reason")
      try source(fallback.source, at: "\(path).source")
      if fallback.from == fallback.to {
        throw DeviceError(
          .value, "\(fallback.from.rawValue) falls back to itself", keyPath: path,
          remedy: "name the precision that the arithmetic runs in")
      }
      if !profile.compute.contains(where: { $0.precision == fallback.to }) {
        throw DeviceError(
          .value, "the device has no \(fallback.to.rawValue) rate", keyPath: "\(path).to",
          remedy: "fall back to a precision that compute lists")
      }
    }
  }

  /// Every memory level is believable and has a name of its own.
  func memory() throws(DeviceError) {
    var seen: Set<String> = []
    for (index, level) in profile.memoryLevels.enumerated() {
      let path = "memory[\(index)]"
      try text(level.level, at: "\(path).level")
      if !seen.insert(level.level).inserted {
        throw DeviceError(
          .duplicate, "a second level \(level.level.quoted)", keyPath: "\(path).level",
          remedy: "give each level a name of its own")
      }
      try figure(level.bytes, .bytes, at: "\(path).bytes")
      try figure(level.bytesPerSecond, .bytesPerSecond, at: "\(path).bytesPerSecond")
      try figure(level.readBytesPerSecond, .bytesPerSecond, at: "\(path).readBytesPerSecond")
      try figure(level.writeBytesPerSecond, .bytesPerSecond, at: "\(path).writeBytesPerSecond")
      try figure(level.latencySeconds, .seconds, at: "\(path).latencySeconds")
      try figure(level.busBits, .count, at: "\(path).busBits")
      try figure(level.transfersPerSecond, .hertz, at: "\(path).transfersPerSecond")
    }
  }

  /// Structure, links, power and measurements are believable.
  func parts() throws(DeviceError) {
    let structure = profile.structure
    try figure(structure?.chips, .count, at: "structure.chips")
    try figure(structure?.computeUnits?.count, .count, at: "structure.computeUnits.count")
    try figure(structure?.clockHertz, .hertz, at: "structure.clockHertz")
    try figure(structure?.matrixClockHertz, .hertz, at: "structure.matrixClockHertz")
    try figure(structure?.matrixArray?.rows, .count, at: "structure.matrixArray.rows")
    try figure(structure?.matrixArray?.columns, .count, at: "structure.matrixArray.columns")
    try figure(structure?.devicesPerNode, .count, at: "structure.devicesPerNode")
    try figure(structure?.devicesPerPod, .count, at: "structure.devicesPerPod")
    try figure(profile.power?.watts, .watts, at: "power.watts")
    for (index, link) in profile.links.enumerated() {
      let path = "links[\(index)].bytesPerSecond"
      try text(link.name, at: "links[\(index)].name")
      if let topology = link.topology { try text(topology, at: "links[\(index)].topology") }
      try figure(link.bytesPerSecondPerDirection, .bytesPerSecond, at: "\(path)PerDirection")
      try figure(link.bytesPerSecondBidirectional, .bytesPerSecond, at: "\(path)Bidirectional")
    }
    for (index, measured) in profile.achieved.enumerated() {
      let path = "achieved[\(index)]"
      try text(measured.metric, at: "\(path).metric")
      try figure(Sourced(measured.value, source: measured.source), .measured, at: path)
    }
  }
}
