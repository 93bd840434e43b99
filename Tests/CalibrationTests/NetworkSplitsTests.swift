import Calibration
import Devices
import Foundation
import LatencyModels
import ModelFormats
import ModelGraph
import Operators
import Testing

@Suite("Whole networks on processors")
struct NetworkSplitsTests {
  /// A network of these sums: multiply–accumulates of 1 x 1 and 3 x 3, bytes, layers.
  private func terms(_ lines: [String]) throws -> NetworkTerms {
    let text = "7767517\n\(lines.count) 99\n" + lines.joined(separator: "\n") + "\n"
    return NetworkTerms(try ModelWork.counting(Files.graph(text, name: "made.param")))
  }

  @Test("the sums of a network are those of its layers, each sort apart")
  func sums() throws {
    let terms = try terms([
      "Input x 0 1 x 0=8 1=8 2=4", "Convolution a 1 1 x a 0=16 1=3 4=1 6=576",
      "ConvolutionDepthWise b 1 1 a b 0=16 1=3 4=1 6=144 7=16",
      "Convolution c 1 1 b c 0=8 1=1 6=128", "InnerProduct d 1 1 c d 0=10 2=5120",
    ])
    // 8 · 8 places: 16 · 4 · 9, 16 · 9, 8 · 16 weights of each; 512 · 10.
    #expect(terms[.winograd] == 64 * 576)
    #expect(terms[.depthwise] == 64 * 144)
    #expect(terms[.pointwise] == 64 * 128)
    // A weight is four bytes, and read once.
    #expect(terms[.products] == 4 * 5120)
    #expect(terms[.weights] == 4 * (576 + 128))
    #expect(terms[.convolutions] == 2)
    #expect(terms[.layers] == 4)
    // 4 · 64 and 16 · 64 in and out of a; 16 · 64 and 8 · 64 of c.
    #expect(terms[.convolutionActivations] == 4 * 64 * (4 + 16 + 16 + 8))
    #expect(!terms.isInt8)
  }

  @Test("rates that made the times are found again, from few networks with others like them")
  func recovery() throws {
    let networks = try [8, 12, 16, 24, 32, 40].map { side in
      try terms([
        "Input x 0 1 x 0=\(side) 1=\(side) 2=16",
        "Convolution a 1 1 x a 0=64 1=3 4=1 6=9216",
        "Convolution b 1 1 a b 0=\(side) 1=1 6=\(64 * side)",
      ])
    }
    let truth = NetworkRates.guess.scaled(by: 7)
    let others = [0.5, 1, 3].map { NetworkRates.guess.scaled(by: $0) }
    let measured = networks.map { MeasuredNetwork($0, seconds: truth.seconds($0)) }
    let found = NetworkCalibration(others: others).rates(from: Array(measured.prefix(3)))
    for network in measured {
      #expect(abs(found.seconds(network.terms) / network.seconds - 1) < 1e-3)
    }
  }

