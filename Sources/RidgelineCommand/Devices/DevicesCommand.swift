import ArgumentParser

/// `ridgeline devices`: the catalogue.
struct DevicesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "devices",
    abstract: "Find devices, show one with its sources, or hold two side by side.",
    discussion: """
      EXAMPLES:
        ridgeline devices
        ridgeline devices --kind gpu --vendor nvidia --memory 40GB.. --sort bandwidth
        ridgeline devices show nvidia-t4
        ridgeline devices diff nvidia-t4 nvidia-l4
        ridgeline devices export --format json --output devices.json
      """,
    subcommands: [
      DevicesListCommand.self, DevicesShowCommand.self, DevicesDiffCommand.self,
      DevicesExportCommand.self,
    ],
    defaultSubcommand: DevicesListCommand.self)
}
