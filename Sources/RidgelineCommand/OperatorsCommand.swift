import ArgumentParser
import Operators
import Reports

/// `ridgeline operators`: what is counted.
struct OperatorsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "operators",
    abstract: "List the operators that are counted, each with its formula.",
    discussion: """
      EXAMPLES:
        ridgeline operators
        ridgeline operators --format csv
      """)

  @OptionGroup var report: ReportOptions

  func run() throws {
    let all = OperatorTable.descriptions
    try report.write(OperatorsReport(report.top.map { Array(all.prefix($0)) } ?? all))
  }
}
