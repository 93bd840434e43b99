import Devices
import Operators

extension LatencyModel {
  /// Attention as one kernel.
  ///
  /// Source: Dao, "FlashAttention-2", arXiv:2307.08691 (tiles of queries); Shah et al., "FlashAttention-3",
  /// arXiv:2407.08608 (exponentials that overlap with the products); Dao et al., "Flash-Decoding", 2023 (the keys split over the units).
  func attention(
    _ sizes: Kernel.Attention, format: NumberFormat, reuse: Reuse
  ) throws(LatencyError) -> LatencyParts {
    let rate = try sustainedRate(format.arithmetic) / figures.computeUnits
    return sizes.isDecode
      ? decode(sizes, format: format, reuse: reuse, unitRate: rate)
      : prefill(sizes, format: format, reuse: reuse, unitRate: rate)
  }

  /// The time of one score: its two products, and its exponential, which another unit computes
  /// meanwhile.
  private func secondsPerScore(_ sizes: Kernel.Attention, unitRate: Double) -> Double {
    Self.overlap(
      2 * Double(sizes.depth + sizes.valueDepth) / (unitRate * costs.prefillShare),
      1 / (Self.exponentialsPerClock * figures.clockHertz))
  }

  /// Exponentials a clock of a compute unit: those of NVIDIA's compute capabilities 3 to 9; of other
  /// devices it is a guess.
  ///
  /// Source: NVIDIA, "CUDA C++ Programming Guide", throughput of native arithmetic instructions.
  static let exponentialsPerClock = 16.0

  /// Times that the tensors of an attention over a prompt pass the memory: fitted once over all
  /// runtimes.
  static let promptPasses = 2.0

  /// How many times its even share of the bandwidth a unit draws when the others are idle: fitted once over
  /// all devices.
  static let unitReach = 2.2

  /// Tiles of 64 queries, spread over the units; the last tile of a causal mask sees all keys.
  private func prefill(
    _ sizes: Kernel.Attention, format: NumberFormat, reuse: Reuse, unitRate: Double
  ) -> LatencyParts {
    let (queries, keys) = (Double(sizes.queries), Double(sizes.keys))
    let rows = 64.0
    let tiles =
      Double(sizes.batch) * Double(sizes.heads) * (queries / rows).rounded(.up)
    let hidden = max(queries - rows, 0) / 2
    let seen = sizes.isCausal ? keys - hidden * (1 - costs.maskedShare) : keys
    let each = secondsPerScore(sizes, unitRate: unitRate)
    let even = tiles / figures.computeUnits * (rows * seen * each + costs.attentionSeconds)
    let longest = rows * keys * each + costs.attentionSeconds
    let channels = Double(sizes.depth + sizes.valueDepth)
    let cached =
      Double(sizes.batch) * Double(sizes.sharedHeads) * keys * channels
      * Double(sizes.cacheBits ?? format.inputBits) / 8
    let asked =
      Double(sizes.batch) * Double(sizes.heads) * queries * channels * Double(format.inputBits)
      / 8
    let bytes = Bytes(activations: (cached + asked) * Self.promptPasses)
    return parts(
      compute: max(even, longest), memory: memorySeconds(bytes, share: 1, reuse: reuse),
      extra: costs.attentionSeconds)
  }

  /// A unit for each head of keys and stretch of the cache; queries that share it are rows of one
  /// product, of 16 rows at least.
  private func decode(
    _ sizes: Kernel.Attention, format: NumberFormat, reuse: Reuse, unitRate: Double
  ) -> LatencyParts {
    let keys = Double(sizes.keys)
    let heads = Double(sizes.batch) * Double(sizes.sharedHeads)
    let most = max((keys / 256).rounded(.up), 1)
    let split = min(most, max((figures.computeUnits / max(heads, 1)).rounded(.up), 1))
    let tasks = heads * split
    let stretch = (keys / split).rounded(.up)
    let bytes =
      stretch * Double(sizes.depth + sizes.valueDepth)
      * Double(sizes.cacheBits ?? format.inputBits) / 8
    let memory = memorySeconds(
      Bytes(activations: tasks * bytes), share: costs.decodeShare, reuse: reuse)
    let reach = sustainedBandwidth / figures.computeUnits * Self.unitReach
    let shared = Double(sizes.heads) / Double(max(sizes.sharedHeads, 1))
    let rows = (shared / 16).rounded(.up) * 16
    let each = rows * stretch * secondsPerScore(sizes, unitRate: unitRate)
    let rounds = max(tasks / figures.computeUnits, 1)
    return parts(
      compute: rounds * each, memory: max(memory, bytes / reach),
      extra: (1 + rounds) * costs.decodeSeconds + (split > 1 ? achieved.kernelSeconds : 0),
      algorithm: .splitKeys(Int(split)))
  }
}
