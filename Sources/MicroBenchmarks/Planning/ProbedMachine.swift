package import Machine

/// What a measurement needs to know of the machine before it begins.
package struct ProbedMachine: Sendable, Hashable {
  /// A data cache as the system states it: a prior, which the measurement checks.
  package struct Cache: Sendable, Hashable {
    /// Its name in profiles: `l1`, `l2`, `l3`.
    package var name: String
    /// Its stated size in bytes.
    package var bytes: Int
    /// How many of ``cpus`` share one.
    package var sharers: Int

    /// A cache.
    package init(name: String, bytes: Int, sharers: Int) {
      self.name = name
      self.bytes = bytes
      self.sharers = sharers
    }
  }

  /// The CPUs that this process may use, one of each core first, then the cores' other threads.
  package var cpus: [Int]
  /// How many of them are one a core.
  package var cores: Int
  /// The caches of the first CPU, innermost first.
  package var caches: [Cache]
  /// Memory that can be had without swapping or meeting a limit, in bytes.
  package var availableBytes: Int

  /// A machine of these parts.
  package init(cpus: [Int], cores: Int, caches: [Cache], availableBytes: Int) {
    self.cpus = cpus
    self.cores = cores
    self.caches = caches
    self.availableBytes = availableBytes
  }

  /// This machine.
  ///
  /// - Throws: what hwloc finds wrong.
  package init(_ topology: Topology, files: SystemFiles = SystemFiles()) {
    let allowed = topology.allowed.isEmpty ? topology.processingUnits : topology.allowed
    let first = topology.onePerCore.isEmpty ? allowed : topology.onePerCore
    cpus = first + allowed.filter { !first.contains($0) }
    cores = first.count
    let usable = Set(cpus)
    caches = topology.dataCaches.compactMap { cache in
      guard let bytes = cache.bytes, let own = first.first, cache.processingUnits.contains(own)
      else { return nil }
      return Cache(
        name: "l\(cache.level)", bytes: bytes,
        sharers: max(1, cache.processingUnits.count(where: usable.contains)))
    }
    availableBytes = Self.available(files)
  }

  /// The least of what is free (proc(5), `MemAvailable`) and what the control group leaves.
  private static func available(_ files: SystemFiles) -> Int {
    let free = (files.text("/proc/meminfo") ?? "").split(separator: "\n")
      .first { $0.hasPrefix("MemAvailable:") }?.split(separator: " ").dropFirst().first
      .flatMap { Int($0) }.map { $0.multipliedReportingOverflow(by: 1024).partialValue }
    // cgroup v2, then v1 (kernel documentation, "Control Group v2" and "Memory Resource Controller").
    let limits = [
      ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory.current"),
      (
        "/sys/fs/cgroup/memory/memory.limit_in_bytes",
        "/sys/fs/cgroup/memory/memory.usage_in_bytes"
      ),
    ].compactMap { limit, usage in
      files.number(limit).map { max(0, $0 - (files.number(usage) ?? 0)) }
    }
    return ([free ?? unknownBytes] + limits).min() ?? unknownBytes
  }

  /// What is taken for free where the system does not say: a guess.
  private static let unknownBytes = 256 << 20

  /// Teams that are measured: one core, two, four …, all cores, and all their threads.
  package var teams: [[Int]] {
    var counts = Array(sequence(first: 1) { $0 * 2 <= self.cores ? $0 * 2 : nil })
    counts += [cores, cpus.count]
    return Set(counts).sorted().filter { $0 > 0 }.map { Array(cpus.prefix($0)) }
  }

  /// Memory that each thread gets: four times the largest cache, whose stated size may be too small or
  /// too large, hence 256 MiB at least and 1 GiB at most; all threads together at most a quarter of what
  /// is free.
  package var bytesPerThread: Int {
    let largest = min(caches.map(\.bytes).max() ?? 0, 1 << 30)
    let wanted = max(256 << 20, min(4 * largest, 1 << 30))
    let share = availableBytes / 4 / max(cpus.count, 1)
    let mebibyte = 1 << 20
    return max(1, min(wanted, share) / mebibyte) * mebibyte
  }
}
