import Calibration
import Foundation
import LatencyModels
import ModelFormats
import ModelGraph
import Operators
import Testing

/// Files that tests make, and those that stand beside the checkout, or where `RIDGELINE_SHARED` says.
enum Files {
  /// Why a test is skipped.
  static let absence: Comment = "the measurements of ../shared/data are not here"

  private static let shared: URL = {
    let package = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let named = ProcessInfo.processInfo.environment["RIDGELINE_SHARED"]
    return named.map { URL(filePath: $0) } ?? package.appending(path: "../shared")
  }()

  private static var table: URL { shared.appending(path: "data/measured/latencies.csv.gz") }

  /// Whether the measurements and the graphs are there.
  static var arePresent: Bool { FileManager.default.fileExists(atPath: table.path()) }

  /// The graph of a file of this text and name.
  static func graph(_ text: String, name: String) throws -> Graph {
    try graph(Array(text.utf8), name: name)
  }

  /// The graph of a file of these bytes and that name.
  static func graph(_ bytes: [UInt8], name: String) throws -> Graph {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: name)
    try Data(bytes).write(to: file)
    return try ModelReader.read(path: file.path())
  }

  /// ncnn's processors with ten networks or more, each number of threads apart; not its GPUs.
  static func ncnn() throws -> NetworkTable {
    try NetworkTable(
      try unpackedTable(), source: "ncnn", graphs: ncnnFolder)
  }

  /// The folder of ncnn's graphs.
  static var ncnnFolder: String { shared.appending(path: "models/ncnn").path() }

  /// The text of the table.
  static func unpackedTable() throws -> [UInt8] {
    let unpacking = Process()
    let pipe = Pipe()
    unpacking.executableURL = URL(filePath: "/usr/bin/env")
    unpacking.arguments = ["gzip", "-dc", table.path()]
    unpacking.standardOutput = pipe
    try unpacking.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    unpacking.waitUntilExit()
    return Array(data)
  }
}
