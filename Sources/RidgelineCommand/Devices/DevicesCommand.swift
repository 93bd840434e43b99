import ArgumentParser

/// `ridgeline devices`: the catalogue.
struct DevicesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "devices",
    abstract: "Find devices, show, compare, make and check them.",
    discussion: """
      EXAMPLES:
        ridgeline devices
        ridgeline devices --kind gpu --vendor nvidia --memory 40GB.. --sort bandwidth
        ridgeline devices show nvidia-t4
        ridgeline devices diff nvidia-t4 nvidia-l4
        ridgeline devices new --from nvidia-t4 -o my-card.json5
        ridgeline devices check my-card.json5
        ridgeline devices export --format json --output devices.json

      Profiles of your own, *.json5 in $XDG_DATA_HOME/ridgeline/devices (by default \
      ~/.local/share/ridgeline/devices), are devices too, and stand in the place of those that come \
      with the program under the same ID.
      """,
    subcommands: [
      DevicesListCommand.self, DevicesShowCommand.self, DevicesDiffCommand.self,
      DevicesExportCommand.self, DevicesCheckCommand.self, DevicesNewCommand.self,
    ],
    defaultSubcommand: DevicesListCommand.self)
}
