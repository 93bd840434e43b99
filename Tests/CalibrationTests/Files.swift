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

  /// The sizes of the graphs whose file has none.
  private static let sizes = [
    "FastestDet": (width: 352, height: 352), "vision_transformer": (width: 384, height: 384),
  ]

  /// ncnn's processors with ten networks or more, each number of threads apart; not its GPUs.
  static func ncnnProcessors() throws -> [NetworkSplits.Processor] {
    var terms: [String: NetworkTerms?] = [:]
    var processors: [String: NetworkSplits.Processor] = [:]
    var records = CSVRecords(try unpackedTable())
    while records.next() {
      let fields = (0..<records.count).map { records.text($0) }
      guard fields.count >= 8, fields[0] == "ncnn",
        fields[4].contains("\"gpu\":-1") || fields[4].contains("\"gpu\":null"),
        let milliseconds = Double(fields[7])
      else { continue }
      var name = fields[3]
      if terms[name] == nil, terms[name.replacing("-", with: "_")] != nil {
        name = name.replacing("-", with: "_")
      }
      if terms[name] == nil { terms[name] = try? self.terms(of: name) }
      guard let known = terms[name], let known else { continue }
      let threads = fields[4].split(separator: ",").first.map(String.init) ?? ""
      let key = "\(fields[1]) \(threads)"
      let before = processors[key]?.networks[name]?.seconds ?? .infinity
      processors[key, default: NetworkSplits.Processor(device: fields[1], networks: [:])]
        .networks[name] = MeasuredNetwork(known, seconds: min(before, milliseconds / 1000))
    }
    return processors.sorted { $0.key < $1.key }.map(\.value).filter { $0.networks.count >= 10 }
  }

  private static func terms(of name: String) throws -> NetworkTerms {
    let path = shared.appending(path: "models/ncnn/\(name).param").path()
    let options = AnalysisOptions(inputSize: sizes[name])
    return NetworkTerms(
      try ModelWork.counting(ModelReader.read(path: path), options: options))
  }

  private static func unpackedTable() throws -> [UInt8] {
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
