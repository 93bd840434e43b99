import ArgumentParser
import Machine
import MachineReports

/// `ridgeline machine`: what this machine is, without measuring it.
struct MachineCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    alone: "machine",
    abstract: "Tell what this machine is made of, and what of it a program gets.",
    discussion: """
      EXAMPLES:
        ridgeline machine
        ridgeline machine --topology machine.xml
        ridgeline machine --topology "pack:2 numa:2 l3:1 core:8 pu:2" --format json
      """)

  @Option(
    help: ArgumentHelp(
      "Another machine: a file of hwloc's (`lstopo machine.xml`), or a synthetic description.",
      valueName: "file"),
    completion: .file(extensions: ["xml"]))
  var topology: String?

  @OptionGroup var report: ReportOptions

  func run() throws {
    let machine =
      if let topology {
        try MachineDescription(reference: topology)
      } else {
        try MachineDescription.ofThisMachine()
      }
    try report.write(MachineReport(machine))
  }
}
