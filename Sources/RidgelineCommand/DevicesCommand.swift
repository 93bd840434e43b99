import ArgumentParser
import Devices
import Reports

/// `ridgeline devices`: the catalogue.
struct DevicesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "devices",
    abstract: "List the devices, or show one with its sources.",
    discussion: """
      EXAMPLES:
        ridgeline devices
        ridgeline devices show nvidia-t4
        ridgeline devices --format csv --output devices.csv
      """,
    subcommands: [DevicesListCommand.self, DevicesShowCommand.self],
    defaultSubcommand: DevicesListCommand.self)
}

/// `ridgeline devices list`.
struct DevicesListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the devices with their main figures.")

  @OptionGroup var report: ReportOptions

  func run() throws {
    let profiles = try Catalogue.shipped.ids.map { try Catalogue.shipped.profile(id: $0) }
    try report.write(DevicesReport(report.top.map { Array(profiles.prefix($0)) } ?? profiles))
  }
}

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
