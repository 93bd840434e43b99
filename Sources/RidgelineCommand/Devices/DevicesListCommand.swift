import ArgumentParser
import Reports

/// `ridgeline devices list`.
struct DevicesListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the devices with their main figures.",
    discussion: """
      EXAMPLES:
        ridgeline devices
        ridgeline devices --kind tpu --sort bf16
        ridgeline devices --memory 40GB.. --watts ..350W --sort bandwidth --top 5
      """)

  @OptionGroup var filter: DeviceFilterOptions
  @OptionGroup var report: ReportOptions

  func run() throws {
    let chosen = try filter.devices(report.format == .json ? .whole : .listing)
    let devices = report.top.map { Array(chosen.devices.prefix($0)) } ?? chosen.devices
    try report.write(DevicesReport(devices, own: chosen.own))
  }
}

/// `ridgeline devices export`: the catalogue as data.
struct DevicesExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write the devices as data for other programs.",
    discussion: """
      JSON has each profile whole, with its sources; CSV has the main figures, and Markdown is a page \
      of them with the documents behind them.

      EXAMPLES:
        ridgeline devices export --format json --output devices.json
        ridgeline devices export --format csv --vendor nvidia
      """)

  @OptionGroup var filter: DeviceFilterOptions
  @Option(help: "The form: json, csv or markdown.")
  var format: ReportForm = .json
  @Option(
    help: ArgumentHelp("Write to a file, whole or not at all.", valueName: "file"),
    completion: .file())
  var output: String?

  func run() throws {
    let chosen = try filter.devices(.whole)
    try Delivery(output: output).write { style in
      format == .markdown
        ? try format.text(of: DeviceLibraryReport(chosen.devices), style: style)
        : try format.text(of: DevicesReport(chosen.devices, own: chosen.own), style: style)
    }
  }
}
