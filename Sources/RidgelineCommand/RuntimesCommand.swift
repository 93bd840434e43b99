import ArgumentParser
import LatencyModels
import Reports

/// `ridgeline runtimes`: the runtimes whose times can be expected.
struct RuntimesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    alone: "runtimes",
    abstract: "List the runtimes whose times can be expected, or the parameters of one.",
    discussion: """
      EXAMPLES:
        ridgeline runtimes
        ridgeline runtimes pytorch-eager
      """)

  @Argument(help: "A runtime, to see its parameters with their meaning and source.")
  var name: String?
  @OptionGroup var report: ReportOptions

  func run() throws {
    let catalogue = LatencyCatalogue.shipped
    if let name { return try report.write(RuntimeReport(try catalogue.runtime(name))) }
    let runtimes = try catalogue.runtimeNames.map { try catalogue.runtime($0) }
    try report.write(RuntimesReport(report.top.map { Array(runtimes.prefix($0)) } ?? runtimes))
  }
}
