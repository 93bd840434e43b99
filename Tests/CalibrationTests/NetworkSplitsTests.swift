import Calibration
import Foundation
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
