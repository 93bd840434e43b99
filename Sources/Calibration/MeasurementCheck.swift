import Glibc
import LatencyModels
import Operators

/// Whether measurements can be trusted, before anything is fitted to them.
struct MeasurementCheck {
  /// What is left: each operator once.
  private(set) var rows: [MeasuredOperator] = []
  /// What a user should know, each a sentence without its full stop.
  private(set) var warnings: [String] = []

  /// Fewer operators than this tell nothing.
  static let fewest = 8
  /// The same operator twice, further apart than this factor, is a contradiction.
  static let widestRepeat = 3.0
  /// Where more than this share of the repeated operators contradict each other, all do.
  static let mostContradictions = 0.2
  /// Times that are off by about these factors, all together, are in another unit.
  static let units: [(factor: Double, found: String, wanted: String)] = [
    (1e3, "milliseconds", "seconds"), (1e6, "microseconds", "seconds or milliseconds"),
    (1e9, "nanoseconds", "seconds"), (1e-3, "seconds", "milliseconds"),
    (1e-6, "seconds", "microseconds"),
  ]
  /// Where all times together are off by more than this factor, no runtime on the device takes them.
  static let farthestTogether = 125.0
  /// A single time off by more than this factor from the model before is left out.
  static let farthest = 300.0

  /// Checks `all` against what `expected` says before the calibration, in seconds.
  init(
    _ all: [MeasuredOperator], expected: (MeasuredOperator) -> Double?
  ) throws(CalibrationError) {
    guard !all.isEmpty else {
      throw CalibrationError(
        .empty, "there is no measurement", remedy: "give a table or a profile with some rows")
    }
    for row in all where !(row.seconds.isFinite && row.seconds > 0) {
      throw CalibrationError(
        .value, "\(row.name) has the time \(row.seconds)",
        remedy: "remove the row, or measure it again: times are positive numbers")
    }
    try merge(all)
    try checkUnit(expected)
    dropFar(expected)
    guard rows.count >= Self.fewest else {
      throw CalibrationError(
        .few, "\(rows.count) different operators are too few to tell the parameters",
        remedy: "measure \(Self.fewest) or more, of several sizes and kinds")
    }
  }

  /// One row for each operator: the middle of what it took.
  private mutating func merge(_ all: [MeasuredOperator]) throws(CalibrationError) {
    struct Key: Hashable {
      var kernel: Kernel
      var format: NumberFormat
      var work: Work
    }
    var groups: [Key: [MeasuredOperator]] = [:]
    var order: [Key] = []
    for row in all {
      let key = Key(kernel: row.kernel, format: row.format, work: row.work)
      if groups[key] == nil { order.append(key) }
      groups[key, default: []].append(row)
    }
    var repeated = 0
    var contradicting: [MeasuredOperator] = []
    for key in order {
      guard let group = groups[key], var first = group.first else { continue }
      let times = group.map(\.seconds).sorted()
      if times.count > 1 {
        repeated += 1
        if times[times.count - 1] > Self.widestRepeat * times[0] { contradicting.append(first) }
      }
      first.seconds = times[times.count / 2]
      rows.append(first)
    }
    if repeated > 0 {
      warnings.append(
        "\(repeated) operators are measured more than once: the middle of their times counts")
    }
    if let first = contradicting.first {
      let share = Double(contradicting.count) / Double(max(repeated, 1))
      let what =
        "\(contradicting.count) of \(repeated) operators that are measured more than once differ "
        + "by more than \(Int(Self.widestRepeat)) times, \(first.name) among them"
      guard share <= Self.mostContradictions || contradicting.count < 3 else {
        throw CalibrationError(
          .contradiction, what,
          remedy: "measure again on a machine that does nothing else; or the rows are of several "
            + "devices or runtimes")
      }
      warnings.append(what)
    }
  }

  /// Whether all times are off alike, by about a power of a thousand.
  private func checkUnit(_ expected: (MeasuredOperator) -> Double?) throws(CalibrationError) {
    let ratios = rows.compactMap { row in expected(row).map { log10(row.seconds / $0) } }.sorted()
    guard ratios.count >= 3 else { return }
    let middle = ratios[ratios.count / 2]
    for unit in Self.units where abs(middle - log10(unit.factor)) < 0.9 {
      throw CalibrationError(
        .unit,
        "the times are about \(Self.power(middle)) times what is expected: they seem to be "
          + "\(unit.found) where \(unit.wanted) are due",
        remedy: "correct the unit; latency_ms of a table is in milliseconds")
    }
    guard abs(middle) <= log10(Self.farthestTogether) else {
      throw CalibrationError(
        .unit, "the times are about \(Self.power(middle)) times what is expected",
        remedy: "check their unit, the device and the runtime: no two are so far from each other")
    }
  }

  private static func power(_ logarithm: Double) -> String {
    let value = pow(10, logarithm)
    guard (1e-6..<1e12).contains(value) else { return "10^\(Int(logarithm.rounded()))" }
    return value >= 10 ? "\(Int(value.rounded()))" : "\(Double(Int(value * 1e7)) / 1e7)"
  }

  private mutating func dropFar(_ expected: (MeasuredOperator) -> Double?) {
    let ratios = rows.map { row in expected(row).map { log(row.seconds / $0) } ?? 0 }
    let middle = ratios.sorted()[ratios.count / 2]
    let far = rows.indices.filter { abs(ratios[$0] - middle) > log(Self.farthest) }
    guard !far.isEmpty else { return }
    let name = rows[far[0]].name
    warnings.append(
      "\(far.count) times are hundreds of times off the others and are left out, that of "
        + "\(name) among them")
    for place in far.reversed() { rows.remove(at: place) }
  }
}
