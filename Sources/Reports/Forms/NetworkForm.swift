/// The form in which a network on devices is told.
public enum NetworkForm: String, Sendable, CaseIterable {
  case table, json, csv, markdown, trace, html

  /// `report` in this form, with a line break at its end; nil where it has no trace,
  /// and for a page, which more is told on than a report.
  ///
  /// - Throws: what the encoder throws for a value that JSON has no way to write.
  public func text(of report: some Report, style: TextStyle = TextStyle()) throws -> String? {
    switch self {
    case .table: try ReportForm.table.text(of: report, style: style)
    case .json: try ReportForm.json.text(of: report, style: style)
    case .csv: try ReportForm.csv.text(of: report, style: style)
    case .markdown: try ReportForm.markdown.text(of: report, style: style)
    case .trace: try (report as? any TraceReport).map { try JSONForm.line(of: $0.trace) }
    case .html: nil
    }
  }
}
