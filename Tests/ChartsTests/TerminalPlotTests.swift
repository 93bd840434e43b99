import Charts
import Devices
import ModelGraph
import Operators
import Roofline
import Testing

@Suite("A roofline in the terminal")
struct TerminalPlotTests {
  /// A layer that arithmetic binds, one that memory binds, on 1 TFLOP/s and 100 GB/s: 10 FLOP/byte are
  /// the ridge. 100 MFLOPs over 1 MB take 0.1 ms, 10 MFLOPs over 10 MB too.
  private static func figure(layers count: Int = 2) throws -> RooflineFigure {
    let device = try DeviceProfile(
      json5: """
        { schemaVersion: 1, id: "made", name: "Made", vendor: "Nobody", kind: "gpu",
          sources: { made: "made for this test" },
          compute: [ { unit: "vector", precision: "fp32",
            flopsPerSecond: { value: 1e12, source: "made" } } ],
          memory: [ { level: "dram", name: "HBM", bytes: { value: 1e9, source: "made" },
            bytesPerSecond: { value: 1e11, source: "made" } } ] }
        """, file: "made")
    let layers = (0..<count).map { place in
      let isWide = place % 2 == 0
      return LayerWork(
        index: place, name: "l\(place)", operatorName: OperatorName(isWide ? "Conv" : "Re\u{1B}lu"),
        outputShapes: [[1]], computeType: .float32,
        work: Work(
          macs: 0, flops: isWide ? 100_000_000 : 10_000_000, transcendentals: 0, weightBytes: 0,
          inputBytes: isWide ? 1_000_000 : 10_000_000, outputBytes: 0), parameters: 0,
        trainableParameters: 0, notes: [])
    }
    let totals = layers.reduce(into: Work.none) { sum, layer in
      sum.flops += layer.work.flops
      sum.inputBytes += layer.work.inputBytes
    }
    let model = ModelWork(
      name: "m", format: "test", batch: 1, layers: layers, uncounted: [], foldedLayers: 0,
      parameters: 0, trainableParameters: 0, weightBytes: 0, totals: totals,
      peakActivationBytes: 0, notes: [])
    return RooflineFigure([try Estimate(of: model, on: device)])
  }

  @Test(
    "fits its window, down to 40 by 12",
    arguments: [(40, 12), (80, 24), (100, 30), (160, 50)], [TerminalPlot.Style.braille, .ascii])
  func size(window: (columns: Int, rows: Int), style: TerminalPlot.Style) throws {
    let text = TerminalPlot(
      try Self.figure(), columns: window.columns, rows: window.rows, style: style
    ).text
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    #expect(lines.count <= window.rows)
    #expect(lines.allSatisfy { $0.count <= window.columns })
    // It makes use of the room too.
    #expect(lines.contains { $0.count > window.columns - 4 })
  }

  @Test("is drawn in ASCII alone where that is asked for")
  func ascii() throws {
    let text = TerminalPlot(try Self.figure(), style: .ascii).text
    #expect(text.utf8.allSatisfy { $0 < 0x80 })
    #expect(text.contains("////") == false && text.contains("----"))
  }

  @Test("is drawn in braille else")
  func braille() throws {
    let text = TerminalPlot(try Self.figure()).text
    #expect(text.unicodeScalars.contains { (0x2801...0x28FF).contains($0.value) })
  }

  @Test("marks the layers by their kinds, and the whole network between them")
  func marks() throws {
    let lines = TerminalPlot(try Self.figure(), style: .ascii).text
      .split(separator: "\n").prefix { !$0.contains("FLOP/B") }
    let rows = lines.map { $0.drop { $0 != "|" && $0 != "+" } }
    let places = ["A", "B", "*"].map { mark in
      rows.compactMap { $0.firstIndex(of: Character(mark))?.utf16Offset(in: $0) }
    }
    // Each once: the network is at 110 MFLOPs over 11 MB, 10 FLOP/byte, left of Conv's 100 and right
    // of Relu's 1.
    #expect(places.map(\.count) == [1, 1, 1])
    let (first, second, network) = (places[0].first, places[1].first, places[2].first)
    #expect((second ?? 0) < (network ?? 0) && (network ?? 0) < (first ?? 0))
  }

  @Test("has colours only where they are asked for, and no name can bring its own")
  func colours() throws {
    let figure = try Self.figure()
    #expect(!TerminalPlot(figure).text.contains("\u{1B}"))
    #expect(TerminalPlot(figure, isColoured: true).text.contains("\u{1B}[34mA\u{1B}[0m"))
    #expect(TerminalPlot(figure).text.contains("Re\\u{1B}lu"))
  }

  @Test("of ten thousand layers is drawn like any other")
  func many() throws {
    let text = TerminalPlot(try Self.figure(layers: 10_000)).text
    #expect(text.contains("A") && text.contains("B") && text.contains("*"))
  }
}
