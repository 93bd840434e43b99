import ArgumentParser
import ModelFormats
import ModelGraph
import Operators
import Reports

/// `ridgeline shapes`: the type and the shape of every value of models.
struct ShapesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    alone: "shapes",
    abstract: "Tell the type and the shape of every value of models.",
    discussion: """
      Shapes are inferred, layer by layer, from the inputs; what the file states of other values is \
      only used behind an operator without a rule. Where a shape depends on the values of inputs, \
      store them with --inputs.

      EXAMPLES:
        ridgeline shapes model.onnx --dim seq=128
        ridgeline shapes model.onnx --inputs test_data_set_0 --outputs
        ridgeline shapes */model.onnx --inputs test_data_set_0 --format json
        ridgeline shapes model.onnx --operators my-ops.json5
      """)

  @Argument(
    help: "The models' files; `ridgeline formats` tells which.",
    completion: .file(extensions: ["cfg", "onnx"]))
  var models: [String]

  @Option(
    help: ArgumentHelp(
      "A folder of input_0.pb, input_1.pb and so on, as ONNX's test data have them; one that is not "
        + "there is looked for beside each model.",
      valueName: "folder"),
    completion: .directory)
  var inputs: String?

  @Flag(name: .customLong("outputs"), help: "Tell only what the models give.")
  var isOfOutputs = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How many samples go through together.", valueName: "n"))
  var batch: Int?

  @Option(
    name: .customLong("dim"),
    help: ArgumentHelp(
      "The size of an open dimension, or the value of an input that is one integer; may be given "
        + "more than once.",
      valueName: "name=n"))
  var dimensions: [DimensionSize] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "How often a loop goes round whose number of trips the model leaves open.", valueName: "n"))
  var tripCount: Int?

  @OptionGroup var own: OwnOperatorOptions

  @Flag(help: "Make an operator without a rule an error.")
  var strict = false

  @OptionGroup var report: ReportOptions

  func run() throws {
    if let tripCount, tripCount < 1 {
      throw CleanFailure("--trip-count is \(tripCount); give a number from 1")
    }
    let options = try AnalysisOptions(
      batch: batch, dimensions: dimensions.sizes(), tripCount: tripCount, isStrict: strict,
      operators: own.read())
    var entries: [ShapesReport.Entry] = []
    for path in models { entries.append(entry(of: path, options)) }
    let failures = entries.compactMap { entry in
      if case .failure(let failure) = entry.result { failure.line } else { nil }
    }
    if models.count == 1, let failure = failures.first { throw CleanFailure(failure) }
    try report.write(ShapesReport(entries, isOfOutputs: isOfOutputs, top: report.top))
    for failure in failures { StandardError.write("error: \(failure)") }
    if !failures.isEmpty { throw ExitCode.failure }
  }

  private func entry(of path: String, _ options: AnalysisOptions) -> ShapesReport.Entry {
    do {
      let graph = try ModelReader.read(path: path)
      options.operators.tellRemarks(on: graph)
      var options = options
      if let inputs {
        options.inputs = try ModelInputs.read(folder: inputs, besideModel: path, for: graph)
      }
      return ShapesReport.Entry(
        path: path, result: .success(try ModelShapes.inferring(graph, options: options)))
    } catch let error as OperatorError {
      return ShapesReport.Entry(path: path, result: .failure(.init("\(path): \(error)")))
    } catch {
      return ShapesReport.Entry(path: path, result: .failure(.init("\(error)")))
    }
  }
}
