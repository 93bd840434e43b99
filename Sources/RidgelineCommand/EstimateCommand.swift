import ArgumentParser
import CountConventions
import Glibc
import Reports
import Roofline

/// `ridgeline estimate`: one network on one device, layer by layer.
struct EstimateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    alone: "estimate",
    abstract: "Tell where the time of a network goes on a device.",
    discussion: """
      The time of a layer is a bound: the least in which the device can do the layers one after the \
      other; `ridgeline operators` tells what is counted. The expected time beside it is what a \
      runtime is likely to take, the usual one of the device unless --runtime names another, with its \
      interval (docs/Expected.md).

      EXAMPLES:
        ridgeline estimate resnet50.onnx --device nvidia-t4
        ridgeline estimate yolov3.cfg --device nvidia-l4 --input-size 608x608 --top 10
        ridgeline estimate yolov3.cfg --device nvidia-l4 --plot --top 5
        ridgeline estimate yolov3.cfg --device nvidia-l4 --format trace --output yolov3.trace.json
        ridgeline estimate bert.onnx --device my-card.json5 --dim seq=512 --batch 8 --format json
        ridgeline estimate resnet50.onnx --device nvidia-l4 --format html --output resnet50.html
        ridgeline estimate bert.onnx --device nvidia-t4 --precision fp16 --runtime tensorrt
        ridgeline estimate bert.onnx --device nvidia-t4 --runtime none
        ridgeline estimate resnet50.onnx --device local --measured onnxruntime_profile.json
        ridgeline estimate bert.onnx --device nvidia-t4 --measured operators.csv.gz --where source=mine
        ridgeline estimate model.onnx --device nvidia-l4 --operators my-ops.json5
      """)

  @OptionGroup var model: ModelOptions
  @Option(
    help: ArgumentHelp(
      "The device: an ID of `ridgeline devices`, or a path to a profile.", valueName: "id"),
    completion: DeviceCompletion.ids)
  var device: String
  @OptionGroup var ceilings: CeilingOptions
  @OptionGroup var runtime: RuntimeOptions
  @Option(
    help: ArgumentHelp(
      "What a runtime took, layer by layer, beside the estimate: a profile of ONNX Runtime, a trace "
        + "of PyTorch's profiler, what trtexec --exportProfile writes, or a table of operators with a "
        + "column latency_ms (CSV, within gzip too).", valueName: "file"),
    completion: .file(extensions: ["json", "csv", "gz"]))
  var measured: String?
  @Option(
    name: .customLong("where"),
    help: ArgumentHelp(
      "Only the rows of the table of --measured that have this in that column; may be given more than "
        + "once.", valueName: "column=value"))
  var filters: [RowFilter] = []
  @Option(
    help: ArgumentHelp(
      "Tell also what another tool would print: \(CountConventions.names.joined(separator: ", ")).",
      valueName: "tool"),
    completion: .list(CountConventions.names))
  var countAs: String?
  @OptionGroup var report: NetworkReportOptions

  func run() throws {
    if countAs != nil && measured != nil {
      throw CleanFailure("--count-as and --measured are two reports; give one of them")
    }
    if measured == nil && !filters.isEmpty {
      throw CleanFailure("--where chooses rows of the table of --measured; give one")
    }
    let countedAs = try countAs.map(counted)
    let profile = try DeviceCatalogue.profile(device)
    if let measured {
      let comparison = try MeasuredNetwork(
        model, on: profile, ceilings: ceilings.ceilings, measured: measured,
        where: filters, runtime: runtime)
      let told = comparison.report(top: report.top)
      return try report.write(told, of: [comparison.estimate]) {
        try model.page(
          [comparison.estimate], graph: comparison.graph, ceilings: ceilings.ceilings,
          measured: told.column, expected: runtime.anyExpectation)
      }
    }
    let (graph, work) = try model.counted()
    let estimate = try Estimate(
      of: work, on: profile, precision: model.precision, ceilings: ceilings.ceilings)
    let expectation = try runtime.expectation(of: work, on: profile)
    let told = EstimateReport(
      estimate, top: report.top, countedAs: countedAs, expectation: expectation)
    try report.write(told, of: [estimate]) {
      try model.page(
        [estimate], graph: graph, ceilings: ceilings.ceilings,
        facts: countedAs.map { CountedAs($0).facts } ?? [], expected: runtime.anyExpectation)
    }
    // What a large network takes in memory need not be given back piece by piece.
    withExtendedLifetime((graph, work, estimate, told)) { Glibc.exit(EXIT_SUCCESS) }
  }

  /// What the tool called `name` would print for the model.
  private func counted(as name: String) throws -> ConventionCount {
    guard CountConventions.names.contains(name) else {
      let names = CountConventions.names.joined(separator: ", ")
      throw CleanFailure("--count-as \(name) is not known; give one of \(names)")
    }
    if model.counting.training {
      throw CleanFailure("--count-as is for inference; leave out --training")
    }
    let comparison = try model.comparison(names: [name])
    return comparison.counts[0].noting(comparison.notes)
  }
}
