/// A report as comma-separated values (RFC 4180, with line feeds).
enum CSVForm {
  /// A line of names, then a line for each row.
  static func text(of records: Records) -> String {
    ([records.fields] + records.rows)
      .map { $0.map(cell).joined(separator: ",") + "\n" }
      .joined()
  }

  /// A cell that neither ends its row, nor steers a terminal, nor is a formula to a spreadsheet.
  private static func cell(_ text: String) -> String {
    let plain = TextForm.printable(text)
    return quoted(isFormula(plain) ? "'" + plain : plain)
  }

  /// Whether a spreadsheet would reckon with a text; a number is no formula.
  private static func isFormula(_ text: String) -> Bool {
    guard let first = text.utf8.first else { return false }
    switch first {
    case UInt8(ascii: "="), UInt8(ascii: "@"): return true
    case UInt8(ascii: "+"), UInt8(ascii: "-"): return Double(text) == nil
    default: return false
    }
  }

  private static func quoted(_ cell: String) -> String {
    let needsQuotes = cell.utf8.contains { byte in
      byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"")
    }
    guard needsQuotes else { return cell }
    return "\""
      + cell.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }
}
