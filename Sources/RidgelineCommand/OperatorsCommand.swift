import ArgumentParser
import Operators
import Reports

/// `ridgeline operators`: what is counted.
struct OperatorsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    alone: "operators",
    abstract: "List the operators that are counted, each with its formula.",
    discussion: """
      EXAMPLES:
        ridgeline operators
        ridgeline operators --format csv
        ridgeline operators --training
        ridgeline operators --operators my-ops.json5
      """)

  @Flag(help: "List the gradients that a step of training adds instead.")
  var training = false
  @OptionGroup var own: OwnOperatorOptions
  @OptionGroup var report: ReportOptions

  func run() throws {
    if training {
      guard own.files.isEmpty else {
        throw CleanFailure("--training lists gradients, which no file describes; leave out one")
      }
      let rules = BackwardRule.all
      return try report.write(GradientsReport(report.top.map { Array(rules.prefix($0)) } ?? rules))
    }
    let all = own.files.isEmpty ? OperatorTable.descriptions : try own.read().descriptions
    try report.write(OperatorsReport(report.top.map { Array(all.prefix($0)) } ?? all))
  }
}
