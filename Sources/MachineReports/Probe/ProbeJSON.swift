import Devices
import MicroBenchmarks
import Reports

/// The JSON form of a probe: SI base units; `null` where something was not measured.
package struct ProbeJSON: Encodable, Sendable {
  struct Rate: Encodable, Sendable {
    let value: Double
    let low: Double
    let high: Double

    init(_ interval: Interval) {
      (value, low, high) = (interval.value, interval.low, interval.high)
    }
  }

  struct Level: Encodable, Sendable {
    let level: String
    @Nullable var bytes: Int?
    @Nullable var statedBytes: Int?
    let measuredWithBytes: Int
    @Nullable var latencySeconds: Double?
    @Nullable var readsAtOnce: Double?
    let bandwidths: [Point]
  }

  struct Sample: Encodable, Sendable {
    let bytes: Int
    let latencySeconds: Double
    let bytesPerSecond: Double
  }

  struct Pair: Encodable, Sendable {
    let coresOfNode: Int
    let memoryOfNode: Int
    let threads: Int
    @Nullable var readBytesPerSecond: Double?
    @Nullable var latencySeconds: Double?
  }

  struct Distance: Encodable, Sendable {
    let cpus: [Int]
    let medianSeconds: Double
    @Nullable var nearSeconds: Double?
    @Nullable var farSeconds: Double?
    @Nullable var farShare: Double?
    let samples: Int
  }

  struct Placed: Encodable, Sendable {
    let level: String
    let operation: String
    @Nullable var nearBytesPerSecond: Double?
    @Nullable var farBytesPerSecond: Double?
  }

  struct Count: Encodable, Sendable {
    let kernel: String
    let quantity: String
    let events: String
    let declared: Double
    let counted: Double
    let isFlagged: Bool
  }

  struct Comparison: Encodable, Sendable {
    let id: String
    let name: String
    let figures: [ComparedFigure]
  }

  struct ComparedFigure: Encodable, Sendable {
    let what: String
    let unit: String
    let measured: Double
    let there: Double
    let ratio: Double
  }

  struct Product: Encodable, Sendable {
    let library: String
    let precision: String
    let threads: Int
    let size: Int
    let flopsPerSecond: Double
    let medianFlopsPerSecond: Double
  }

  struct Lack: Encodable, Sendable {
    let kernel: String
    let reason: String
  }

  let schemaVersion = 1
  let isComplete: Bool
  let seconds: Double
  let cores: Int
  let threads: Int
  @Nullable var effectiveCores: Double?
  @Nullable var microarchitecture: String?
  @Nullable var pageBytes: Int?
  @Nullable var chainPageBytes: Int?
  let compute: [Point]
  let memory: [Level]
  let curve: [Sample]
  let nodes: [Pair]
  let coreToCore: [Distance]
  let placed: [Placed]
  let counts: [Count]
  @Nullable var counterReason: String?
  let products: [Product]
  let productFailures: [String]
  let unavailable: [Lack]
  let warnings: [String]
  let profile: DeviceProfile
  @Nullable var against: Comparison?
}

extension ProbeJSON {
  init(_ result: ProbeResult, profile: DeviceProfile, against other: DeviceProfile?) {
    self.profile = profile
    against = other.map { Self.comparison(profile, $0) }
    isComplete = !result.isInterrupted
    seconds = result.seconds
    cores = result.machine.cores.count
    threads = result.machine.cpus.count
    compute = result.compute.map { Self.point($0, of: result) }
    memory = result.levels.map { Self.level($0, of: result) }
    curve = result.curve.map {
      Sample(bytes: $0.bytes, latencySeconds: $0.latency, bytesPerSecond: $0.bandwidth)
    }
    nodes = result.nodes.map(Self.pair)
    coreToCore = result.distances.pairs.compactMap { Self.distance($0, result.distances) }
    placed = result.placed.map(Self.placed)
    counts = (result.counters?.kernels ?? []).flatMap { kernel in
      kernel.comparisons.map { Self.count(kernel.name, $0) }
    }
    products = (result.products?.products ?? []).map(Self.product)
    productFailures = result.products?.failures ?? []
    unavailable = result.unavailable.map { Lack(kernel: $0.name, reason: $0.reason) }
    warnings = result.warnings
    effectiveCores = result.effectiveCores
    microarchitecture = result.machine.design
    pageBytes = result.pageBytes
    chainPageBytes = result.chainPageBytes
    counterReason = result.counters?.reason
  }

  private static func comparison(_ profile: DeviceProfile, _ other: DeviceProfile) -> Comparison {
    Comparison(
      id: other.id, name: other.name,
      figures: ProbeComparison(profile, other).pairs.map {
        ComparedFigure(
          what: $0.name, unit: $0.unit, measured: $0.ours, there: $0.theirs, ratio: $0.ratio)
      })
  }

  private static func level(_ measured: MeasuredLevel, of result: ProbeResult) -> Level {
    let level = measured.level
    var json = Level(
      level: level.name, measuredWithBytes: level.typicalBytes,
      bandwidths: measured.bandwidths.map { point($0, on: measured, of: result) })
    json.bytes = level.bytes
    json.statedBytes = level.statedBytes
    json.latencySeconds = measured.latencySeconds
    json.readsAtOnce = measured.parallelism
    return json
  }

  private static func pair(_ pair: NodePair) -> Pair {
    var json = Pair(coresOfNode: pair.from, memoryOfNode: pair.to, threads: pair.team.threads)
    json.readBytesPerSecond = pair.bandwidth?.capability.value
    json.latencySeconds = pair.chase.map { 1 / $0.capability.value }
    return json
  }

  private static func distance(
    _ pair: CoreDistances.Pair, _ distances: CoreDistances
  ) -> Distance? {
    guard let median = distances.median(pair) else { return nil }
    var json = Distance(
      cpus: [pair.first, pair.second], medianSeconds: median,
      samples: distances.samples[pair]?.count ?? 0)
    let placements = distances.placements(pair)
    json.nearSeconds = placements?.near.seconds
    json.farSeconds = placements?.far.seconds
    json.farShare = placements?.far.share
    return json
  }

  private static func placed(_ found: ProbeResult.Placed) -> Placed {
    var json = Placed(level: found.level, operation: found.operation)
    json.nearBytesPerSecond = found.near
    json.farBytesPerSecond = found.far
    return json
  }

  private static func count(
    _ kernel: String, _ found: KernelCountReport.Comparison
  ) -> Count {
    Count(
      kernel: kernel, quantity: found.quantity, events: found.events, declared: found.declared,
      counted: found.counted, isFlagged: found.isFlagged)
  }

  private static func product(_ product: MatrixProduct) -> Product {
    Product(
      library: product.library, precision: product.precision.rawValue, threads: product.threads,
      size: product.size, flopsPerSecond: product.flopsPerSecond,
      medianFlopsPerSecond: product.medianFlopsPerSecond)
  }
}