  /// Graphs of five and one networks in a folder, and a table of their times at twice the guessed rates.
  private func made(_ body: (_ table: [UInt8], _ folder: String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let truth = NetworkRates.guess.scaled(by: 2)
    var lines = ["device,name,latency_ms"]
    for side in [8, 16, 24, 32, 40, 48] {
      let layers = [
        "Input x 0 1 x 0=\(side) 1=\(side) 2=16", "Convolution a 1 1 x a 0=64 1=3 4=1 6=9216",
        "ReLU r 1 1 a r", "Convolution b 1 1 r b 0=\(side) 1=1 6=\(64 * side)",
      ]
      let text = "7767517\n\(layers.count) 99\n" + layers.joined(separator: "\n") + "\n"
      try Data(text.utf8).write(to: folder.appending(path: "net\(side).param"))
      let seconds = truth.seconds(
        NetworkTerms(try ModelWork.counting(Files.graph(text, name: "made.param"))))
      lines += ["mine,net\(side),\(seconds * 1000)", "other,net\(side),\(seconds * 3000)"]
    }
    lines.append("mine,unheard,5")
    try body(Array(lines.joined(separator: "\n").utf8), folder.path())
  }

  @Test("a processor is calibrated from the times of its networks, and the file gives them again")
  func calibration() throws {
    try made { table, folder in
      let own = try NetworkTable(
        table, graphs: folder, where: [MeasurementTable.Filter(column: "device", value: "mine")])
      #expect(own.chosen.count == 6)
      let base = try LatencyCatalogue.shipped.runtime("onnxruntime-cpu")
      let found = try ProcessorCalibration(
        own, device: "amd-epyc-9654", runtime: base, id: "mine")
      #expect(found.after.medianLog < 0.01)
      let path = "\(folder)/mine.json5"
      try Data(RuntimeText.text(of: found.runtime).utf8).write(to: URL(filePath: path))
      let runtime = try LatencyCatalogue.shipped.runtime(path)
      let device = try Catalogue.shipped.profile(id: "amd-epyc-9654")
      let model = try LatencyModel(
        device: device, runtime: runtime,
        parameters: LatencyCatalogue.shipped.parameters(of: device))
      let work = try ModelWork.counting(ModelReader.read(path: "\(folder)/net32.param"))
      let latency = try NetworkLatency(of: work, under: model)
      let measured = try #require(own.chosen["net32"]?.seconds)
      #expect(abs(latency.seconds / measured - 1) < 0.05)
      // A layer's part: all of them are the whole.
      #expect(abs(latency.layers.reduce(0) { $0 + $1.seconds } / latency.seconds - 1) < 1e-9)
      #expect(latency.lowSeconds <= latency.seconds && latency.seconds <= latency.highSeconds)
    }
  }

  @Test("too few networks, those of several devices, and a table without names are refused")
  func refusals() throws {
    try made { table, folder in
      let base = try LatencyCatalogue.shipped.runtime("onnxruntime-cpu")
      let all = try NetworkTable(table, graphs: folder)
      let several = #expect(throws: CalibrationError.self) {
        try ProcessorCalibration(all, device: "d", runtime: base, id: "mine")
      }
      #expect(
        several?.description
          == "the networks are of 2 devices: \"mine\", \"other\"; choose those of one with --where "
          + "device=NAME")
      let few = try NetworkTable(
        table, graphs: folder, where: [MeasurementTable.Filter(column: "name", value: "net8")])
      #expect(few.chosen.count == 1)
      let none = try NetworkTable(
        table, graphs: "/nonexistent",
        where: [MeasurementTable.Filter(column: "device", value: "mine")])
      let error = #expect(throws: CalibrationError.self) {
        try ProcessorCalibration(none, device: "d", runtime: base, id: "mine")
      }
      #expect(error?.code == .few)
      let text = String(decoding: table, as: UTF8.self)
      for time in ["0", "-3", "nan", "inf", "soon"] {
        let bad = #expect(throws: CalibrationError.self) {
          try NetworkTable(Array("\(text)\nmine,net8,\(time)".utf8), graphs: folder)
        }
        #expect(
          bad?.description
            == "line 15 (net8) has the time \"\(time)\"; remove the row, or measure it "
            + "again: times are positive numbers")
      }
      for (unit, word) in [("latency_us", "larger"), ("measured_seconds", "smaller")] {
        let wrong = try NetworkTable(
          Array(text.replacing("latency_ms", with: unit).utf8), graphs: folder,
          where: [MeasurementTable.Filter(column: "device", value: "mine")])
        let suspected = #expect(throws: CalibrationError.self) {
          try ProcessorCalibration(wrong, device: "d", runtime: base, id: "mine")
        }
        #expect(
          suspected?.description.contains("seem to be in a \(word) unit than the column says")
            == true)
      }
      let nameless = #expect(throws: CalibrationError.self) {
        try NetworkTable(Array("device,latency_ms\n".utf8), graphs: folder)
      }
      #expect(nameless?.code == .table)
    }
  }

  @Test(
    "ncnn's published times: 0.15 on networks held out, 0.25 on devices held out but for five",
    .enabled(if: Files.arePresent, Files.absence))
  func published() throws {
    let table = try Files.ncnn()
    let processors = table.processors
    #expect(table.rows > 1500 && table.skipped > 0)
    #expect(processors.count > 60)
    let shapes = NetworkSplits.shapesHeldOut(processors).flatMap { $0 }
    let devices = NetworkSplits.devicesHeldOut(processors).flatMap { $0 }
    #expect(shapes.count > 500 && devices.count > 500)
    #expect(NetworkSplits.medianError(shapes) <= 0.15, "\(NetworkSplits.medianError(shapes))")
    #expect(NetworkSplits.medianError(devices) <= 0.25, "\(NetworkSplits.medianError(devices))")
  }
}
