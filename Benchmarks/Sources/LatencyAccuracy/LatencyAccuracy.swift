import Devices
import Foundation
import LatencyModels

/// Fits the shipped parameters to published latencies, and tells how far the models are from them.
///
/// `LatencyAccuracy publish TABLE ROOT` fits, scores, and writes the files of parameters, the page and
/// the summary in the README, all of the same fit; `fit TABLE FOLDER` writes files of parameters alone;
/// `score TABLE [shapes|devices|sources]` prints scores, and `residuals` every row with what fits without
/// it gave; `rows TABLE` prints every row; `speed TABLE` times a million predictions.
@main
enum LatencyAccuracy {
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
      throw AccuracyError(
        "usage: LatencyAccuracy publish TABLE ROOT | fit TABLE FOLDER | score TABLE [SPLIT] | "
          + "residuals TABLE [SPLIT] | rows TABLE | speed TABLE")
    }
    if arguments[0] == "speed" {
      print(try PredictionSpeed.table(try MeasurementTable.bytes(path: arguments[1])))
      return
    }
    let table = try MeasurementTable(path: arguments[1])
    for (reason, count) in table.left.sorted(by: { $0.key < $1.key }) {
      tell("left out: \(count) rows, \(reason)")
    }
    let profiles = try profiles(of: table.rows)
    switch arguments[0] {
    case "publish":
      try Publication(table: table, profiles: profiles, root: folder(arguments)).write()
    case "fit":
      try ParameterFiles(
        fit: Fit.full(table.rows, profiles: profiles), rows: table.rows,
        heldOut: [.shapes: Split.shapes.heldOut(table.rows, profiles: profiles, progress: tell)],
        folder: folder(arguments)
      ).write()
    case "score": score(table, profiles: profiles, splits: arguments.dropFirst(2))
    case "rows": list(table, profiles: profiles)
    case "residuals": residuals(table, profiles: profiles, splits: arguments.dropFirst(2))
    default: throw AccuracyError("there is no \(arguments[0])")
    }
  }

  private static func folder(_ arguments: [String]) throws -> URL {
    guard arguments.count == 3 else {
      throw AccuracyError("usage: LatencyAccuracy \(arguments[0]) TABLE FOLDER")
    }
    return URL(fileURLWithPath: arguments[2])
  }

  private static func profiles(of rows: [Measurement]) throws -> [String: DeviceProfile] {
    var profiles: [String: DeviceProfile] = [:]
    for id in Set(rows.map(\.origin.device)) {
      profiles[id] = try Catalogue.shipped.profile(id: id)
    }
    return profiles
  }

  /// Every row with its bound and what a fit on all of them gives, for looking into.
  private static func list(_ table: MeasurementTable, profiles: [String: DeviceProfile]) {
    let fit = Fit.full(table.rows, profiles: profiles)
    let bounds = RowBound.all(table.rows, profiles: profiles)
    print(
      "source|device|runtime|kind|name|precision|seconds|predicted|overhead|compute|memory|bound|row"
    )
    for (row, bound) in zip(table.rows, bounds) {
      guard
        let expected = try? fit.model(of: row.origin, source: row.source)?.expected(
          row.row.kernel, work: row.work, format: row.row.format, reuse: row.reuse)
      else { continue }
      print(
        row.source, row.origin.device, row.origin.runtime, "\(row.kind)", row.name,
        row.precision, row.seconds, expected.seconds, expected.overheadSeconds,
        expected.computeSeconds, expected.memorySeconds, bound.holding, "\(row.row.kernel)",
        separator: "|")
    }
  }

  /// Every row with what it is predicted to take by the fits without it, for looking into.
  private static func residuals(
    _ table: MeasurementTable, profiles: [String: DeviceProfile], splits: ArraySlice<String>
  ) {
    let splits = Split.allCases.filter { split in
      splits.isEmpty || splits.contains { split.rawValue.hasPrefix($0) }
    }
    let heldOut = splits.map { $0.heldOut(table.rows, profiles: profiles, progress: tell) }
    print("source|device|runtime|kind|name|precision|seconds|row|", terminator: "")
    print(splits.map(\.rawValue).joined(separator: "|"))
    for (place, row) in table.rows.enumerated() {
      let logs = heldOut.map { $0.known(place).map { "\($0)" } ?? "" }
      print(
        row.source, row.origin.device, row.origin.runtime, "\(row.kind)", row.name,
        row.precision, row.seconds, "\(row.row.kernel)", logs.joined(separator: "|"),
        separator: "|")
    }
  }

  private static func score(
    _ table: MeasurementTable, profiles: [String: DeviceProfile], splits: ArraySlice<String>
  ) {
    for split in Split.allCases
    where splits.isEmpty || splits.contains(where: { split.rawValue.hasPrefix($0) }) {
      let heldOut = split.heldOut(table.rows, profiles: profiles, progress: tell)
      print("== \(split.rawValue)")
      show(table.rows, heldOut) { "\($0.kind)" }
      show(table.rows, heldOut) {
        "\($0.source) \($0.origin.device) \($0.origin.runtime) \($0.kind) \($0.precision)"
      }
    }
  }

  private static func show(
    _ rows: [Measurement], _ heldOut: HeldOut, by name: (Measurement) -> String
  ) {
    var groups: [String: [Double]] = [:]
    for (place, row) in rows.enumerated() {
      if let residual = heldOut.known(place) { groups[name(row), default: []].append(residual) }
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
