package import Machine

/// What a measurement needs to know of the machine before it begins.
package struct ProbedMachine: Sendable, Hashable {
  /// A data cache as the system states it: a prior, which the measurement checks.
  package struct Cache: Sendable, Hashable {
    /// Its name in profiles: `l1`, `l2`, `l3`.
    package var name: String
    /// Its stated size in bytes.
    package var bytes: Int
    /// How many of ``ProbedMachine/cpus`` share one.
    package var sharers: Int

    /// A cache.
    package init(name: String, bytes: Int, sharers: Int) {
      self.name = name
      self.bytes = bytes
      self.sharers = sharers
    }
  }

  /// A memory node: its own memory, and the CPUs of this process that are near it.
  package struct Node: Sendable, Hashable {
    /// The index that the operating system gives it.
    package var index: Int
    /// One CPU of each of its cores; empty where this process may use none of them.
    package var cpus: [Int]
    /// How many of ``ProbedMachine/cpus`` are near it.
    package var threads: Int

    /// A node.
    package init(index: Int, cpus: [Int], threads: Int) {
      self.index = index
      self.cpus = cpus
      self.threads = threads
    }
  }

  /// The CPUs of each core that this process may use, fast cores first.
  package var cores: [[Int]]
  /// Numbers of cores at which something changes: the cores of one cache, node, package or kind.
  package var steps: [Int]
  /// The caches of the first core, innermost first.
  package var caches: [Cache]
  /// The memory nodes that have memory.
  package var nodes: [Node]
  /// The kind of each CPU's core where there are several: as the system orders them.
  package var kinds: [Int: Int] = [:]
  /// The design of the first core, as ``Microarchitecture`` names it; nil where it is not known.
  package var design: String?
  /// Memory that can be had without swapping or meeting a limit, in bytes.
  package var availableBytes: Int

  /// A machine of these parts.
  package init(
    cores: [[Int]], caches: [Cache], steps: [Int] = [], nodes: [Node] = [], design: String? = nil,
    availableBytes: Int
  ) {
    self.cores = cores
    self.steps = steps
    self.caches = caches
    self.nodes = nodes
    self.design = design
    self.availableBytes = availableBytes
  }

  /// What is taken for free where the system does not say: a guess.
  private static let unknownBytes = 256 << 20

  /// A machine as it describes itself.
  package init(_ machine: MachineDescription) {
    let topology = machine.topology
    let cores = topology.allowedCores
    let cpus = Set(cores.flatMap { $0 })
    let own = cores.first?.first
    let caches = topology.dataCaches.filter { cache in
      own.map(cache.processingUnits.contains) ?? false
    }
    self.init(
      cores: cores,
      caches: caches.compactMap { cache in
        cache.bytes.map { bytes in
          Cache(
            name: "l\(cache.level)", bytes: bytes,
            sharers: max(1, cache.processingUnits.count(where: cpus.contains)))
        }
      }, steps: topology.steps(of: cores),
      nodes: topology.numaNodes.map { node in
        let near = Set(node.processingUnits)
        return Node(
          index: node.index, cpus: cores.compactMap { $0.first }.filter(near.contains),
          threads: cpus.intersection(near).count)
      }, design: machine.processor.microarchitectures.first,
      availableBytes: machine.usableBytes ?? Self.unknownBytes)
    for core in topology.cores {
      for cpu in core.processingUnits { kinds[cpu] = core.efficiencyClass }
    }
  }

  /// One CPU of each core, fast cores first, then the cores' other threads.
  package var cpus: [Int] {
    cores.compactMap(\.first) + cores.flatMap { $0.dropFirst() }
  }

  /// Memory that each thread gets: four times the largest cache, whose stated size may be too small or
  /// too large, hence 256 MiB at least and 1 GiB at most; all threads together, and what latency needs
  /// besides, at most half of what is free.
  package var bytesPerThread: Int {
    let largest = min(caches.map(\.bytes).max() ?? 0, 1 << 30)
    let wanted = max(256 << 20, min(4 * largest, 1 << 30))
    let share = availableBytes / 2 / (max(cpus.count, 1) + 1)
    let mebibyte = 1 << 20
    return max(1, min(wanted, share) / mebibyte) * mebibyte
  }

  /// The working set of each thread where all cores of a node read a node's memory, in bytes: eight times its
  /// part of the largest cache, 64 MiB at least, as far as there is so much. Less than what one core needs:
  /// each pair of nodes fills its own.
  package var bytesPerNodeThread: Int {
    let part = caches.map { $0.bytes / max($0.sharers, 1) }.max() ?? 0
    return min(bytesPerThread, max(64 << 20, 8 * min(part, 1 << 30)))
  }

  /// Whether the memory of all threads together leaves the largest cache well behind; where it does
  /// not, what is measured may be the cache.
  package var reachesMainMemory: Bool {
    guard let largest = caches.max(by: { $0.bytes < $1.bytes }) else { return true }
    return bytesPerThread >= 2 * largest.bytes
  }
}

extension Topology {
  /// The CPUs of each core that this process may use: cores of the fastest kind first.
  fileprivate var allowedCores: [[Int]] {
    let allowed = allowed.isEmpty && origin != .thisMachine ? processingUnits : allowed
    let usable = Set(allowed)
    let known = cores.filter { $0.processingUnits.contains(where: usable.contains) }
    // Stable: within a kind in hwloc's order, which keeps neighbours together.
    let ordered = known.enumerated().sorted { one, other in
      let kinds = (one.element.efficiencyClass ?? 0, other.element.efficiencyClass ?? 0)
      return kinds.0 == kinds.1 ? one.offset < other.offset : kinds.0 > kinds.1
    }
    let units = ordered.map { $0.element.processingUnits.filter(usable.contains) }
    let placed = Set(units.flatMap { $0 })
    return units + allowed.filter { !placed.contains($0) }.map { [$0] }
  }

  /// How many of `cores` the first core shares its caches, its node and its package with, and how many
  /// are of its kind.
  fileprivate func steps(of cores: [[Int]]) -> [Int] {
    guard let first = cores.first?.first else { return [] }
    let groups =
      dataCaches.map(\.processingUnits) + numaNodes.map(\.processingUnits)
      + packages.map(\.processingUnits) + kinds
    let counts = groups.filter { $0.contains(first) }.map { group in
      let members = Set(group)
      return cores.count { $0.first.map(members.contains) ?? false }
    }
    return Set(counts).sorted()
  }

  private var kinds: [[Int]] {
    Set(cores.compactMap(\.efficiencyClass)).map { kind in
      cores.filter { $0.efficiencyClass == kind }.flatMap(\.processingUnits)
    }
  }
}
