import MicroBenchmarks
import Reports

/// How far cores are apart, and what that changes.
extension ProbeReport {
  /// More CPUs than this make no table that a terminal holds.
  private static let mostColumns = 16

  /// The median of all pairs, where there are any.
  var distanceFact: Document.Fact? {
    let medians = result.distances.pairs.compactMap(result.distances.median).sorted()
    guard let least = medians.first, let most = medians.last else { return nil }
    let range =
      medians.count == 1
      ? Numbers.seconds(least) : "\(Numbers.seconds(least)) to \(Numbers.seconds(most))"
    return Document.Fact("core-to-core latency", "\(range): a cache line from one to the other")
  }

  /// A table of each pair, where there is more than one and not too many, and what was measured near and
  /// far where CPUs were moved.
  var distanceBlocks: [Document.Block] {
    var blocks: [Document.Block] = []
    let cpus = Set(result.distances.pairs.flatMap { [$0.first, $0.second] }).sorted()
    if cpus.count > 2 && cpus.count <= Self.mostColumns {
      blocks += [.heading("Core-to-core latency"), .table(distanceTable(cpus))]
    }
    let placed = placedTable
    if !placed.rows.isEmpty {
      blocks += [
        .heading("Memory on all cores, by how far these were apart"), .table(placed),
      ]
    }
    return blocks
  }

  private func distanceTable(_ cpus: [Int]) -> Table {
    Table(
      columns: [.number("CPU")] + cpus.map { .number("\($0)") },
      rows: cpus.map { row in
        ["\(row)"]
          + cpus.map { column in
            result.distances.median(CoreDistances.Pair(row, column)).map(Numbers.seconds) ?? "–"
          }
      })
  }

  private var placedTable: Table {
    Table(
      columns: [.text("level"), .text("operation"), .number("near"), .number("far")],
      rows: result.placed.map { placed in
        [placed.level, placed.operation]
          + [placed.near, placed.far].map { $0.map { Numbers.prefixed($0, unit: "B/s") } ?? "–" }
      })
  }
}
