/// The form in which a sweep is told.
public enum SweepForm: String, Sendable, CaseIterable {
  case table, json, jsonl, csv, markdown, svg, png, html

  /// `report` in this form, with a line break at its end; nil for a picture or a page.
  ///
  /// - Throws: what the encoder throws for a value that JSON has no way to write.
  public func text(of report: SweepReport, style: TextStyle = TextStyle()) throws -> String? {
    switch self {
    case .table: try ReportForm.table.text(of: report, style: style)
    case .json: try ReportForm.json.text(of: report, style: style)
    case .jsonl: try report.json.points.map { try JSONForm.line(of: $0) }.joined()
    case .csv: try ReportForm.csv.text(of: report, style: style)
    case .markdown: try ReportForm.markdown.text(of: report, style: style)
    case .svg, .png, .html: nil
    }
  }
}
