import LatencyModels

/// Operators with their measured times, from a table: the columns that ``OperatorTableReader`` reads,
/// and one of times.
public struct MeasurementTable: Sendable {
  /// The operators, in the table's order.
  public private(set) var rows: [MeasuredOperator] = []
  /// The device that its rows name; nil where it has no such column.
  public private(set) var device: String?
  /// How many rows are no operators that can be predicted.
  public private(set) var skipped = 0
  /// What is wrong with the first of these, in one line.
  public private(set) var firstFault = ""

  /// The columns that times stand in, with the seconds of their unit; the first of them that a table
  /// has counts.
  public static let timeColumns: [(name: String, seconds: Double)] = [
    ("latency_ms", 1e-3), ("latency_us", 1e-6), ("measured_seconds", 1),
  ]

  /// Rows whose column has this value, and no others.
  public struct Filter: Sendable, Hashable {
    /// The name of the column.
    public var column: String
    /// What stands in it.
    public var value: String

    /// The rows whose `column` is `value`.
    public init(column: String, value: String) {
      self.column = column
      self.value = value
    }
  }

  private struct Columns {
    var time: Int
    var secondsPerUnit: Double
    var device: Int?
    var filters: [(place: Int, value: [UInt8])]
  }

  /// Reads a table in UTF-8.
  ///
  /// - Throws: ``CalibrationError`` where it has no times, a time that is no number, rows of several
  ///   devices, or no row that passes `filters`; ``LatencyError`` where it is no table of operators.
  public init(_ bytes: [UInt8], where filters: [Filter] = []) throws {
    var reader = try OperatorTableReader(bytes)
    let columns = try Self.columns(of: reader.columns, filters)
    var devices: [String: Int] = [:]
    var all = 0
    while reader.next() {
      all += 1
      guard columns.filters.allSatisfy({ reader.records[$0.place].elementsEqual($0.value) })
      else { continue }
      if let device = columns.device { devices[reader.records.text(device), default: 0] += 1 }
      try add(&reader, columns)
    }
    guard devices.count <= 1 else { throw Self.mixed(devices) }
    device = devices.keys.first
    if rows.isEmpty { throw nothing(all, filters) }
  }

  private mutating func add(
    _ reader: inout OperatorTableReader, _ columns: Columns
  ) throws(CalibrationError) {
    let line = reader.records.line
    do throws(LatencyError) {
      let row = try reader.row()
      let text = reader.records.text(columns.time)
      let name = "line \(line) (\(reader.operatorName().prefix(40)))"
      guard let time = Double(text) else {
        throw LatencyError(
          .row, "its time is \"\(text.prefix(40))\", which is no number",
          remedy: "give a number, or remove the row")
      }
      // A table repeats an operator on the same data; a whole network does not fit a cache.
      let isNetwork = OperatorClass(row.kernel) == .network
      rows.append(
        MeasuredOperator(
          name: name, kernel: row.kernel, work: row.work, format: row.format,
          reuse: isNetwork ? .none : .everything, seconds: time * columns.secondsPerUnit))
    } catch {
      skipped += 1
      if firstFault.isEmpty { firstFault = "line \(line): \(error)" }
    }
  }

  private static func columns(
    of names: [String], _ filters: [Filter]
  ) throws(CalibrationError) -> Columns {
    let known = timeColumns.lazy.compactMap { column in
      names.firstIndex(of: column.name).map { ($0, column.seconds) }
    }
    guard let (time, seconds) = known.first else {
      throw CalibrationError(
        .table, "the table has no column of times",
        remedy: "name it \(timeColumns.map(\.name).joined(separator: ", ")), by its unit")
    }
    var places: [(Int, [UInt8])] = []
    for filter in filters {
      guard let place = names.firstIndex(of: filter.column) else {
        throw CalibrationError(
          .table, "the table has no column \(filter.column)",
          remedy: "its columns are \(names.joined(separator: ", "))")
      }
      places.append((place, Array(filter.value.utf8)))
    }
    return Columns(
      time: time, secondsPerUnit: seconds, device: names.firstIndex(of: "device"),
      filters: places)
  }

  private static func mixed(_ devices: [String: Int]) -> CalibrationError {
    let names = devices.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .map { "\"\($0.key.prefix(40))\" (\($0.value) rows)" }
    let shown = names.prefix(4).joined(separator: ", ")
    return CalibrationError(
      .device, "the rows are of \(devices.count) devices: \(shown)\(names.count > 4 ? ", …" : "")",
      remedy: "choose those of one with --where device=NAME")
  }

  private func nothing(_ all: Int, _ filters: [Filter]) -> CalibrationError {
    if skipped > 0 {
      return CalibrationError(
        .table, "none of its \(skipped) rows is an operator that can be predicted",
        remedy: "the first is \(firstFault)")
    }
    let wanted = filters.map { "\($0.column)=\($0.value)" }.joined(separator: ", ")
    return CalibrationError(
      .empty, all == 0 ? "the table has no rows" : "none of its \(all) rows has \(wanted)",
      remedy: all == 0 ? "give a row for each operator" : "check --where")
  }
}
