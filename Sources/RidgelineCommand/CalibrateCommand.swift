import ArgumentParser
import Calibration
import Devices
import Glibc
import LatencyModels
import MicroBenchmarks
import Reports

/// `ridgeline calibrate`: the parameters of a runtime, from measurements.
struct CalibrateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    alone: "calibrate",
    abstract: "Fit what a runtime is expected to take to measurements of your own.",
    discussion: """
      It tells how far expectations were from the measurements before, and how far they are on shapes \
      that the fit has not seen, and writes a file for --runtime (docs/Calibration.md). Without \
      --output it is kept in your own folder, and stands for the runtime on that device from then on.

      EXAMPLES:
        ridgeline calibrate --local
        ridgeline calibrate --local --python ~/venv/bin/python -o here.json5
        ridgeline calibrate --measured layers.csv --device nvidia-t4 --runtime tensorrt -o t4.json5
        ridgeline calibrate --measured all.csv.gz --where "device=Tesla T4" --device nvidia-t4 \
      --runtime pytorch-eager
        ridgeline calibrate --measured ncnn.csv --networks benchmark --where device=Mine \
      --device mine.json5 --runtime ncnn -o ncnn.json5
        ridgeline calibrate --measured profile.json --model resnet50.onnx --device nvidia-t4 \
      --runtime tensorrt -o mine.json5
      """)

  @Flag(
    help: "Measure ONNX Runtime on this machine, with generated layers; takes up to 5 minutes.")
  var local = false
  @Option(
    help: ArgumentHelp(
      "The Python that has onnxruntime and numpy, for --local.", valueName: "path"),
    completion: .file())
  var python = "python3"
  @OptionGroup var measurements: MeasurementOptions
  @Option(
    help: ArgumentHelp(
      "The table of --measured is of whole networks; the folder has their graphs, NAME.param of ncnn. "
        + "What other devices of the table are like helps.", valueName: "folder"),
    completion: .directory)
  var networks: String?
  @Option(
    help: ArgumentHelp(
      "The device that was measured: an ID of `ridgeline devices`, or a path to a profile. With "
        + "--local: this machine, as `ridgeline probe` finds it.", valueName: "id"),
    completion: DeviceCompletion.ids)
  var device: String?
  @Option(
    help: ArgumentHelp(
      "The runtime that was measured; one that is like it where `ridgeline runtimes` has none of its "
        + "name. With --local: onnxruntime-cpu.", valueName: "name"),
    completion: RuntimeOptions.names)
  var runtime: String?
  @Option(
    help: ArgumentHelp(
      "The name of what is found; the runtime's where not given.", valueName: "name"))
  var name: String?
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Write to a file, whole or not at all.", valueName: "file"),
    completion: .file(extensions: ["json5"]))
  var output: String?

  func validate() throws {
    guard local == measurements.measured.isEmpty else {
      throw ValidationError("give either --local or --measured")
    }
    if networks != nil && (measurements.measured.count != 1 || !measurements.model.isEmpty) {
      throw ValidationError("--networks needs one --measured, a table, and no --model")
    }
    if !local && (device == nil || runtime == nil) {
      throw ValidationError("--measured needs --device and --runtime")
    }
  }

  func run() throws {
    if local { try LocalRun.check(python: python) }
    let profile = try DeviceCatalogue.profile(device ?? DeviceCatalogue.local)
    let catalogue = LatencyCatalogue.shipped
    let base = try catalogue.runtime(runtime ?? "onnxruntime-cpu")
    let file = try target(of: base, on: profile)
    if let networks { return try calibrateNetworks(in: networks, on: profile, base, file: file) }
    let calibration: Calibration
    do {
      let rows = try local ? measuredHere() : measurements.operators()
      StandardError.write("note: fitting to \(rows.count) measured operators")
      calibration = try Calibration(
        rows, device: profile, runtime: base, catalogue: catalogue, id: name ?? base.id,
        shouldStop: { Interruption.isRequested })
    } catch let error as CalibrationError where error.code == .interrupted {
      StandardError.write("\(error)")
      throw ExitCode(130)
    }
    for warning in calibration.warnings { StandardError.write("warning: \(warning)") }
    try OutputFile(path: file).write(RuntimeText.text(of: calibration.runtime))
    try StandardOutput.write(
      ReportForm.table.text(
        of: CalibrationReport(calibration, device: profile, file: file, isKept: output == nil)))
  }

  /// Whole networks on a processor.
  private func calibrateNetworks(
    in folder: String, on device: DeviceProfile, _ base: Runtime, file: String
  ) throws {
    let path = measurements.measured[0]
    let calibration: ProcessorCalibration
    do throws(CalibrationError) {
      let bytes: [UInt8]
      do {
        bytes = try TableFile.bytes(path: path)
      } catch {
        throw CalibrationError(.table, error.what, remedy: error.remedy)
      }
      let table = try NetworkTable(
        bytes, graphs: folder, where: measurements.filters.map(\.filter))
      StandardError.write("note: fitting to \(table.chosen.count) networks")
      calibration = try ProcessorCalibration(
        table, device: device.id, runtime: base, id: name ?? base.id)
    } catch {
      throw CleanFailure("\(path): \(error)")
    }
    try OutputFile(path: file).write(RuntimeText.text(of: calibration.runtime))
    try StandardOutput.write(
      ReportForm.table.text(
        of: CalibrationReport(calibration, device: device, file: file, isKept: output == nil)))
  }

  /// The file to write, whose folder is there.
  private func target(of base: Runtime, on device: DeviceProfile) throws -> String {
    if let output { return output }
    guard let path = RuntimeCatalogue.path(of: name ?? base.id, on: device.id) else {
      throw CleanFailure("there is no folder of your own to keep it in; give --output FILE")
    }
    DataFolder.makeFolder(of: path)
    return path
  }

  private func measuredHere() throws -> [MeasuredOperator] {
    let bar = ProgressBar()
    defer { bar.clear() }
    Interruption.watch()
    let (rows, version, others) = try LocalRun.operators(
      python: python, progress: bar.show, shouldStop: { Interruption.isRequested })
    bar.clear()
    StandardError.write("note: measured ONNX Runtime \(version)")
    if let others, others > LocalRun.mostOthers {
      StandardError.write(
        "warning: other programs used \(Numbers.percent(others)) of the processors meanwhile: what "
          + "is found holds for a machine in that state; do it again when it does nothing else")
    }
    return rows
  }
}
