import Machine
import Reports

/// The JSON form of a topology; processing units by the operating system's index.
struct TopologyJSON: Encodable, Sendable {
  struct Core: Encodable, Sendable {
    @Nullable var package: Int?
    let processingUnits: [Int]
    @Nullable var efficiencyClass: Int?
    @Nullable var kind: String?
  }

  struct Node: Encodable, Sendable {
    let index: Int
    @Nullable var bytes: Int?
    let processingUnits: [Int]
  }

  struct Cache: Encodable, Sendable {
    let level: Int
    let content: String
    @Nullable var bytes: Int?
    @Nullable var lineBytes: Int?
    let cores: [Int]
    let processingUnits: [Int]
  }

  let packages: [[Int]]
  let cores: [Core]
  let processingUnits: [Int]
  let allowed: [Int]
  let numaNodes: [Node]
  let caches: [Cache]
  let accelerators: [String]

  init(_ topology: Topology) {
    packages = topology.packages.map(\.processingUnits)
    cores = topology.cores.map {
      Core(
        package: $0.package, processingUnits: $0.processingUnits,
        efficiencyClass: $0.efficiencyClass, kind: $0.kind)
    }
    processingUnits = topology.processingUnits
    allowed = topology.allowed
    numaNodes = topology.numaNodes.map {
      Node(index: $0.index, bytes: $0.bytes, processingUnits: $0.processingUnits)
    }
    caches = topology.caches.map {
      Cache(
        level: $0.level, content: $0.content.rawValue, bytes: $0.bytes, lineBytes: $0.lineBytes,
        cores: $0.cores, processingUnits: $0.processingUnits)
    }
    accelerators = topology.accelerators
  }
}
