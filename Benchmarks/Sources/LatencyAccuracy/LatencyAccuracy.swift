import Devices
import Foundation
import LatencyModels

/// Fits the shipped parameters to published latencies, and tells how far the models are from them.
///
/// `LatencyAccuracy score TABLE` prints the accuracy under three splits; `LatencyAccuracy fit TABLE
/// FOLDER` writes the files of parameters.
@main
enum LatencyAccuracy {
  /// Of each group of alike rows, how many take part in a fit.
  static let most = 120

  static func main() {
    do {
      try run(Array(CommandLine.arguments.dropFirst()))
    } catch {
      FileHandle.standardError.write(Data("LatencyAccuracy: \(error)\n".utf8))
      exit(1)
    }
  }

  private static func run(_ arguments: [String]) throws {
    guard arguments.count >= 2 else {
      throw AccuracyError("usage: LatencyAccuracy score|document|dump TABLE, or fit TABLE FOLDER")
    }
    let table = try MeasurementTable(path: arguments[1])
    for (reason, count) in table.left.sorted(by: { $0.key < $1.key }) {
      tell("left out: \(count) rows, \(reason)")
    }
    let profiles = try profiles(of: table.rows)
    switch arguments[0] {
    case "dump": try dump(table, profiles: profiles)
    case "fit": try fit(table, profiles: profiles, folder: arguments.dropFirst(2).first)
    case "document": try document(table, profiles: profiles)
    case "score": try score(table, profiles: profiles, splits: arguments.dropFirst(2))
    default: throw AccuracyError("there is no \(arguments[0])")
    }
  }

  private static func profiles(of rows: [Measurement]) throws -> [String: DeviceProfile] {
    var profiles: [String: DeviceProfile] = [:]
    for id in Set(rows.map(\.origin.device)) {
      profiles[id] = try Catalogue.shipped.profile(id: id)
    }
    return profiles
  }

  /// Writes the files of parameters.
  private static func fit(
    _ table: MeasurementTable, profiles: [String: DeviceProfile], folder: String?
  ) throws {
    guard let folder else { throw AccuracyError("usage: LatencyAccuracy fit TABLE FOLDER") }
    let heldOut = Split.shapes.residuals(
      table.rows, profiles: profiles, most: most, progress: tell)
    tell("fitting on all rows")
    let fit = Fit(table.rows, profiles: profiles, most: 2 * most, turns: 3)
    try ParameterFiles(
      fit: fit, rows: table.rows, heldOut: heldOut, folder: URL(fileURLWithPath: folder)
    ).write()
  }

  /// Prints the accuracy as Markdown: the summary, a line `---`, and the details.
  private static func document(
    _ table: MeasurementTable, profiles: [String: DeviceProfile]
  ) throws {
    var residuals: [Split: [Double?]] = [:]
    for split in Split.allCases {
      residuals[split] = split.residuals(
        table.rows, profiles: profiles, most: most, progress: tell)
    }
    var bounds = profiles.mapValues { OperatorBound($0) }
    let faster = table.rows.map { row -> (cold: Bool, warm: Bool) in
      guard row.kind != .network,
        let bound = try? bounds[row.origin.device]?.bounds(of: row.row, work: row.work)
      else { return (false, false) }
      let warm = bound.warmSeconds ?? bound.seconds
      return (row.seconds < bound.seconds, row.seconds < warm)
    }
    let document = AccuracyDocument(
      rows: table.rows, residuals: residuals, faster: faster, left: table.left)
    print(document.summary)
    print("---")
    print(document.details)
    print("---")
    let share = document.fasterShare
    print(
      "\(AccuracyDocument.percent(share.cold)) of all rows are faster than the cold bound, "
        + "\(AccuracyDocument.percent(share.warm)) than the bound that holds for them: the warm one "
        + "where an operator's data fit the last-level cache of a benchmark that repeats it.")
    for (reason, count) in document.left.sorted(by: { $0.key < $1.key }) {
      print("- left out: \(count) rows, \(reason)")
    }
  }

  /// Every row with what a fit on all of them gives, for looking into.
  private static func dump(_ table: MeasurementTable, profiles: [String: DeviceProfile]) throws {
    let fit = Fit(table.rows, profiles: profiles, most: 2 * most, turns: 3)
    for device in fit.devices.keys.sorted() {
      tell(
        "\(device) "
          + DeviceParameter.allCases.map { parameter in
            let value = exp(fit.devices[device]?[parameter.place] ?? 0)
            let information = fit.deviceInformation[device]?[parameter.place] ?? 0
            return "\(parameter.rawValue)=\(Float(value))(\(Int(information)))"
          }.joined(separator: " "))
    }
    for runtime in fit.runtimes.keys.sorted() {
      tell(
        "\(runtime) "
          + RuntimeParameter.allCases.map { parameter in
            let value = exp(fit.runtimes[runtime]?[parameter.place] ?? 0)
            let information = fit.runtimeInformation[runtime]?[parameter.place] ?? 0
            return "\(parameter.rawValue)=\(Float(value))(\(Int(information)))"
          }.joined(separator: " "))
    }
    print("source|device|runtime|kind|name|precision|seconds|predicted|overhead|compute|memory|row")
    for row in table.rows {
      guard
        let expected = try? fit.model(of: row.origin)?.expected(
          row.row.kernel, work: row.work, format: row.row.format, reuse: row.reuse)
      else { continue }
      print(
        row.source, row.origin.device, row.origin.runtime, "\(row.kind)", row.name,
        row.precision, row.seconds, expected.seconds, expected.overheadSeconds,
        expected.computeSeconds, expected.memorySeconds, "\(row.row.kernel)", separator: "|")
    }
  }

  private static func score(
    _ table: MeasurementTable, profiles: [String: DeviceProfile], splits: ArraySlice<String>
  ) throws {
    for split in Split.allCases
    where splits.isEmpty
      || splits.contains(split.rawValue.split(separator: " ").first.map(String.init) ?? "")
    {
      let residuals = split.residuals(
        table.rows, profiles: profiles, most: most, progress: tell)
      print("== \(split.rawValue)")
      show(table.rows, residuals) { "\($0.kind)" }
      show(table.rows, residuals) {
        "\($0.source) \($0.origin.device) \($0.origin.runtime) \($0.kind) \($0.precision)"
      }
    }
  }

  private static func show(
    _ rows: [Measurement], _ residuals: [Double?], by name: (Measurement) -> String
  ) {
    var groups: [String: [Double]] = [:]
    for (row, residual) in zip(rows, residuals) {
      if let residual { groups[name(row), default: []].append(residual) }
    }
    for name in groups.keys.sorted() {
      guard let score = Score(groups[name] ?? []) else { continue }
      print(
        name, score.rows, "median", rounded(score.medianLog), "mean", rounded(score.meanError),
        "within20", rounded(score.within), "p10", rounded(score.low), "p90", rounded(score.high))
    }
  }

  private static func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }

  static func tell(_ line: String) {
    FileHandle.standardError.write(Data("\(line)\n".utf8))
  }
}
