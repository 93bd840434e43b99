import Operators
import Roofline

/// A table of operators with what is expected of each: a line for each row, in the table's order.
///
/// A row that cannot be predicted has a line that says why, and does not stop the others.
public struct TablePrediction: Sendable {
  /// The lines, with the names of their columns, in UTF-8.
  public private(set) var text: [UInt8] = []
  /// How many rows there are.
  public private(set) var rows = 0
  /// How many of them could not be predicted.
  public private(set) var failed = 0

  /// The columns.
  public static let columns = [
    "row", "name", "bound_seconds", "expected_seconds", "low_seconds", "high_seconds", "bound",
    "warm_bound_seconds", "runtime", "error",
  ]

  private var bounds: OperatorBound
  private let runtime: [UInt8]
  private var words: [BoundKey: [UInt8]] = [:]
  private var networks: [NetworkRow: NetworkPrediction?] = [:]

  private struct BoundKey: Hashable {
    var bound: Bound
    var algorithm: String?
  }

  /// Predicts the operators of a table in UTF-8: columns `name`, `params_json`, `precision` and, where
  /// it has one, `batch`.
  ///
  /// - Parameter graphs: the graphs of whole networks that the table names; one without is predicted by
  ///   its sums, where the row states them.
  /// - Throws: ``LatencyError`` where it is no such table.
  public init(
    of table: [UInt8], under model: LatencyModel, graphs: GraphSource? = nil
  ) throws(LatencyError) {
    var reader = try OperatorTableReader(table)
    bounds = OperatorBound(model.device)
    runtime = Array(model.runtime.id.utf8)
    text.reserveCapacity(table.count + 4096)
    text.append(contentsOf: Self.columns.joined(separator: ",").utf8)
    text.append(10)
    while reader.next() {
      rows += 1
      append(rows)
      text.append(44)
      appendField(reader.operatorName())
      text.append(44)
      do throws(LatencyError) {
        try predict(&reader, under: model, graphs)
      } catch {
        failed += 1
        text.append(contentsOf: [44, 44, 44, 44, 44, 44, 44])
        appendField("line \(reader.records.line): \(error)")
      }
      text.append(10)
    }
  }

  /// Appends what is told of the row at hand, up to its error.
  private mutating func predict(
    _ reader: inout OperatorTableReader, under model: LatencyModel, _ graphs: GraphSource?
  ) throws(LatencyError) {
    if let graphs, let row = try reader.network(),
      let network = try network(row, under: model, graphs)
    {
      append(network)
      return
    }
    let row = try reader.row()
    let work = row.work
    let bound = try bounds.bounds(of: row, work: work)
    append(bound, try model.times(of: row, work: work))
  }

  /// What is told of a network, which tables name again and again; nil where there is no graph of it.
  private mutating func network(
    _ row: NetworkRow, under model: LatencyModel, _ graphs: GraphSource
  ) throws(LatencyError) -> NetworkPrediction? {
    if let known = networks[row] { return known }
    let work = try graphs(row)
    var prediction: NetworkPrediction?
    if let work { prediction = try NetworkPrediction(of: work, under: model) }
    if networks.count < Self.mostNetworks { networks[row] = .some(prediction) }
    return prediction
  }

  /// So many networks are kept, each in its sizes.
  private static let mostNetworks = 10_000

  private mutating func append(_ network: NetworkPrediction) {
    let expected = network.expected
    for seconds in [network.boundSeconds, expected.seconds, expected.low, expected.high] {
      append(seconds)
      text.append(44)
    }
    appendField(network.bound)
    text.append(contentsOf: [44, 44])
    text.append(contentsOf: runtime)
    text.append(44)
  }

  private mutating func append(
    _ bound: OperatorBound.Bounds, _ times: (expected: Double, low: Double, high: Double)
  ) {
    for seconds in [bound.seconds, times.expected, times.low, times.high] {
      append(seconds)
      text.append(44)
    }
    let key = BoundKey(bound: bound.bound, algorithm: bound.algorithm)
    if let known = words[key] {
      text.append(contentsOf: known)
    } else {
      let description = Self.quoted(bound.description)
      words[key] = description
      text.append(contentsOf: description)
    }
    text.append(44)
    if let warm = bound.warmSeconds { append(warm) }
    text.append(44)
    text.append(contentsOf: runtime)
    text.append(44)
  }

  private mutating func append(_ number: some LosslessStringConvertible) {
    text.append(contentsOf: number.description.utf8)
  }

  private mutating func appendField(_ field: String) {
    text.append(contentsOf: Self.quoted(field))
  }

  /// A field as RFC 4180 has it.
  private static func quoted(_ field: String) -> [UInt8] {
    let special: [UInt8] = [34, 44, 10, 13]
    guard field.utf8.contains(where: special.contains) else { return Array(field.utf8) }
    var quoted: [UInt8] = [34]
    for byte in field.utf8 {
      if byte == 34 { quoted.append(34) }
      quoted.append(byte)
    }
    quoted.append(34)
    return quoted
  }
}

extension LatencyModel {
  /// The expected time of a row and its interval, in seconds, without words: the operator is repeated
  /// on the same data, as tables of measurements have it; a whole network is not.
  func times(
    of row: OperatorRow, work: Work
  ) throws(LatencyError) -> (expected: Double, low: Double, high: Double) {
    let kind = OperatorClass(row.kernel)
    let seconds = try self.seconds(
      of: row.kernel, work: work, format: row.format,
      reuse: kind == .network ? .none : .everything)
    let interval = interval(of: kind, in: row.format.arithmetic)
    return (seconds, seconds * interval.low, seconds * interval.high)
  }
}
