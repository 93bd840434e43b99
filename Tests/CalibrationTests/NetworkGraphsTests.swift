import Calibration
import Devices
import Foundation
import LatencyModels
import Operators
import Testing

@Suite("Graphs of the networks that tables name")
struct NetworkGraphsTests {
  private static let device = "amd-epyc-9654"

  private static func model() throws -> LatencyModel {
    try LatencyModel(
      device: Catalogue.shipped.profile(id: device), runtime: "ncnn",
      catalogue: LatencyCatalogue.shipped)
  }

  /// A folder with two graphs of ncnn, one of which is damaged.
  private func withGraphs(_ body: (_ folder: String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    let inner = folder.appending(path: "inner")
    try FileManager.default.createDirectory(at: inner, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let layers = [
      "Input x 0 1 x 0=8 1=8 2=4", "Convolution a 1 1 x a 0=16 1=3 4=1 6=576", "ReLU r 1 1 a r",
    ]
    let text = "7767517\n\(layers.count) 3\n" + layers.joined(separator: "\n") + "\n"
    try Data(text.utf8).write(to: inner.appending(path: "small_net.param"))
    try Data(text.utf8).write(to: folder.appending(path: "outside.param"))
    try Data("7767517\n3 3\nInput".utf8).write(to: inner.appending(path: "damaged.param"))
    try body(inner.path())
  }

  private func lines(_ rows: [String], folder: String) throws -> [[Substring]] {
    let table = (["name,params_json,precision,batch"] + rows).joined(separator: "\n")
    var graphs = NetworkGraphs(folder: folder)
    let prediction = try TablePrediction(
      of: Array(table.utf8), under: Self.model(),
      graphs: { row throws(LatencyError) in try graphs.work(of: row) })
    return String(decoding: prediction.text, as: UTF8.self).split(separator: "\n").dropFirst()
      .map { $0.split(separator: ",", omittingEmptySubsequences: false) }
  }

  @Test("a network that a table names is predicted from its graph, in the row's sizes")
  func predicted() throws {
    try withGraphs { folder in
      let sizes = #""{""threads"":1,""gpu"":-1,""input_whc"":[16,16,4]}""#
      let lines = try lines(
        [
          "small-net,{},fp16/fp32,1", "small_net,\(sizes),fp32,", "small_net,{},fp32,4",
          #"small_net,"{""gmacs"":1,""macts_M"":1}",fp32,1"#,
        ], folder: folder)
      var graphs = NetworkGraphs(folder: folder)
      let row = NetworkRow(name: "small_net", format: NumberFormat(Precision.fp32))
      let work = try #require(try graphs.work(of: row))
      // 8 · 8 places, 16 · 4 · 9 weights of each.
      #expect(work.totals.macs == 64 * 576)
      let model = try Self.model()
      let expected = try NetworkLatency(of: work, under: model)
      #expect(lines[0][3] == "\(expected.seconds)")
      #expect(lines[0][4] == "\(expected.lowSeconds)" && lines[0][5] == "\(expected.highSeconds)")
      #expect(lines[0][8] == "ncnn" && lines[0].count == 10 && lines[0][9].isEmpty)
      // Four times the places, by the picture or by the batch, ask the same of the memory's bound but for the
      // weights; a graph counts before sums.
      let bounds = try lines.map { try #require(Double($0[2])) }
      #expect(bounds[1] > bounds[0] && bounds[1] == bounds[2] && bounds[3] == bounds[0])
    }
  }

  @Test("a network without a graph, a damaged one, and a path out of the folder say why")
  func refused() throws {
    try withGraphs { folder in
      let lines = try lines(
        ["unheard,{},fp32,1", "damaged,{},fp32,1", "../outside,{},fp32,1", "small_net,{},fp32,1"],
        folder: folder)
      #expect(lines[0].joined(separator: ",").contains("predict --networks FOLDER"))
      #expect(lines[1].joined(separator: ",").contains("inner/damaged.param"))
      #expect(
        lines[2].joined(separator: ",").contains("the operator \"\"../outside\"\" is not known"))
      #expect(lines[3][9].isEmpty)
    }
  }

  @Test(
    "each kind of row of the published table is predicted, networks from their graphs or sums",
    .enabled(if: Files.arePresent, Files.absence))
  func published() throws {
    let all = String(decoding: try Files.unpackedTable(), as: UTF8.self).split(
      whereSeparator: \.isNewline)
    // The first row of each source, device and operator, and the networks without a picture's size.
    var seen: Set<String> = []
    let some = all.dropFirst().filter { line in
      let fields = line.split(separator: ",", maxSplits: 4)
      return seen.insert(fields.prefix(4).joined(separator: ",")).inserted || line.contains(":null")
    }
    #expect(some.count > 1000)
    var graphs = NetworkGraphs(folder: Files.ncnnFolder)
    let table = (all.prefix(1) + some).joined(separator: "\n")
    let prediction = try TablePrediction(
      of: Array(table.utf8), under: Self.model(),
      graphs: { row throws(LatencyError) in try graphs.work(of: row) })
    let faults = String(decoding: prediction.text, as: UTF8.self).split(separator: "\n")
      .filter { !$0.hasSuffix(",") && !$0.hasPrefix("row,") }
    #expect(prediction.rows == some.count)
    #expect(faults.isEmpty, "\(faults.prefix(20).joined(separator: "\n"))")
  }
}
