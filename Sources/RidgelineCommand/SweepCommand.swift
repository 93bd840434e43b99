import ArgumentParser
import Charts
import Devices
import MicroBenchmarks
import ModelFormats
import ModelGraph
import Operators
public import Reports
import Sweeps

/// `ridgeline sweep`: one network at many sizes and precisions on several devices.
struct SweepCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    alone: "sweep",
    abstract: "Hold a network at many sizes and precisions against several devices.",
    discussion: """
      Every combination is reckoned, on all processors; the model is read once. Sizes are written as \
      8, as 1..256 (doubling), as 16..64+16 (in steps), or as lists of these with commas. It tells \
      where memory-bound turns compute-bound and where the memory runs out, exactly, also between the \
      sizes of the sweep. Ctrl-C keeps what is done.

      EXAMPLES:
        ridgeline sweep resnet50.onnx --device nvidia-t4,nvidia-l4 --batch 1..256
        ridgeline sweep bert.onnx --device nvidia-l4 --batch 1..64 --dim seq=128..8192 \
      --precision fp16,int8 --format csv
        ridgeline sweep yolov3.cfg --device google-tpu-v5e --batch 1,2,4,8..64+8 --format jsonl
        ridgeline sweep resnet50.onnx --device nvidia-t4,nvidia-l4 --batch 1..1024 -o curve.svg
      """)

  @Argument(
    help: "The model's file; `ridgeline formats` tells which.",
    completion: .file(extensions: ["cfg", "onnx"]))
  var model: String

  @Option(
    help: ArgumentHelp(
      "The devices, separated by commas: IDs of `ridgeline devices`, or paths to profiles.",
      valueName: "a,b,…"),
    completion: DeviceCompletion.lists)
  var device: String

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How many samples go through together.", valueName: "sizes"),
    transform: SweepCommand.sizes)
  var batch: SweepValues?

  @Option(
    help: ArgumentHelp(
      "The sizes of an open dimension; may be given more than once.", valueName: "name=sizes"),
    transform: SweepCommand.dimension)
  var dim: [SweepPlan.Dimension] = []

  @Option(
    help: ArgumentHelp(
      "What the arithmetic and the stored tensors become, separated by commas: "
        + "\(Precision.allCases.map(\.rawValue).joined(separator: ", ")). "
        + "Without it: what the model says.",
      valueName: "a,b,…"),
    completion: .list(Precision.allCases.map(\.rawValue)), transform: SweepCommand.precisions)
  var precision: [Precision?] = [nil]

  @OptionGroup var choices: CountingChoices
  @OptionGroup var ceilings: CeilingOptions

  @Option(
    help: ArgumentHelp(
      "The form: table, json, jsonl (a line of JSON each), csv or markdown; svg, png (through "
        + "rsvg-convert) or html: latency and throughput as curves, with the knees. Without it: what "
        + "the ending of --output tells of these three, else table.", valueName: "form"),
    completion: .list(SweepForm.allCases.map(\.rawValue)))
  var format: SweepForm?

  @Flag(help: "Draw the curves under the table too, as large as the window has room for.")
  var plot = false

  @Option(help: ArgumentHelp("The picture's size in pixels.", valueName: "wxh"))
  var size: InputSize?

  @OptionGroup var delivery: DeliveryOptions

  private var form: SweepForm {
    format ?? delivery.output.flatMap { PictureFile.form(of: $0) }
      .flatMap { SweepForm(rawValue: $0.rawValue) } ?? .table
  }

  func validate() throws {
    if plot && form != .table {
      throw ValidationError("--plot goes with the table; for a picture there is --format svg")
    }
    if let size, !ChartSize(width: size.width, height: size.height).isPossible {
      throw ValidationError(ChartSize.remedy(size.width, size.height))
    }
    guard !DeviceCatalogue.references(in: device).isEmpty else {
      throw ValidationError("--device names no device; see `ridgeline devices`")
    }
    let names = dim.map(\.name)
    if let twice = names.first(where: { name in names.count { $0 == name } > 1 }) {
      throw ValidationError("--dim \(twice) is given twice; list its sizes with commas")
    }
  }

  func run() throws {
    let options = try choices.options()
    let plan = SweepPlan(
      devices: try DeviceCatalogue.references(in: device).map(DeviceCatalogue.profile),
      batches: batch, dimensions: dim, precisions: precision, ceilings: ceilings.ceilings,
      options: options)
    guard let combinations = plan.combinations else {
      throw CleanFailure(
        "there are more than \(SweepPlan.mostCombinations) combinations; give fewer sizes")
    }
    // Before the work: a missing converter must not cost its time.
    let picture = try PictureFile.Form(rawValue: form.rawValue).map {
      try PictureFile(path: delivery.output, form: $0)
    }
    let graph = try ModelReader.read(path: model)
    options.operators.tellRemarks(on: graph)
    let result = Self.run(Sweep(graph, plan: plan), combinations: combinations)
    if let failure = result.points.first?.failure, result.points.allSatisfy({ $0.figures == nil }) {
      throw CleanFailure("\(model): \(failure)")
    }
    let report = SweepReport(
      result, of: plan, model: (name: graph.name, format: graph.format), top: delivery.top)
    try tell(report, as: picture)
    guard result.isComplete else {
      StandardError.write(
        "stopped: \(result.points.count) of \(combinations) combinations are done")
      throw ExitCode(130)
    }
  }

  private func tell(_ report: SweepReport, as picture: PictureFile?) throws {
    let figure = SweepFigure(report.result, of: report.plan, model: report.model.name)
    guard let picture else {
      return try delivery.write { style in
        let text = try form.text(of: report, style: style) ?? ""
        return plot ? text + "\n" + TerminalWindow.plot(figure, isColoured: style.isBold) : text
      }
    }
    let chosen = size.map { ChartSize(width: $0.width, height: $0.height) } ?? ChartSize()
    let drawing = SweepSVG(figure, size: chosen).text
    guard picture.form == .html else { return try picture.write(drawing) }
    let shown = SweepReport(
      report.result, of: report.plan, model: report.model,
      top: min(report.top ?? Self.mostRowsOfPage, Self.mostRowsOfPage))
    try picture.write(
      DocumentPage(
        shown.document, drawing: drawing, command: CommandText.ofThisProgram
      ).text)
  }

  /// A page with more rows would be slow to open.
  private static let mostRowsOfPage = 2000

  private static func run(_ sweep: Sweep, combinations: Int) -> SweepResult {
    let bar = ProgressBar()
    defer { bar.clear() }
    Interruption.watch()
    let step = max(combinations / 200, 1)
    return sweep.run(
      progress: { done in
        if done % step == 0 {
          bar.show(Double(done) / Double(combinations), "\(done) of \(combinations) combinations")
        }
      },
      shouldStop: { Interruption.isRequested })
  }

  private static let remedy = "give sizes as 8, 1..256 (doubling), 16..64+16, or a list of these"

  @Sendable private static func sizes(_ text: String) throws -> SweepValues {
    guard let values = SweepValues(text) else { throw ValidationError(remedy) }
    return values
  }

  @Sendable private static func dimension(_ text: String) throws -> SweepPlan.Dimension {
    guard let sign = text.lastIndex(of: "="), sign > text.startIndex,
      let values = SweepValues(String(text[text.index(after: sign)...]))
    else { throw ValidationError("\(remedy), behind the dimension's name and =") }
    return SweepPlan.Dimension(name: String(text[..<sign]), values: values)
  }

  @Sendable private static func precisions(_ text: String) throws -> [Precision?] {
    try text.split(separator: ",").map { name in
      guard let precision = Precision(rawValue: String(name)) else {
        throw ValidationError(
          "give some of \(Precision.allCases.map(\.rawValue).joined(separator: ", "))")
      }
      return precision
    }
  }
}

extension SweepForm: NamedChoice {}
