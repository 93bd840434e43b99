import ArgumentParser
import Devices
import Reports
import Roofline

/// `ridgeline compare`: one network on several devices.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    alone: "compare",
    abstract: "Hold a network against several devices, the fastest first.",
    discussion: """
      EXAMPLES:
        ridgeline compare yolov3.cfg --devices nvidia-t4,nvidia-l4,google-tpu-v5e
        ridgeline compare model.onnx --devices nvidia-l4,my-card.json5 --precision fp16 --batch 32
        ridgeline compare model.onnx --devices nvidia-l4,nvidia-t4 --format html --output report.html
      """)

  @OptionGroup var model: ModelOptions
  @Option(
    help: ArgumentHelp(
      "The devices, separated by commas: IDs of `ridgeline devices`, or paths to profiles.",
      valueName: "a,b,…"),
    completion: DeviceCompletion.lists)
  var devices: String
  @OptionGroup var ceilings: CeilingOptions
  @OptionGroup var runtime: RuntimeOptions
  @OptionGroup var report: NetworkReportOptions

  func validate() throws {
    guard !references.isEmpty else {
      throw ValidationError("--devices names no device; see `ridgeline devices`")
    }
  }

  private var references: [String] { DeviceCatalogue.references(in: devices) }

  func run() throws {
    let profiles = try references.map(DeviceCatalogue.profile)
    let (graph, work) = try model.counted(tellsRemarks: true)
    var estimates: [Estimate] = []
    var failed: [FailedDevice] = []
    var expectations: [String: Expectation] = [:]
    for profile in profiles {
      do throws(RooflineError) {
        let estimate = try Estimate(
          of: work, on: profile, precision: model.precision, ceilings: ceilings.ceilings)
        estimates.append(estimate)
        expectations[profile.id] = runtime.anyExpectation(of: work, on: profile)
      } catch {
        if model.strict || profiles.count == 1 { throw error }
        failed.append(FailedDevice(id: profile.id, reason: "\(error.what); \(error.remedy)"))
      }
    }
    guard !estimates.isEmpty else {
      throw CleanFailure("no device of --devices can run the model: \(failed[0].reason)")
    }
    let comparison = CompareReport(
      estimates, failed: failed, top: report.top ?? 5, expectations: expectations)
    try report.write(comparison, of: estimates) {
      try model.page(
        comparison.estimates, failed: failed, graph: graph, ceilings: ceilings.ceilings,
        expected: runtime.anyExpectation)
    }
  }
}
