import Devices
import ModelGraph
import Operators
import Reports
import Roofline
import Sweeps
import Testing

@Suite("Reports of sweeps, held against checked-in snapshots")
struct SweepReportTests {
  /// One ReLU over `N` x `seq` elements, at two sizes of each, on two devices of which one has no fp16.
  private static func report() throws -> SweepReport {
    var graph = Graph(name: "relu", format: "test", operatorSets: ["": 17])
    graph.tensors = [
      Tensor(
        name: "x", role: .input, elementType: .float32,
        shape: [.symbol("N"), .symbol("=seq")]),
      Tensor(name: "y", role: .activation),
    ]
    graph.inputs = [0]
    graph.outputs = [1]
    graph.layers = [
      Layer(
        name: "r", operatorName: OperatorName("Relu"), inputs: [0], outputs: [1],
        location: "node 0")
    ]
    var odd = try ReportFixture.device("odd", flops: 1e9, bandwidth: 1e9)
    odd.compute = [
      ComputeRate(
        unit: .matrix, precision: .int8, flopsPerSecond: Sourced(1e9, source: "made"))
    ]
    let plan = SweepPlan(
      devices: [try ReportFixture.device("slow", flops: 100e6, bandwidth: 400e6), odd],
      batches: SweepValues([1, 4]),
      dimensions: [.init(name: "=seq", values: SweepValues([100, 100_000_000]))],
      precisions: [.fp16])
    let result = Sweep(graph, plan: plan).run(isParallel: false)
    return SweepReport(result, of: plan, model: (name: graph.name, format: graph.format))
  }

  @Test("a sweep in every form", arguments: [SweepForm.table, .json, .jsonl, .csv, .markdown])
  func sweep(form: SweepForm) throws {
    let text = try #require(try form.text(of: Self.report()))
    try expectSnapshot(text, "sweep.\(form.rawValue).txt")
  }

  @Test("one that was stopped says so")
  func stopped() throws {
    let report = try Self.report()
    var result = report.result
    result.points.removeLast()
    let stopped = SweepReport(result, of: report.plan, model: report.model)
    #expect(try SweepForm.table.text(of: stopped)?.contains("Stopped early") == true)
    #expect(try SweepForm.json.text(of: stopped)?.contains("\"isComplete\" : false") == true)
  }
}
