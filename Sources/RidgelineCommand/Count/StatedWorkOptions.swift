import ArgumentParser
import Devices
import MachineReports
import ModelFormats
import ModelGraph
import Operators
import Reports
import Roofline

/// Work that the user states, or that a model has, for the point on the roofline.
struct StatedWorkOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The device whose ceilings it is held against: an ID, a profile's path, or local.",
      valueName: "id"),
    completion: DeviceCompletion.ids)
  var device: String?

  @Option(
    help: ArgumentHelp("FLOPs of the whole run, where they are not counted.", valueName: "n"))
  var flops: Double?

  @Option(
    help: ArgumentHelp(
      "Bytes between memory and caches of the whole run, where they are not counted.",
      valueName: "n"))
  var bytes: Double?

  @Option(
    help: ArgumentHelp(
      "The network that the program runs: its FLOPs and bytes are taken.", valueName: "file"),
    completion: .file(extensions: ["cfg", "onnx"]))
  var model: String?

  @Option(
    help: ArgumentHelp("How often the program runs the network.", valueName: "n"))
  var inferences = 1

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How many samples go through the network together.", valueName: "n"))
  var batch: Int?

  @Option(
    help: ArgumentHelp(
      "The precision that the program runs the network in.", valueName: "precision"),
    completion: .list(Precision.allCases.map(\.rawValue)))
  var precision: Precision?

  @OptionGroup var own: OwnOperatorOptions

  func validate() throws {
    for (name, value) in [("flops", flops), ("bytes", bytes)] {
      if let value, !(value > 0 && value.isFinite) {
        throw ValidationError("--\(name) is \(value); give a number above 0")
      }
    }
    if inferences < 1 { throw ValidationError("--inferences is \(inferences); give 1 or more") }
    if model != nil && (flops != nil || bytes != nil) {
      throw ValidationError("give --model, or --flops and --bytes")
    }
    if model == nil
      && (inferences != 1 || batch != nil || precision != nil || !own.files.isEmpty)
    {
      throw ValidationError("--inferences, --batch, --precision and --operators are for --model")
    }
  }

  /// The network beside what a runtime's profile at `trace` tells of it.
  func beside(_ trace: String, top: Int?) throws -> MeasuredReport {
    guard let model else {
      throw CleanFailure("--trace \(trace) is of a network; name its file with --model")
    }
    if device == nil {
      StandardError.write(
        "note: the trace is taken to be of this machine; --device ID says where else it was made")
    }
    let (graph, work) = try counted(model)
    return try MeasuredNetwork(
      graph, work, precision: precision,
      on: DeviceCatalogue.profile(device ?? DeviceCatalogue.local),
      measured: trace
    ).report(top: top)
  }

  /// The network at `path` and its counts; what of the user's own operators is of no use is told.
  private func counted(_ path: String) throws -> (graph: Graph, work: ModelWork) {
    let options = try AnalysisOptions(
      batch: batch, elementType: precision?.elementType, operators: own.read())
    let graph = try ModelReader.read(path: path)
    options.operators.tellRemarks(on: graph)
    return (graph, try ModelOptions.counting(graph, options: options, path: path))
  }

  /// What is stated; nil for nothing.
  func stated() throws -> CountReport.StatedWork? {
    guard let model else {
      guard flops != nil || bytes != nil else { return nil }
      let names = [flops.map { _ in "--flops" }, bytes.map { _ in "--bytes" }].compactMap { $0 }
      return .init(flops: flops, bytes: bytes, source: names.joined(separator: " and "))
    }
    let totals = try counted(model).work.totals
    let times = Double(inferences)
    return .init(
      flops: Double(totals.flops) * times,
      bytes: Double(totals.bytes) * times,
      source:
        "\(model), \(inferences.counted("time")); every tensor through memory")
  }
}
