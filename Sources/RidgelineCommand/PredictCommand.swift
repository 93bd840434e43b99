import ArgumentParser
import Calibration
import FoundationEssentials
import LatencyModels

/// `ridgeline predict`: a table of operators.
struct PredictCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    alone: "predict",
    abstract: "Tell the bound and the expected time of each operator of a table.",
    discussion: """
      The table is a CSV file whose first line names its columns: name, params_json, precision and \
      batch; others are left alone. The operators and their sizes are described in docs/Predict.md. \
      The result has a line for each row, in the same order: bound_seconds, expected_seconds, \
      low_seconds and high_seconds (10 and 90 % of measurements are expected below), bound. A row \
      that cannot be predicted says why, and does not stop the others; the exit status is then 3. A \
      whole network is predicted from its graph in the folder of --networks, else from its sums.

      EXAMPLES:
        ridgeline predict layers.csv --device nvidia-h100-sxm5-80gb --runtime vllm
        ridgeline predict layers.csv --device nvidia-t4 --output predicted.csv
        ridgeline predict ncnn.csv --device mine.json5 --runtime ncnn-mine.json5 --networks benchmark
      """)

  @Argument(
    help: "The table, a CSV file; within gzip too.",
    completion: .file(extensions: ["csv", "gz"]))
  var table: String
  @Option(
    help: ArgumentHelp(
      "The device: an ID of `ridgeline devices`, or a path to a profile.", valueName: "id"),
    completion: DeviceCompletion.ids)
  var device: String
  @OptionGroup var runtime: RuntimeOptions
  @Option(
    help: ArgumentHelp(
      "The folder with the graphs of the networks that the table names: NAME.param, NAME.onnx or "
        + "NAME.cfg.", valueName: "folder"),
    completion: .directory)
  var networks: String?
  @Option(
    help: ArgumentHelp(
      "Time that a benchmark's clock runs before a kernel can start, in seconds, where it times one call "
        + "at a time; times the device's hostFactor.",
      valueName: "seconds"))
  var dispatch = 0.0
  @Option(
    help: ArgumentHelp("Write to a file, whole or not at all.", valueName: "file"),
    completion: .file())
  var output: String?

  func validate() throws {
    guard (0...1).contains(dispatch) else {
      throw ValidationError(
        "--dispatch \(dispatch) is no time of a call: give seconds from 0 to 1, as in --dispatch 15e-6"
      )
    }
  }

  func run() throws {
    var model = try runtime.model(on: DeviceCatalogue.profile(device))
    model.dispatchSeconds = dispatch
    let prediction: TablePrediction
    let graphs = try networks.map(graphs)
    do throws(LatencyError) {
      prediction = try TablePrediction(
        of: TableFile.bytes(path: table), under: model, graphs: graphs)
    } catch {
      throw CleanFailure(error.location.isEmpty ? "\(table): \(error)" : "\(error)")
    }
    let text = String(decoding: prediction.text, as: UTF8.self)
    if let output {
      try OutputFile(path: output).write(text)
    } else {
      try StandardOutput.write(text)
    }
    guard prediction.failed > 0 else { return }
    StandardError.write(
      "note: \(prediction.failed) of \(prediction.rows) rows could not be predicted; the column "
        + "error says why")
    throw ExitCode(3)
  }

  /// The graphs of the folder at `path`.
  private func graphs(in path: String) throws(CleanFailure) -> GraphSource {
    var isFolder = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder else {
      throw CleanFailure("\(path) is no folder; give the one that the graphs are in to --networks")
    }
    var graphs = NetworkGraphs(folder: path)
    return { row throws(LatencyError) in try graphs.work(of: row) }
  }
}
