import ArgumentParser
import Charts
import Devices
import ModelFormats
import Operators
import Roofline

/// `ridgeline chart`: the roofline as a picture.
struct ChartCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    alone: "chart",
    abstract: "Draw networks under the rooflines of devices, as SVG, PNG or a page.",
    discussion: """
      Each layer is a dot at its arithmetic intensity and at the operations a second of its least \
      time; its area is its share of the time. A star is a whole network; at several batch sizes the \
      stars are joined by a path. Without a model, the devices' ceilings are drawn alone.

      EXAMPLES:
        ridgeline chart resnet50.onnx --device nvidia-a100-sxm-80gb --precision fp16 -o roofline.svg
        ridgeline chart yolov3.cfg --device nvidia-t4,google-tpu-v4 --batch 1,8,64 -o batches.png
        ridgeline chart resnet50.onnx yolov3.cfg --device nvidia-l4 -o both.html
        ridgeline chart --device local,amd-epyc-7763 --precision fp32 -o machines.svg
        ridgeline chart --device local --points measured.json -o measured.html
      """)

  @Argument(
    help: "The models' files; `ridgeline formats` tells which.",
    completion: .file(extensions: ["cfg", "onnx"]))
  var models: [String] = []

  @Option(
    help: ArgumentHelp(
      "The devices, separated by commas: IDs of `ridgeline devices`, or paths to profiles.",
      valueName: "a,b,…"),
    completion: DeviceCompletion.lists)
  var device: String

  @Option(
    help: ArgumentHelp(
      "How many samples go through together; several sizes make a path.", valueName: "n,m,…"))
  var batch: BatchList?

  @OptionGroup var counting: CountingOptions
  @OptionGroup var ceilings: CeilingOptions

  @Option(
    help: ArgumentHelp(
      "What was measured, as JSON: objects with name, flops, bytes and seconds.",
      valueName: "file"),
    completion: .file(extensions: ["json"]))
  var points: String?

  @Option(help: ArgumentHelp("The chart's size in pixels.", valueName: "wxh"))
  var size: InputSize?

  @Option(
    name: .customLong("top"),
    help: ArgumentHelp(
      "How many of the longest layers carry their names; 8 of a network that is alone.",
      valueName: "n"))
  var named: Int?

  @Option(
    name: [.short, .long],
    help: ArgumentHelp(
      "The file to write, whole or not at all: .svg, .html with all numbers, or .png through "
        + "rsvg-convert. Without it, SVG goes to standard output.", valueName: "file"),
    completion: .file(extensions: ["svg", "html", "png"]))
  var output: String?

  func validate() throws {
    guard !references.isEmpty else {
      throw ValidationError("--device names no device; see `ridgeline devices`")
    }
    if let named, named < 0 { throw ValidationError("--top is \(named); give 0 or more") }
    guard chartSize.isPossible else {
      throw ValidationError(ChartSize.remedy(chartSize.width, chartSize.height))
    }
  }

  private var references: [String] { DeviceCatalogue.references(in: device) }

  private var chartSize: ChartSize {
    size.map { ChartSize(width: $0.width, height: $0.height) } ?? ChartSize()
  }

  func run() throws {
    let target = try PictureFile(path: output)
    let measured = try points.map(MeasuredPoints.read) ?? []
    var ids: Set<String> = []
    let profiles = try references.map(DeviceCatalogue.profile).filter { ids.insert($0.id).inserted }
    if target.form == .html, !models.isEmpty {
      return try target.write(page(on: profiles, measured: measured))
    }
    let figure = try figure(on: profiles, measured: measured)
    let drawing = RooflineSVG(figure, size: chartSize, namedLayers: named).text
    guard target.form == .html else { return try target.write(drawing) }
    try target.write(
      DocumentPage(figure.document, drawing: drawing, command: CommandText.ofThisProgram).text)
  }

  private func figure(
    on profiles: [DeviceProfile], measured: [MeasuredMark]
  ) throws -> RooflineFigure {
    guard !models.isEmpty else {
      return RooflineFigure(
        devices: profiles, precision: try precision(of: profiles), ceilings: ceilings.ceilings,
        measured: measured)
    }
    let estimates = try variants(on: profiles).flatMap(\.estimates)
    return RooflineFigure(estimates, measured: measured)
  }

  private func page(on profiles: [DeviceProfile], measured: [MeasuredMark]) throws -> String {
    let page = ReportPage(
      try variants(on: profiles), measured: measured, command: CommandText.ofThisProgram)
    return try page.text() ?? ""
  }

  /// Every network at every batch size on every device.
  private func variants(on profiles: [DeviceProfile]) throws -> [PageVariant] {
    try models.enumerated().flatMap { place, path in
      try works(path).map { work in
        let estimates = try profiles.map { profile in
          try Estimate(
            of: work, on: profile, precision: counting.precision, ceilings: ceilings.ceilings)
        }
        let label = estimates.first.map(PageChoices.label) ?? ""
        return PageVariant(model: place, precision: label, work: work, estimates: estimates)
      }
    }
  }

  /// The network at every batch size, under its file's name where two say the same of themselves.
  private func works(_ path: String) throws -> [ModelWork] {
    let graph = try ModelReader.read(path: path)
    try counting.options(batch: nil).operators.tellRemarks(on: graph)
    let batches: [Int?] = batch?.sizes ?? [nil]
    return try batches.map { batch in
      var work = try ModelOptions.counting(
        graph, options: counting.options(batch: batch), path: path)
      if models.count > 1 {
        let file = path.split(separator: "/").last.map(String.init) ?? path
        work.name = file.split(separator: ".").first.map(String.init) ?? file
      }
      return work
    }
  }

  /// The precision of a chart without a network: fp32 where nothing is said.
  private func precision(of profiles: [DeviceProfile]) throws -> Precision {
    let precision = counting.precision ?? .fp32
    for profile in profiles where profile.contractionRate(precision: precision) == nil {
      let known = Set(profile.compute.map(\.precision.rawValue)).sorted().joined(separator: ", ")
      throw CleanFailure(
        "device \(profile.id): it has no rate for \(precision.rawValue); choose one that it computes "
          + "in with --precision: \(known)")
    }
    return precision
  }
}

/// Batch sizes as users write them: `1,8,64`.
struct BatchList: ExpressibleByArgument {
  /// The sizes, rising, each once.
  let sizes: [Int]

  init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
    let sizes = parts.compactMap { $0 }.filter { $0 > 0 }
    guard sizes.count == parts.count, !sizes.isEmpty, sizes.count <= 64 else { return nil }
    self.sizes = Set(sizes).sorted()
  }
}
