import ArgumentParser
import Charts
import Devices
import Glibc
import MachineReports
import Reports

/// The form of a report on what was counted, and where it goes.
struct CountReportOptions: ParsableArguments {
  /// The forms.
  enum Form: String, NamedChoice {
    case table, json, csv, markdown, html

    /// The same among the forms of all reports; nil for a page.
    var common: ReportForm? { ReportForm(rawValue: rawValue) }
  }

  @Option(
    help: ArgumentHelp(
      "The form: table, json, csv, markdown, or html (one file with the report and, with --device, "
        + "the roofline).", valueName: "form"),
    completion: .list(Form.allCases.map(\.rawValue)))
  var format: Form = .table

  @OptionGroup var delivery: DeliveryOptions

  /// How many rows to show; nil: all.
  var top: Int? { delivery.top }

  /// The file that it goes to; nil: none is named.
  var output: String? { delivery.output }

  /// Tells `report` in the form that the user chose, on `file` where no other place was chosen; a page
  /// shows `figure` above the report.
  func write(
    _ report: some Report, to file: Int32 = STDOUT_FILENO, _ figure: RooflineFigure? = nil
  ) throws {
    try delivery.write(to: file) { style in
      if let common = format.common { return try common.text(of: report, style: style) }
      return DocumentPage(
        report.document, drawing: figure.map { RooflineSVG($0).text },
        command: CommandText.ofThisProgram
      ).text
    }
  }
}

extension CountReport {
  /// The program and its regions under the device's ceilings; nil without a device, or where FLOPs or
  /// bytes are not known.
  var figure: RooflineFigure? {
    guard let device else { return nil }
    let marks = points.map {
      MeasuredMark(name: $0.name, flops: $0.flops, bytes: $0.bytes, seconds: $0.seconds)
    }
    guard !marks.isEmpty else { return nil }
    let wanted: [Precision] = isMostlyFP64 ? [.fp64, .fp32] : [.fp32, .fp64]
    let precision = wanted.first { device.contractionRate(precision: $0) != nil } ?? .fp32
    var figure = RooflineFigure(devices: [device], precision: precision, measured: marks)
    figure.title = "\(title) on \(device.name)"
    return figure
  }
}
