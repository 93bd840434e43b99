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
    case .memory: try touch(places)
    case .chase:
      for place in places where chains[place] == nil {
        chains[place] = try ChainMemory(
          bytes: bytesPerThread, node: place.node, cacheBytes: cacheBytes)
      }
    }
    return places.map { ThreadMemory(arrays: arrays[$0], chain: chains[$0]) }
  }

  /// Gives back what was made for nodes by name, which others do not use.
  mutating func releaseNodes() {
    arrays = arrays.filter { $0.key.node == nil }
    chains = chains.filter { $0.key.node == nil }
  }

  /// Sees to it that each place has arrays, first touched by a thread on its CPU.
  private mutating func touch(_ places: [Place]) throws(ProbeError) {
    let missing = places.filter { arrays[$0] == nil }
    guard !missing.isEmpty else { return }
    var fresh: [Buffer] = []
    for place in missing { fresh.append(try Buffer(bytes: bytesPerThread, node: place.node)) }
    let made = fresh
    try Team(cpus: missing.map(\.cpu), binder: binder).run { index in made[index].touch() }
    for (place, buffer) in zip(missing, made) { arrays[place] = buffer }
  }
}
