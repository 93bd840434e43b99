/// Something that can be told in every form.
///
/// To add a report, make a type of this kind; to add a form, a file in `Forms/` and a case of
/// ``ReportForm``.
public protocol Report: Sendable {
  /// What JSON says of it.
  associatedtype JSON: Encodable
  /// For people.
  var document: Document { get }
  /// For programs that read rows.
  var records: Records { get }
  /// For programs that read JSON.
  var json: JSON { get }
}

/// The form in which a report is told.
public enum ReportForm: String, Sendable, CaseIterable {
  case table, json, csv, markdown

  /// `report` in this form, with a line break at its end.
  ///
  /// - Throws: what the encoder throws for a value that JSON has no way to write.
  public func text(of report: some Report, style: TextStyle = TextStyle()) throws -> String {
    switch self {
    case .table: TextForm(style: style).text(of: report.document)
    case .json: try JSONForm.text(of: report.json)
    case .csv: CSVForm.text(of: report.records)
    case .markdown: MarkdownForm.text(of: report.document)
    }
  }
}
