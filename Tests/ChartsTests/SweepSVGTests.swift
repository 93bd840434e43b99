import Charts
import Devices
import ModelGraph
import Operators
import Reports
import Roofline
import Sweeps
import Testing

@Suite("Curves of sweeps")
struct SweepSVGTests {
  /// A product of `N` x 100 by 100 x 100 elements of four bytes, on 100 MFLOP/s and 400 MB/s.
  private static func graph(_ name: String = "fc") -> Graph {
    var graph = Graph(name: name, format: "test", operatorSets: ["": 17])
    graph.tensors = [
      Tensor(name: "x", role: .input, elementType: .float32, shape: [.symbol("N"), .fixed(100)]),
      Tensor(
        name: "w", role: .stored, elementType: .float32, shape: [.fixed(100), .fixed(100)],
        isParameter: true),
      Tensor(name: "y", role: .activation),
    ]
    graph.inputs = [0]
    graph.outputs = [2]
    graph.layers = [
      Layer(
        name: "m", operatorName: OperatorName("MatMul"), inputs: [0, 1], outputs: [2],
        location: "node 0")
    ]
    return graph
  }

  private static func device(
    _ id: String, flops: Double = 100e6, bytes: Double = 1e9
  ) throws -> DeviceProfile {
    try DeviceProfile(
      json5: """
        { schemaVersion: 1, id: "\(id)", name: "\(id)", vendor: "Nobody", kind: "gpu",
          sources: { made: "made for this test" },
          compute: [ { unit: "vector", precision: "fp32",
            flopsPerSecond: { value: \(flops), source: "made" } } ],
          memory: [ { level: "dram", name: "HBM", bytes: { value: \(bytes), source: "made" },
            bytesPerSecond: { value: 400e6, source: "made" } } ] }
        """, file: id)
  }

  private static func figure(
    _ devices: [DeviceProfile], upTo last: Int, name: String = "fc"
  ) throws -> SweepFigure {
    let plan = SweepPlan(
      devices: devices, batches: SweepValues("1..\(last)"), precisions: [.fp32])
    let result = Sweep(graph(name), plan: plan).run(isParallel: false)
    return SweepFigure(result, of: plan, model: name)
  }

  @Test("a knee stands at its own size, between those of the sweep")
  func knees() throws {
    // A batch of n does 20,000 n FLOPs, 200 µs each, and moves 40,000 + 800 n bytes in 100 µs + 2 µs n:
    // on 10 GFLOP/s, 2 µs n, memory binds always. On 5 GFLOP/s, 4 µs n, arithmetic from n = 51 on. 60,000
    // bytes hold 40,000 of weights and 800 n: 25 fit, 26 do not.
    let figure = try Self.figure(
      [Self.device("fast", flops: 10e9, bytes: 60_000), Self.device("even", flops: 5e9)], upTo: 256)
    #expect(figure.curves.count == 2)
    #expect(figure.curves[0].computeBound == nil)
    #expect(figure.curves[0].memoryFull?.mark.size == 26)
    #expect(figure.curves[0].points.filter(\.exceedsMemory).map(\.size) == [32, 64, 128, 256])
    let knee = try #require(figure.curves[1].computeBound)
    #expect(knee.mark.size == 51 && knee.isExact)
    // 51 samples in 204 µs.
    #expect(abs(knee.mark.seconds - 204e-6) < 1e-12)
    #expect(abs(knee.mark.perSecond - 250e3) < 1e-3)
    #expect(figure.curves[1].places.map(\.size) == [1, 2, 4, 8, 16, 32, 51, 64, 128, 256])
    let text = SweepSVG(figure).text
    #expect(text.contains(">compute-bound from batch 51</text>"))
    #expect(text.contains(">memory full from batch 26</text>"))
    #expect(text.ranges(of: "class=\"knee\"").count == 2)
  }

  @Test("no two labels overlap, and none leaves the paper", arguments: [1, 2, 6, 24])
  func overlaps(_ count: Int) throws {
    let devices = try (1...count).map {
      try Self.device("device-\($0)", flops: Double($0) * 1e9, bytes: Double($0) * 30_000)
    }
    for size in [ChartSize(), ChartSize(width: 480, height: 360)] {
      let chart = SweepSVG(try Self.figure(devices, upTo: 1024), size: size)
      for (index, label) in chart.labels.enumerated() {
        #expect(label.box.isInside(chart.paper), "\(label.label.text) is cut")
        for other in chart.labels[..<index] where label.box.overlaps(other.box) {
          Issue.record("\(label.label.text) overlaps \(other.label.text)")
        }
      }
    }
  }

  @Test("curves are drawn as they were before")
  func snapshot() throws {
    let figure = try Self.figure(
      [Self.device("fast", flops: 10e9, bytes: 60_000), Self.device("even", flops: 5e9)], upTo: 256)
    try expectSnapshot(SweepSVG(figure).text, "sweep.svg")
    try expectSnapshot(SweepPlot(figure, columns: 80, rows: 24).text, "sweep-plot.txt")
  }

  @Test(
    "in the terminal it fits its window", arguments: [(40, 12), (80, 24), (160, 50)],
    [TerminalPlot.Style.braille, .ascii])
  func window(size: (columns: Int, rows: Int), style: TerminalPlot.Style) throws {
    let figure = try Self.figure(
      [Self.device("fast", flops: 10e9, bytes: 60_000), Self.device("even", flops: 5e9)], upTo: 256)
    let lines = SweepPlot(figure, columns: size.columns, rows: size.rows, style: style).text
      .split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    #expect(lines.count <= size.rows)
    #expect(lines.allSatisfy { String($0).columns <= size.columns })
    #expect(lines.contains { $0.contains("O") } && lines.contains { $0.contains("X") })
  }

  @Test("one size on its own, and nothing at all, are drawn too")
  func small() throws {
    let single = try Self.figure([Self.device("one")], upTo: 1)
    #expect(single.curves.count == 1 && single.curves[0].points.count == 1)
    _ = SweepSVG(single)
    let plan = SweepPlan(devices: [])
    let nothing = SweepFigure(
      Sweep(Self.graph(), plan: plan).run(isParallel: false), of: plan, model: "none")
    _ = SweepSVG(nothing)
    #expect(SweepPlot(nothing).text.hasPrefix("No curve"))
  }

  @Test("names are shown and never run", arguments: ChartFixture.hostileNames.indices)
  func hostile(_ index: Int) throws {
    let name = ChartFixture.hostileNames[index]
    let figure = try Self.figure([Self.device("one")], upTo: 4, name: name)
    let text = SweepSVG(figure).text
    let page = DocumentPage(
      Document([
        .heading(name), .paragraph(name), .facts([.init(name, name)]),
        .table(Table(columns: [.text(name)], rows: [[name]])),
      ]),
      drawing: text, command: "ridgeline sweep \(name)"
    ).text
    for text in [text, page] {
      #expect(!text.contains("<script"))
      #expect(!text.contains("<img"))
      #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
    }
  }

  @Test("a document's page allows its own style and nothing else")
  func policy() {
    let page = DocumentPage(Document([.heading("t")]), command: "ridgeline").text
    #expect(
      page.contains(/content="default-src 'none'; style-src 'sha256-[A-Za-z0-9+\/]{43}=';/))
    #expect(!page.contains("<script") && !page.contains("style=\""))
  }
}
