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
        ridgeline operators --training
      """)

  @Flag(help: "List the gradients that a step of training adds instead.")
  var training = false
  @OptionGroup var report: ReportOptions

  func run() throws {
    if training {
      let rules = BackwardRule.all
      return try report.write(GradientsReport(report.top.map { Array(rules.prefix($0)) } ?? rules))
    }
    let all = OperatorTable.descriptions
    try report.write(OperatorsReport(report.top.map { Array(all.prefix($0)) } ?? all))
  }
}
