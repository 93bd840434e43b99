/// What the control groups of this process leave it: versions 1 and 2, and every group above it.
package struct ControlGroup: Sendable, Hashable {
  /// The processors' time that it gets, in processors: 0.5 is half of one. Nil without a limit.
  package var processors: Double?
  /// The memory that it gets, in bytes. Nil without a limit.
  package var bytes: Int?
  /// What its groups have left of their limits of memory, in bytes: the least. Nil without a limit.
  package var availableBytes: Int?

  /// These limits.
  package init(processors: Double? = nil, bytes: Int? = nil, availableBytes: Int? = nil) {
    self.processors = processors
    self.bytes = bytes
    self.availableBytes = availableBytes
  }

  /// The limits of this process (cgroups(7); the kernel's Documentation/admin-guide/cgroup-v2.rst:
  /// `cpu.max` is "quota period", or "max period" without a limit).
  package static func reading(_ files: SystemFiles) -> ControlGroup {
    let places = ControlGroupPlaces(files.text("/proc/self/cgroup") ?? "")
    let quotas = places.folders(of: "cpu", files).compactMap { processors(in: $0, files) }
    let folders = places.folders(of: "memory", files)
    let left = folders.compactMap { folder in
      bytes(in: folder, files).map { max(0, $0 - (usedBytes(in: folder, files) ?? 0)) }
    }
    return ControlGroup(
      processors: quotas.min(), bytes: folders.compactMap { bytes(in: $0, files) }.min(),
      availableBytes: left.min())
  }

  /// In how many periods a quota has held this process's groups back: `nr_throttled` of `cpu.stat`,
  /// all groups together. Nil where the kernel does not tell.
  package static func throttledPeriods(_ files: SystemFiles) -> Int? {
    let places = ControlGroupPlaces(files.text("/proc/self/cgroup") ?? "")
    let counts = places.folders(of: "cpu", files).compactMap { folder in
      files.text(folder + "/cpu.stat")?.lines.first { $0.hasPrefix("nr_throttled ") }
        .flatMap { $0.words.last.flatMap { Int($0) } }
    }
    return counts.isEmpty ? nil : counts.reduce(0) { $0.addingReportingOverflow($1).partialValue }
  }

  private static func processors(in folder: String, _ files: SystemFiles) -> Double? {
    let words = files.text(folder + "/cpu.max")?.words.map(String.init)
    let old = ["quota", "period"].compactMap { files.text("\(folder)/cpu.cfs_\($0)_us") }
    let pair = words ?? old
    guard pair.count == 2, let quota = Int(pair[0]), let period = Int(pair[1]), quota > 0,
      period > 0
    else { return nil }
    return Double(quota) / Double(period)
  }

  /// Version 1 writes "no limit" as the largest number of whole pages below 2^63.
  private static let noLimit = 1 << 62

  private static func bytes(in folder: String, _ files: SystemFiles) -> Int? {
    let names = ["memory.max", "memory.limit_in_bytes"]
    return names.compactMap { files.number("\(folder)/\($0)") }
      .first { $0 >= 0 && $0 < noLimit }
  }

  private static func usedBytes(in folder: String, _ files: SystemFiles) -> Int? {
    ["memory.current", "memory.usage_in_bytes"].lazy.compactMap { name in
      files.number("\(folder)/\(name)").flatMap { $0 >= 0 ? $0 : nil }
    }.first
  }
}

/// Where the control groups of a process are, by `/proc/self/cgroup`.
struct ControlGroupPlaces {
  /// The path of each controller of version 1, and of version 2 under the empty name.
  private var paths: [String: String] = [:]

  init(_ text: String) {
    for line in text.lines {
      let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3 else { continue }
      for controller in parts[1].split(separator: ",", omittingEmptySubsequences: false) {
        paths[String(controller)] = String(parts[2])
      }
    }
  }

  /// The folders of a controller, from the process's group up to the root; a path that leads out of
  /// the hierarchy is not followed.
  func folders(of controller: String, _ files: SystemFiles) -> [String] {
    let roots = [
      ("/sys/fs/cgroup", paths[""]), ("/sys/fs/cgroup/unified", paths[""]),
      ("/sys/fs/cgroup/\(controller)", paths[controller]),
      ("/sys/fs/cgroup/\(controller),cpuacct", paths[controller]),
    ]
    return roots.flatMap { root, path -> [String] in
      guard files.exists(root) else { return [] }
      var parts = (path ?? "").split(separator: "/")
      if parts.contains("..") { parts = [] }
      return (0...parts.count).reversed().map { count in
        ([root] + parts.prefix(count).map(String.init)).joined(separator: "/")
      }
    }
  }
}
