public import Devices
import Glibc
public import LatencyModels
import Operators

/// The parameters of a runtime on a device, found from measurements.
public struct Calibration: Sendable {
  /// How far predictions are from the measurements.
  public struct Score: Sendable, Hashable {
    /// Of how many rows.
    public var rows: Int
    /// The median of |ln(expected / measured)|.
    public var medianLog: Double
    /// The share within 20 %, 0 to 1.
    public var within: Double
  }

  /// What was found: the runtime under its new name, with the device's numbers in it.
  public let runtime: Runtime
  /// With the parameters that were known before.
  public let before: Score
  /// On rows that the parameters were not found from: each fifth of the shapes in turn.
  public let crossValidated: Score
  /// On all rows, with the parameters found.
  public let after: Score
  /// The cross-validated error of each kind of operator.
  public let kinds: [(kind: OperatorClass, score: Score)]
  /// What a user should know, each a sentence without its full stop.
  public let warnings: [String]

  /// The parts into which the shapes are divided for the cross-validation.
  static let folds = 5
  /// A calibration whose error on shapes that it has not seen is larger than this, and no better than
  /// before, is refused.
  static let worstError = 0.7

  /// Finds the parameters of `runtime` on `device` from `rows`.
  ///
  /// - Parameters:
  ///   - rows: operators with their times, of that device under that runtime alone.
  ///   - id: the name of what is found.
  ///   - shouldStop: whether the user wants it to end.
  /// - Throws: ``CalibrationError`` where the rows are no ground for it, and where it was to end early;
  ///   ``LatencyError`` where the model cannot be made.
  public init(
    _ rows: [MeasuredOperator], device: DeviceProfile, runtime: Runtime,
    catalogue: LatencyCatalogue, id: String, shouldStop: () -> Bool = { false }
  ) throws {
    let known = try catalogue.parameters(of: device)
    let model = try LatencyModel(device: device, runtime: runtime, parameters: known)
    let check = try MeasurementCheck(rows) { Self.seconds($0, model) }
    let search = ParameterSearch(device: device, runtime: runtime, known: model.known)
    let rows = check.rows
    let found = search.found(rows)
    var residuals: [Double] = Array(repeating: 0, count: rows.count)
    let folds = Self.foldOf(rows)
    for fold in 0..<Self.folds {
      if shouldStop() { throw CalibrationError.interrupted }
      let others = rows.indices.filter { folds[$0] != fold }.map { rows[$0] }
      let held = rows.indices.filter { folds[$0] == fold }
      let model = search.model(held.isEmpty ? found : search.found(others))
      for place in held { residuals[place] = Self.residual(rows[place], model) }
    }
    before = Score(rows.map { Self.residual($0, model) })
    crossValidated = Score(residuals)
    let calibrated = search.model(found)
    after = Score(rows.map { Self.residual($0, calibrated) })
    kinds = Self.byKind(rows, residuals)
    guard crossValidated.medianLog <= Self.worstError || crossValidated.medianLog < before.medianLog
    else {
      throw CalibrationError(
        .contradiction,
        "no parameters describe these times: on shapes held out they are off by a factor of "
          + Self.factor(crossValidated.medianLog),
        remedy: "check that they are all of \(device.id) under \(runtime.id), in one unit")
    }
    warnings =
      check.warnings
      + Self.warnings(rows, device: device, found: found, search: search)
    self.runtime = search.runtime(
      found, id: id, intervals: Self.intervals(rows, residuals), rows: rows.count)
  }

  static func seconds(_ row: MeasuredOperator, _ model: LatencyModel?) -> Double? {
    (try? model?.seconds(
      of: row.kernel, work: row.work, format: row.format, reuse: row.reuse)).flatMap { $0 }
  }

  static func residual(_ row: MeasuredOperator, _ model: LatencyModel?) -> Double {
    seconds(row, model).map { log($0 / row.seconds) } ?? 0
  }

