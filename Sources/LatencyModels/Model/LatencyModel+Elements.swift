import Devices
import Operators

extension LatencyModel {
  /// A function of elements: its traffic, and its arithmetic or the passing of its elements.
  func elementwise(
    _ work: Work, format: NumberFormat, reuse: Reuse
  ) throws(LatencyError) -> LatencyParts {
    let bytes = Bytes(work)
    return parts(
      compute: max(
        try elementSeconds(work, format: format),
        passSeconds(bytes, rate: costs.elementRate, format: format)),
      memory: memorySeconds(bytes, share: 1, reuse: reuse))
  }

  /// A normalisation, softmax or reduction: its traffic and the passing of its elements, and a
  /// normalisation also the start of the threads that share a row.
  func rows(
    _ sizes: Kernel.Rows, work: Work, format: NumberFormat, reuse: Reuse
  ) throws(LatencyError) -> LatencyParts {
    let isSoftmax = sizes.operation == .softmax
    let extra = costs.rowsSeconds * (isSoftmax ? Self.softmaxStart : 1)
    let passes = sizes.operation == .normalization ? Self.normalizationPasses : 1
    let rate = sizes.operation == .reduction ? costs.elementRate : costs.rowsRate
    let bytes = Bytes(work)
    var compute = max(
      try elementSeconds(work, format: format), passSeconds(bytes, rate: rate, format: format))
    if !isSoftmax, device.kind == .gpu {
      let starts = Double(sizes.rows) / figures.computeUnits * Self.tileSeconds
      compute = max(compute, starts * Self.rowStart)
    }
    return parts(
      compute: compute,
      memory: passes * memorySeconds(bytes, share: 1, reuse: reuse),
      extra: extra, host: costs.hostSeconds + extra)
  }

  /// The start of a softmax of that of a normalisation, which returns two tensors more.
  static let softmaxStart = 0.2
  /// The traffic of a normalisation, of a single reading and writing: it reads its rows a second time,
  /// in part from the cache.
  static let normalizationPasses = 1.3
  /// The start of a row, of that of a tile: several rows share a unit.
  static let rowStart = 0.1

  /// Rows fetched from a table: each unit fetches some elements a clock, for it divides to find each of
  /// them; of a table with fewer rows than are fetched, the cache delivers what was read before.
  func gather(_ sizes: Kernel.Gather, format: NumberFormat, reuse: Reuse) -> LatencyParts {
    let (rows, columns) = (Double(sizes.rows), Double(sizes.columns))
    let table = Double(max(sizes.tableRows, 1))
    let bytes = Bytes(
      weights: min(rows, table) * columns * Double(format.weightBits) / 8,
      activations: rows * columns * Double(format.outputBits) / 8)
    let rate = costs.gatherRate * figures.clockHertz * figures.computeUnits
    let memory = memorySeconds(bytes, share: 1, reuse: reuse)
    let isSerial = device.kind == .gpu && rows <= Self.serialRows
    return parts(
      compute: rows * columns / rate, memory: memory,
      extra: isSerial ? rows * Self.fetchSeconds : 0, host: costs.hostSeconds)
  }

  /// Up to so many rows are fetched one after the other, by a kernel that spreads over the columns
  /// alone.
  static let serialRows = 16.0
  /// The time of one of them, two accesses of the memory that depend on each other: fitted once over
  /// the devices on which so few were measured.
  static let fetchSeconds = 0.6e-6

  /// The time in which the units load and store the elements of `bytes`, so many a clock and unit:
  /// what a kernel that moves few at once cannot hide, however fast the memory is.
  func passSeconds(_ bytes: Bytes, rate: Double, format: NumberFormat) -> Double {
    let elements = bytes.all * 8 / Double(format.outputBits)
    return elements / (rate * figures.clockHertz * figures.computeUnits)
  }

  private func elementSeconds(_ work: Work, format: NumberFormat) throws(LatencyError) -> Double {
    guard work.flops > 0 || work.transcendentals > 0 else { return 0 }
    let rate = try figures.elementwise(format.arithmetic).flopsPerSecond * achieved.vectorShare
    return Double(work.flops) / rate + 2 * Double(work.transcendentals) / rate
  }
}

extension Bytes {
  /// What an operator moves by its counts.
  fileprivate init(_ work: Work) {
    self.init(
      weights: Double(work.weightBytes), activations: Double(work.inputBytes + work.outputBytes))
  }
}
