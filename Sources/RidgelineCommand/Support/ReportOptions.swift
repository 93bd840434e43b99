public import ArgumentParser
import Glibc
public import Reports

/// The form of a report, and where it goes.
struct ReportOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("The form: table, json, csv or markdown.", valueName: "form"),
    completion: .list(ReportForm.allCases.map(\.rawValue)))
  var format: ReportForm = .table

  @Option(
    help: ArgumentHelp("Write to a file, whole or not at all.", valueName: "file"),
    completion: .file())
  var output: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Show only the first or the slowest.", valueName: "n"))
  var top: Int?

  func validate() throws {
    if let top, top < 1 { throw ValidationError("--top is \(top); give 1 or more") }
  }

  /// Tells `report` in the form that the user chose.
  func write(_ report: some Report) throws {
    let isTerminal =
      output == nil && isatty(STDOUT_FILENO) == 1
      && Environment.variable("NO_COLOR") == nil
    let text = try format.text(of: report, style: TextStyle(isBold: isTerminal))
    if let output {
      try OutputFile(path: output).write(text)
    } else {
      try StandardOutput.write(text)
    }
  }
}

extension ReportForm: ExpressibleByArgument {}