  /// Rows of one kind go to the folds in turn, by their size: each fold has small and large ones.
  private static func foldOf(_ rows: [MeasuredOperator]) -> [Int] {
    var folds = rows.map { _ in 0 }
    let groups = Dictionary(grouping: rows.indices) { OperatorClass(rows[$0].kernel) }
    for places in groups.values {
      let sorted = places.sorted {
        (rows[$0].work.flops, rows[$0].work.bytes, $0)
          < (rows[$1].work.flops, rows[$1].work.bytes, $1)
      }
      for (turn, place) in sorted.enumerated() { folds[place] = turn % Self.folds }
    }
    return folds
  }

  private static func byKind(
    _ rows: [MeasuredOperator], _ residuals: [Double]
  ) -> [(kind: OperatorClass, score: Score)] {
    OperatorClass.allCases.compactMap { kind in
      let places = rows.indices.filter { OperatorClass(rows[$0].kernel) == kind }
      guard !places.isEmpty else { return nil }
      return (kind, Score(places.map { residuals[$0] }))
    }
  }

  /// The middle 80 % of measured over expected, of kinds with enough rows.
  private static func intervals(
    _ rows: [MeasuredOperator], _ residuals: [Double]
  ) -> [OperatorClass: Interval] {
    var intervals: [OperatorClass: Interval] = [:]
    for kind in OperatorClass.allCases {
      let places = rows.indices.filter { OperatorClass(rows[$0].kernel) == kind }
      let ratios = places.map { exp(-residuals[$0]) }.sorted()
      guard ratios.count >= 5 else { continue }
      let low = ratios[ratios.count / 10]
      let high = ratios[ratios.count - 1 - ratios.count / 10]
      intervals[kind] = Interval(
        low: min(low, 1), high: max(high, 1), rows: ratios.count,
        precisions: Set(places.map { rows[$0].format.arithmetic }))
    }
    return intervals
  }

  /// Times below the bound, and parameters that no hardware has.
  private static func warnings(
    _ rows: [MeasuredOperator], device: DeviceProfile, found: ParameterSearch.Found,
    search: ParameterSearch
  ) -> [String] {
    var warnings: [String] = []
    var bounds = OperatorBound(device)
    let above = rows.compactMap { row -> (row: MeasuredOperator, share: Double, bound: String)? in
      let operation = OperatorRow(kernel: row.kernel, format: row.format)
      guard let bound = try? bounds.bounds(of: operation, work: row.work) else { return nil }
      let share = (bound.warmSeconds ?? bound.seconds) / row.seconds
      return share > Self.largestShare ? (row, share, bound.description) : nil
    }
    if let worst = above.max(by: { $0.share < $1.share }) {
      warnings.append(
        "\(above.count) operators run above the datasheet's rate, \(worst.row.name) at "
          + "\(Int(min(worst.share * 100, 1e15))) % of it (\(worst.bound)): the profile's rate is too "
          + "low, the operator was not done in full, or the time is wrong")
    }
    let rates = search.aboveDatasheet(found)
    if !rates.isEmpty {
      warnings.append("what is found is above the datasheet: \(rates.joined(separator: ", "))")
    }
    let edges = search.atTheirEdge(found)
    if !edges.isEmpty {
      warnings.append("at the edge of what is plausible: \(edges.joined(separator: ", "))")
    }
    return warnings
  }

  /// An operator may be so much faster than its bound before it is told: what clocks round off.
  private static let largestShare = 1.02

  private static func factor(_ logarithm: Double) -> String {
    let value = exp(logarithm)
    return "\((value * 10).rounded() / 10)"
  }
}

extension Calibration.Score {
  /// The score of natural logarithms of expected over measured times.
  init(_ residuals: [Double]) {
    let sizes = residuals.map(abs).sorted()
    rows = sizes.count
    medianLog = sizes.isEmpty ? 0 : sizes[sizes.count / 2]
    let close = residuals.count { abs(exp(min($0, 20)) - 1) <= 0.2 }
    within = sizes.isEmpty ? 0 : Double(close) / Double(sizes.count)
  }
}
