import ArgumentParser
import Charts
import Glibc
public import Reports
import Roofline

/// The form of a report, and where it goes.
struct ReportOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("The form: table, json, csv or markdown.", valueName: "form"),
    completion: .list(ReportForm.allCases.map(\.rawValue)))
  var format: ReportForm = .table

  @OptionGroup var delivery: DeliveryOptions

  /// How many rows to show; nil: all.
  var top: Int? { delivery.top }

  /// The file that it goes to; nil: none is named.
  var output: String? { delivery.output }

  /// Tells `report` in the form that the user chose, on `file` where no other place was chosen.
  func write(_ report: some Report, to file: Int32 = STDOUT_FILENO) throws {
    try delivery.write(to: file) { try format.text(of: report, style: $0) }
  }
}

/// The form of a network on devices, and where it goes.
struct NetworkReportOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The form: table, json, csv, markdown, trace (events for Perfetto), or html (one file with "
        + "charts, to be mailed).", valueName: "form"),
    completion: .list(NetworkForm.allCases.map(\.rawValue)))
  var format: NetworkForm = .table

  @Flag(help: "Draw the roofline with the layers too, as large as the window has room for.")
  var plot = false

  @OptionGroup var delivery: DeliveryOptions

  /// How many rows to show; nil: all.
  var top: Int? { delivery.top }

  func validate() throws {
    if plot && format != .table {
      throw ValidationError("--plot goes with the table; for a picture there is `ridgeline chart`")
    }
    if top != nil && format == .html {
      throw ValidationError("--top is not for --format html, whose table can be sorted")
    }
  }

  /// Tells `report` in the form that the user chose, with a plot of `estimates` where it is asked for;
  /// or the page that `page` makes.
  func write(
    _ report: some Report, of estimates: [Estimate], page: () throws -> String
  ) throws {
    try delivery.write { style in
      if format == .html { return try page() }
      guard let text = try format.text(of: report, style: style) else {
        throw CleanFailure("this report has no trace; choose --format table, json, csv or markdown")
      }
      guard plot else { return text }
      let figure = RooflineFigure(estimates)
      return text + "\n" + TerminalWindow.plot(figure, isColoured: style.isBold)
    }
  }
}

/// How much of a report is told, and where it goes.
struct DeliveryOptions: ParsableArguments {
  @Option(
    name: [.short, .long],
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

  /// Writes the text that `make` makes, for a terminal's style.
  func write(
    to file: Int32 = STDOUT_FILENO, _ make: (TextStyle) throws -> String
  ) throws {
    try Delivery(output: output).write(to: file, make)
  }
}

/// Where a report goes.
struct Delivery {
  /// The file; nil: none is named.
  let output: String?

  /// Writes the text that `make` makes, on `file` where no other place was chosen: on a terminal heads
  /// are bold, unless NO_COLOR is set.
  func write(
    to file: Int32 = STDOUT_FILENO, _ make: (TextStyle) throws -> String
  ) throws {
    let isTerminal =
      output == nil && isatty(file) == 1
      && Environment.variable("NO_COLOR") == nil
    let text = try make(TextStyle(isBold: isTerminal))
    if let output {
      try OutputFile(path: output).write(text)
    } else {
      try StandardOutput.write(text, toReport: file)
    }
  }
}

extension ReportForm: NamedChoice {}
extension NetworkForm: NamedChoice {}
