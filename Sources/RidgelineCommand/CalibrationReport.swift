import Calibration
import Devices
import LatencyModels
import Reports

/// How far a calibration's expectations are from the measurements, before and after.
struct CalibrationReport: Report {
  private let runtime: Runtime
  private let rows: [Row]
  private let parts: [Row]
  private let what: String
  private let device: DeviceProfile
  private let file: String
  private let isKept: Bool

  /// A report of a calibration that was written to `file`, in the user's own folder where `isKept`.
  init(_ calibration: Calibration, device: DeviceProfile, file: String, isKept: Bool) {
    runtime = calibration.runtime
    what = "operators"
    rows = [
      ("before", calibration.before), ("after, on shapes held out", calibration.crossValidated),
      ("after, on all", calibration.after),
    ]
    parts = calibration.kinds.map { ($0.kind.rawValue, $0.score) }
    self.device = device
    self.file = file
    self.isKept = isKept
  }

  /// The same of whole networks.
  init(_ calibration: ProcessorCalibration, device: DeviceProfile, file: String, isKept: Bool) {
    runtime = calibration.runtime
    what = "networks"
    rows = [
      ("networks held out", calibration.crossValidated), ("all networks", calibration.after),
    ]
    parts = []
    self.device = device
    self.file = file
    self.isKept = isKept
  }

  private typealias Row = (name: String, score: Calibration.Score)

  /// For people.
  var document: Document {
    Document([
      .heading("\(runtime.id) on \(device.name)"),
      .table(
        Table(
          columns: [
            .text("expectation"), .number(what), .number("median |ln ratio|"),
            .number("within 20 %"),
          ],
          rows: rows.map { Self.cells($0.name, $0.score) }
            + parts.map { Self.cells("held out: \($0.name)", $0.score) })),
      .facts([
        Document.Fact("written to", file),
        Document.Fact(
          "use it with", "--runtime \(isKept ? runtime.id : CommandText.quoted(file))"),
      ]),
    ])
  }

  private static func cells(_ name: String, _ score: Calibration.Score) -> [String] {
    [
      name, "\(score.rows)", Numbers.fixed(score.medianLog, digits: 3),
      Numbers.percent(score.within),
    ]
  }

  /// A row for each.
  var records: Records {
    Records(
      fields: ["expectation", what, "medianLogRatio", "within20Percent"],
      rows: (rows + parts).map {
        [$0.name, "\($0.score.rows)", "\($0.score.medianLog)", "\($0.score.within)"]
      })
  }

  /// The rows as records.
  var json: [[String: String]] {
    records.rows.map { row in
      Dictionary(zip(records.fields, row)) { first, _ in first }
    }
  }
}
