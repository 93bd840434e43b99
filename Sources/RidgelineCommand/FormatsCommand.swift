import ArgumentParser
import ModelFormats
import Reports

/// `ridgeline formats`: what can be read.
struct FormatsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    alone: "formats", abstract: "List the model formats that can be read.")

  @OptionGroup var report: ReportOptions

  func run() throws {
    let formats = ModelFormats.descriptions
    try report.write(FormatsReport(report.top.map { Array(formats.prefix($0)) } ?? formats))
  }
}
