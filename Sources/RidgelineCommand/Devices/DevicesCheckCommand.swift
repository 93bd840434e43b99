import ArgumentParser
import Devices
import Reports

/// `ridgeline devices check`.
struct DevicesCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check profiles: the format, and each figure against the others.",
    discussion: """
      Units × operations × clock must give each rate, and bus × data rate the bandwidth, within 3 %; \
      dense rates must not be sparse ones; ridge points must be a real device's. A rate that is \
      larger at a wider precision than at a narrower one is a warning. Exit status 1 means errors.

      EXAMPLES:
        ridgeline devices check my-card.json5
        ridgeline devices check HardwareProfiles/*/*.json5 --strict --format json
      """)

  @Argument(help: "The profiles' files.", completion: .file(extensions: ["json5", "json"]))
  var files: [String]
  @Flag(help: "Make warnings errors.")
  var strict = false
  @OptionGroup var report: ReportOptions

  func run() throws {
    let checks = DeviceFileCheck.checking(
      paths: files, catalogue: DeviceCatalogue.catalogue, isStrict: strict)
    try report.write(DeviceCheckReport(checks))
    if checks.contains(where: { $0.errors > 0 }) { throw ExitCode(1) }
  }
}
