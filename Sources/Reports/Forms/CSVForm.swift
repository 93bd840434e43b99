/// A report as comma-separated values (RFC 4180, with line feeds).
enum CSVForm {
  /// A line of names, then a line for each row.
  static func text(of records: Records) -> String {
    ([records.fields] + records.rows)
      .map { $0.map(quoted).joined(separator: ",") + "\n" }
      .joined()
  }

  private static func quoted(_ cell: String) -> String {
    let needsQuotes = cell.utf8.contains { byte in
      byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n")
        || byte == UInt8(ascii: "\r")
    }
    guard needsQuotes else { return cell }
    return "\""
      + cell.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }
}
