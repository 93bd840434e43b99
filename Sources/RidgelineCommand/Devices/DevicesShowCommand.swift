import ArgumentParser
import Reports

/// `ridgeline devices show`.
struct DevicesShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show a device: its ceilings, each with its source.",
    discussion: """
      EXAMPLES:
        ridgeline devices show nvidia-t4
        ridgeline devices show ./my-card.json5 --format json
      """)

  @Argument(
    help: "An ID of `ridgeline devices`, or a path to a profile.",
    completion: DeviceCompletion.ids)
  var id: String
  @OptionGroup var report: ReportOptions

  func run() throws {
    try report.write(DeviceReport(DeviceCatalogue.profile(id)))
  }
}

/// `ridgeline devices diff`.
struct DevicesDiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Hold two devices side by side, with ratios.",
    discussion: """
      EXAMPLES:
        ridgeline devices diff nvidia-t4 nvidia-l4
        ridgeline devices diff nvidia-l4 ./my-card.json5 --format markdown
      """)

  @Argument(help: "A device.", completion: DeviceCompletion.ids)
  var left: String
  @Argument(help: "Another one.", completion: DeviceCompletion.ids)
  var right: String
  @OptionGroup var report: ReportOptions

  func run() throws {
    try report.write(
      DeviceDiffReport(DeviceCatalogue.profile(left), DeviceCatalogue.profile(right)))
  }
}
