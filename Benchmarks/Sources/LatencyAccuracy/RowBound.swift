import Devices
import LatencyModels

/// The bounds of a measured row, in seconds; 0 where there is none.
struct RowBound {
  /// The plain roofline: the direct algorithm's count, every byte through the main memory.
  var roofline = 0.0
  /// The least time with the count of the fastest algorithm, every byte through the main memory.
  var cold = 0.0
  /// The bound of what the table states where the last-level cache holds what it has room for.
  var warm = 0.0
  /// The bound that holds for a benchmark that repeats an operator: what the last-level cache has room
  /// for does not pass the memory, and what is not read at all counts for nothing.
  var holding = 0.0

  /// The bounds of `rows`; a whole network of which only sums are known has none.
  static func all(_ rows: [Measurement], profiles: [String: DeviceProfile]) -> [RowBound] {
    var devices = profiles.mapValues { OperatorBound($0) }
    return rows.map { row in
      guard row.kind != .network,
        let cold = try? devices[row.origin.device]?.bounds(of: row.stated),
        let bound = try? devices[row.origin.device]?.bounds(of: row.row, work: row.work)
      else { return RowBound() }
      return RowBound(
        roofline: cold.directSeconds, cold: cold.seconds,
        warm: cold.warmSeconds ?? cold.seconds,
        holding: bound.warmSeconds ?? bound.seconds)
    }
  }

  /// Whether the row was measured faster than its bound; half of the clock's resolution is given.
  func isFaster(_ row: Measurement) -> Bool { row.seconds + row.resolution / 2 < holding }

  /// Whether the row was measured faster than the warm bound of what the table states.
  func isFasterThanWarm(_ row: Measurement) -> Bool { row.seconds + row.resolution / 2 < warm }
}
