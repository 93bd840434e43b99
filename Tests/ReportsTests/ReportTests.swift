import Devices
import ModelGraph
import Operators
import Reports
import Roofline
import Testing

/// A network of two layers on two devices, small enough to be reckoned in the head.
///
/// Layer `a,"b"`: 1,000 MACs and 50 other FLOPs, 100 B of weights, 300 B read, 100 B written.
/// Layer `<c>|` with a control character: nothing but 400 B. An unknown operator was left out.
struct ReportFixture {
  static func device(_ id: String, flops: Double, bandwidth: Double) throws -> DeviceProfile {
    let text = """
      { schemaVersion: 1, id: "\(id)", name: "Device \(id)", vendor: "Nobody", kind: "gpu",
        year: 2020, sources: { made: "made for this test" },
        compute: [
          { unit: "matrix", precision: "fp16",
            flopsPerSecond: { value: \(flops), source: "made", note: "dense" } },
          { unit: "vector", precision: "fp32",
            flopsPerSecond: { value: \(flops / 10), source: "made" } } ],
        memory: [
          { level: "dram", name: "HBM", bytes: { value: 4000e6, source: "made" },
            bytesPerSecond: { value: \(bandwidth), source: "made" } } ],
        notes: ["a note"] }
      """
    return try DeviceProfile(json5: text, file: "\(id).json5")
  }

  static func model() -> ModelWork {
    let first = LayerWork(
      index: 0, name: "a,\"b\"", operatorName: OperatorName("Conv"),
      outputShapes: [[1, 2, 25]], computeType: .float16,
      work: Work(
        macs: 1000, flops: 2050, transcendentals: 5, weightBytes: 100, inputBytes: 300,
        outputBytes: 100),
      parameters: 50, trainableParameters: 50, notes: ["counted as an upper bound"])
    let second = LayerWork(
      index: 1, name: "<c>|\u{1B}[2J", operatorName: OperatorName("route", domain: "darknet"),
      outputShapes: [[]], computeType: .float16,
      work: Work(
        macs: 0, flops: 0, transcendentals: 0, weightBytes: 0, inputBytes: 200, outputBytes: 200),
      parameters: 0, trainableParameters: 0, notes: [])
    return ModelWork(
      name: "tiny", format: "test", batch: 2, layers: [first, second],
      uncounted: [
        UncountedLayer(
          name: "odd", operatorName: OperatorName("Odd", domain: "my.ops"),
          reason: "no rule for my.ops.Odd")
      ], foldedLayers: 1, parameters: 50, trainableParameters: 50, weightBytes: 100,
      totals: Work(
        macs: 1000, flops: 2050, transcendentals: 5, weightBytes: 100, inputBytes: 500,
        outputBytes: 300),
      peakActivationBytes: 900, peakActivationLayer: "a,\"b\"",
      notes: ["the graph fixes its batch at 1"])
  }

  static func estimates() throws -> [Estimate] {
    try [
      Estimate(of: model(), on: device("slow", flops: 100e6, bandwidth: 400e6)),
      Estimate(of: model(), on: device("fast", flops: 1000e6, bandwidth: 800e6)),
    ]
  }
}

@Suite("Reports, held against checked-in snapshots")
struct ReportTests {
  @Test("an estimate in every form", arguments: ReportForm.allCases)
  func estimate(form: ReportForm) throws {
    let report = EstimateReport(try ReportFixture.estimates()[0])
    try expectSnapshot(form.text(of: report), "estimate.\(form.rawValue).txt")
  }

  @Test("an estimate's longest layer alone, with totals of all")
  func top() throws {
    let report = EstimateReport(try ReportFixture.estimates()[0], top: 1)
    try expectSnapshot(ReportForm.table.text(of: report), "estimate-top.table.txt")
  }

  @Test("an estimate against achieved figures in every form", arguments: ReportForm.allCases)
  func achieved(form: ReportForm) throws {
    var device = try ReportFixture.device("slow", flops: 100e6, bandwidth: 400e6)
    device.achieved = [
      Achieved(
        metric: "gemm.fp16.flopsPerSecond", value: 80e6, conditions: "a shape", source: "made")
    ]
    let estimate = try Estimate(of: ReportFixture.model(), on: device, ceilings: .achieved)
    try expectSnapshot(
      form.text(of: EstimateReport(estimate)), "estimate-achieved.\(form.rawValue).txt")
    try expectSnapshot(
      form.text(of: CompareReport([estimate])), "compare-achieved.\(form.rawValue).txt")
  }

  @Test("a comparison in every form, the fastest first", arguments: ReportForm.allCases)
  func compare(form: ReportForm) throws {
    let failed = FailedDevice(id: "odd", reason: "it has no rate for fp16")
    let report = CompareReport(try ReportFixture.estimates(), failed: [failed])
    try expectSnapshot(form.text(of: report), "compare.\(form.rawValue).txt")
  }

  @Test("a device with its sources in every form", arguments: ReportForm.allCases)
  func device(form: ReportForm) throws {
    let device = try ReportFixture.device("slow", flops: 100e6, bandwidth: 400e6)
    try expectSnapshot(form.text(of: DeviceReport(device)), "device.\(form.rawValue).txt")
    try expectSnapshot(form.text(of: DevicesReport([device])), "devices.\(form.rawValue).txt")
  }

  @Test("a layer's name cannot steer a terminal, a browser or a spreadsheet's columns")
  func untrustedNames() throws {
    let report = EstimateReport(try ReportFixture.estimates()[0])
    #expect(!(try ReportForm.table.text(of: report)).contains("\u{1B}"))
    let markdown = try ReportForm.markdown.text(of: report)
    #expect(!markdown.contains("<c>"))
    #expect(markdown.contains("&lt;c&gt;\\|"))
    #expect(try ReportForm.csv.text(of: report).contains("\"a,\"\"b\"\"\""))
  }

  @Test("heads are bold only where the style says so")
  func style() throws {
    let report = EstimateReport(try ReportFixture.estimates()[0])
    let bold = try ReportForm.table.text(of: report, style: TextStyle(isBold: true))
    #expect(bold.contains("\u{1B}[1m"))
  }
}
