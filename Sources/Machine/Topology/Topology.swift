/// What a machine is made of: packages, cores, processing units, memory nodes and caches.
///
/// Processing units are named by the index that the operating system gives them, everywhere.
package struct Topology: Sendable, Hashable {
  /// A socket.
  package struct Package: Sendable, Hashable {
    /// Its processing units.
    package var processingUnits: [Int]
    /// What hwloc tells of the processor, as `CPUModel`, by name.
    package var infos: [String: String]
  }

  /// A core, with one processing unit or, with SMT, several.
  package struct Core: Sendable, Hashable {
    /// The number of its package in ``Topology/packages``, where there are packages.
    package var package: Int?
    /// Its processing units.
    package var processingUnits: [Int]
    /// How fast its kind is among the machine's kinds, 0 the slowest and most frugal; nil where
    /// hwloc does not tell kinds apart.
    package var efficiencyClass: Int?
    /// What hwloc calls its kind, as `IntelAtom`.
    package var kind: String?
  }

  /// A memory node.
  package struct NUMANode: Sendable, Hashable {
    /// The index that the operating system gives it.
    package var index: Int
    /// Its memory in bytes, where known.
    package var bytes: Int?
    /// The processing units that it is local to.
    package var processingUnits: [Int]
  }

  /// A cache.
  package struct Cache: Sendable, Hashable {
    /// What it holds.
    package enum Content: String, Sendable, Hashable {
      case unified, data, instruction
    }
    /// Its level, from 1.
    package var level: Int
    /// What it holds.
    package var content: Content
    /// Its size in bytes, where known.
    package var bytes: Int?
    /// The bytes of a line, where known.
    package var lineBytes: Int?
    /// The processing units that share it.
    package var processingUnits: [Int]
    /// The cores that share it, as numbers in ``Topology/cores``.
    package var cores: [Int]
  }

  /// Where it comes from.
  package enum Origin: Sendable, Hashable {
    /// The machine that this runs on.
    case thisMachine
    /// A file that hwloc wrote, on this machine or another.
    case recorded(path: String)
    /// hwloc's description of a machine that need not exist.
    case synthetic(String)
  }

  /// Where it comes from.
  package var origin: Origin
  /// The sockets.
  package var packages: [Package]
  /// The cores.
  package var cores: [Core]
  /// All processing units, in ascending order.
  package var processingUnits: [Int]
  /// Those that this process may run on: the cpuset of its control group, and its affinity.
  package var allowed: [Int]
  /// The memory nodes.
  package var numaNodes: [NUMANode]
  /// The caches, in order of level.
  package var caches: [Cache]
  /// What hwloc tells of the whole machine, as `Architecture`, by name.
  package var infos: [String: String]
  /// GPUs and other accelerators that hwloc lists, by name.
  package var accelerators: [String]

  /// The most processing units that a core has: 1 without SMT, 0 without processing units.
  package var threadsPerCore: Int {
    cores.map(\.processingUnits.count).max() ?? min(processingUnits.count, 1)
  }

  /// The caches that hold data.
  package var dataCaches: [Cache] { caches.filter { $0.content != .instruction } }

  /// One allowed processing unit of each core that has one, the core's first: where N threads run
  /// without sharing a core.
  package var onePerCore: [Int] {
    let allowed = Set(allowed)
    return cores.compactMap { core in core.processingUnits.first { allowed.contains($0) } }
  }
}
