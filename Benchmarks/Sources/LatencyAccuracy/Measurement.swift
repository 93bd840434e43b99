import Calibration
import Foundation
import LatencyModels
import Operators

/// A row of the table of published latencies.
struct Measurement {
  /// Who measured it.
  var source: String
  /// What it was measured on.
  var origin: Origin
  /// The operator, as the table names it.
  var name: String
  /// The precision, as the table names it.
  var precision: String
  /// What it computes, as the table states it.
  var stated: OperatorRow
  /// What it computes, as it was measured.
  var row: OperatorRow
  /// Its counts.
  var work: Work
  /// The time, in seconds.
  var seconds: Double
  /// A number that depends on the operator and its sizes alone, for splits.
  var key: UInt64

  /// The operator's name without what table it is from.
  var plainName: String {
    kind == .network ? "network" : name.split(separator: ":").last.map(String.init) ?? name
  }
  /// What the source rounded its times to, in seconds: Vidur published whole microseconds, and
  /// mlx-benchmark hundredths of a millisecond.
  var resolution: Double {
    switch source {
    case "vidur": 1e-6
    case "mlx-benchmark": 1e-5
    default: 0
    }
  }
  /// The kind of operator that errors are told for.
  var kind: OperatorClass { OperatorClass(row.kernel) }
  /// What a benchmark that repeats it leaves in the cache; whole networks do not fit.
  var reuse: Reuse { kind == .network ? .none : .everything }
}

/// The rows of the table that have a device and a runtime here, and how many have none.
struct MeasurementTable {
  var rows: [Measurement] = []
  /// Rows left out, by reason.
  var left: [String: Int] = [:]
  /// The times of ncnn's networks on processors.
  var networks: NetworkTable

  /// Reads the table, unpacked by gzip where its name ends with `.gz`.
  init(path: String) throws {
    let bytes = try Self.bytes(path: path)
    let graphs = URL(fileURLWithPath: path).absoluteURL.deletingLastPathComponent()
      .appendingPathComponent("../../models/ncnn").standardized
    networks = try NetworkTable(bytes, source: "ncnn", graphs: graphs.path)
    var reader = try OperatorTableReader(bytes)
    func column(_ name: String) throws -> Int {
      guard let place = reader.columns.firstIndex(of: name) else {
        throw AccuracyError("\(path) has no column \(name)")
      }
      return place
    }
    let (source, device, latency, notes, parameters, precision) = try (
      column("source"), column("device"), column("latency_ms"), column("notes"),
      column("params_json"), column("precision")
    )
    while reader.next() {
      let from = reader.records.text(source)
      if from == "ncnn" { continue }
      let sizes = reader.records.text(parameters)
      guard
        let origin = Origin(
          source: from, device: reader.records.text(device), parameters: sizes,
          notes: reader.records.text(notes))
      else {
        left["\(from): no profile or runtime", default: 0] += 1
        continue
      }
      guard let milliseconds = Double(reader.records.text(latency)), milliseconds > 0 else {
        left["\(from): no time", default: 0] += 1
        continue
      }
      do throws(LatencyError) {
        let row = try reader.row()
        let name = reader.operatorName()
        let measured = Laboratory.measured(row, source: from, origin: origin)
        rows.append(
          Measurement(
            source: from, origin: origin, name: name, precision: reader.records.text(precision),
            stated: row, row: measured, work: measured.work, seconds: milliseconds / 1000,
            key: Self.hash(name + sizes)))
      } catch {
        left["\(from): \(error.what)", default: 0] += 1
      }
    }
    if networks.skipped > 0 {
      left["ncnn: a GPU, no graph of the network, or fewer than ten networks"] = networks.skipped
    }
  }

  /// FNV-1a, 64 bits: the same split on every machine.
  private static func hash(_ text: String) -> UInt64 {
    text.utf8.reduce(14_695_981_039_346_656_037) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
  }

  /// The text of a table, unpacked by gzip where its name ends with `.gz`.
  static func bytes(path: String) throws -> [UInt8] {
    guard path.hasSuffix(".gz") else {
      return Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    }
    let unpacking = Process()
    let pipe = Pipe()
    unpacking.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    unpacking.arguments = ["gzip", "-dc", path]
    unpacking.standardOutput = pipe
    try unpacking.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    unpacking.waitUntilExit()
    guard unpacking.terminationStatus == 0 else { throw AccuracyError("gzip cannot read \(path)") }
    return Array(data)
  }
}

/// Why the accuracy cannot be told: one line.
struct AccuracyError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
