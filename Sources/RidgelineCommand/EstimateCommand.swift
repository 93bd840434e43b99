import ArgumentParser
import Reports
import Roofline

/// `ridgeline estimate`: one network on one device, layer by layer.
struct EstimateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "estimate",
    abstract: "Tell where the time of a network goes on a device.",
    discussion: """
      The latency is a bound: the least time in which the device can do the layers one after the \
      other. `ridgeline operators` tells what is counted.

      EXAMPLES:
        ridgeline estimate resnet50.onnx --device nvidia-t4
        ridgeline estimate yolov3.cfg --device nvidia-l4 --input-size 608x608 --top 10
        ridgeline estimate bert.onnx --device my-card.json5 --dim seq=512 --batch 8 --format json
      """)

  @OptionGroup var model: ModelOptions
  @Option(
    help: ArgumentHelp(
      "The device: an ID of `ridgeline devices`, or a path to a profile.", valueName: "id"),
    completion: DeviceCompletion.ids)
  var device: String
  @OptionGroup var ceilings: CeilingOptions
  @OptionGroup var report: ReportOptions

  func run() throws {
    let profile = try DeviceCatalogue.profile(device)
    let estimate = try Estimate(
      of: model.work(), on: profile, precision: model.precision, ceilings: ceilings.ceilings)
    try report.write(EstimateReport(estimate, top: report.top))
  }
}
