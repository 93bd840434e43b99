import FoundationEssentials
import Testing

/// The table of datasheet figures that stands beside the checkout, or where `RIDGELINE_SHARED` says.
/// It is no part of the package: the suite that needs it is skipped where it is absent.
enum Datasheets {
  /// Why the suite is skipped, word for word.
  static let absence: Comment = "../shared/data/devices/datasheets.csv is not here"

  /// One device: column name to text, empty cells left out.
  typealias Row = [String: String]

  private static let folder: URL = {
    let package = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let named = ProcessInfo.processInfo.environment["RIDGELINE_SHARED"]
    let shared = named.map { URL(filePath: $0) } ?? package.appending(path: "../shared")
    return shared.appending(path: "data/devices")
  }()

  private static let file = folder.appending(path: "datasheets.csv")
  private static let achievedFile = folder.appending(path: "achieved.csv")

  /// Whether the table is there.
  static var arePresent: Bool { FileManager.default.fileExists(atPath: file.path()) }

  /// Whether the table of measurements is there.
  static var measurementsArePresent: Bool {
    FileManager.default.fileExists(atPath: achievedFile.path())
  }

  /// All devices.
  static func rows() throws -> [Row] { try rows(of: file) }

  /// All measurements.
  static func measurements() throws -> [Row] { try rows(of: achievedFile) }

  private static func rows(of file: URL) throws -> [Row] {
    let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    let table = records(ofCSV: text)
    let header = try #require(table.first)
    return table.dropFirst().map { record in
      let cells = zip(header, record).filter { !$0.1.isEmpty }
      return Row(cells, uniquingKeysWith: { first, _ in first })
    }
  }

  /// The records of a text of comma-separated values (RFC 4180).
  static func records(ofCSV text: String) -> [[String]] {
    var records: [[String]] = []
    var record: [String] = []
    var cell = ""
    var isQuoted = false
    for character in text {
      switch character {
      case "\"": isQuoted.toggle()
      case "," where !isQuoted:
        record.append(cell)
        cell = ""
      case "\n" where !isQuoted, "\r\n" where !isQuoted:
        records.append(record + [cell])
        record = []
        cell = ""
      default: cell.append(character)
      }
    }
    return cell.isEmpty && record.isEmpty ? records : records + [record + [cell]]
  }
}
