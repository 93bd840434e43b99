import Machine

/// The memory of every thread, made when it is first needed and first touched by its own thread.
struct MemoryPool {
  /// Whose memory it is: a CPU's, on a node or where it is touched.
  private struct Place: Hashable {
    var cpu: Int
    var node: Int?
  }

  private let bytesPerThread: Int
  private let cacheBytes: Int
  private let binder: Binder
  private var arrays: [Place: Buffer] = [:]
  private var chains: [Place: ChainMemory] = [:]

  /// A pool with this much memory for each thread, on a machine whose largest cache has so many bytes.
  init(bytesPerThread: Int, cacheBytes: Int, binder: Binder) {
    self.bytesPerThread = bytesPerThread
    self.cacheBytes = cacheBytes
    self.binder = binder
  }

  /// The size of the pages behind the arrays, in bytes; nil before any were needed.
  var pageBytes: Int? { arrays.values.first?.pageBytes }
  /// The size of the pages behind the chains, in bytes; nil before any were needed.
  var chainPageBytes: Int? { chains.values.first?.buffer.pageBytes }

  /// What each thread of a point measures in.
  ///
  /// - Throws: ``ProbeError`` where there is no memory.
  mutating func memory(for point: ProbePoint) throws(ProbeError) -> [ThreadMemory] {
    let places = point.team.cpus.map { Place(cpu: $0, node: point.node) }
    switch point.work {
    case .compute: break
    case .memory(_, let bytes): try touch(places, bytes: size(bytes, on: point.node))
    case .chase(let bytes, _):
      let size = size(bytes, on: point.node)
      for place in places where chains[place].map({ $0.buffer.bytes < size }) ?? true {
        chains[place] = try ChainMemory(
          bytes: size, node: place.node, cacheBytes: cacheBytes, binder: binder)
      }
    }
    return places.map { ThreadMemory(arrays: arrays[$0], chain: chains[$0]) }
  }

  /// Gives back what was made for nodes by name, which others do not use.
  mutating func releaseNodes() {
    arrays = arrays.filter { $0.key.node == nil }
    chains = chains.filter { $0.key.node == nil }
  }

  /// What is made for a working set: on a node by name only what that takes, since a node may have little and
  /// takes long to be filled from afar; else what serves all that come.
  private func size(_ bytes: Int, on node: Int?) -> Int { node == nil ? bytesPerThread : bytes }

  /// Sees to it that each place has arrays of so many bytes, first touched by a thread on its CPU.
  private mutating func touch(_ places: [Place], bytes: Int) throws(ProbeError) {
    let missing = places.filter { place in arrays[place].map { $0.bytes < bytes } ?? true }
    guard !missing.isEmpty else { return }
    var fresh: [Buffer] = []
    for place in missing {
      fresh.append(try Buffer(bytes: bytes, node: place.node, binder: binder))
    }
    let made = fresh
    try Team(cpus: missing.map(\.cpu), binder: binder).run { index in made[index].touch() }
    for (place, buffer) in zip(missing, made) { arrays[place] = buffer }
  }
}
