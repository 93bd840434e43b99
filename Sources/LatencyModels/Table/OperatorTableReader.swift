/// The rows of a table of operators: columns `name`, `params_json`, `precision` and `batch`, by their
/// names in the first line; other columns are left alone.
public struct OperatorTableReader: Sendable {
  /// The records; the row at hand is the record at hand.
  public private(set) var records: CSVRecords
  /// The names of the columns.
  public let columns: [String]
  private let name: Int
  private let parameters: Int
  private let precision: Int
  private let batch: Int?
  private var sizes = RowParameters()
  private var names: [[UInt8]: String] = [:]
  private var formats: [[UInt8]: NumberFormat] = [:]

  /// A reader of a text in UTF-8.
  ///
  /// - Throws: ``LatencyError`` for an empty text, and for one without these columns.
  public init(_ bytes: [UInt8]) throws(LatencyError) {
    var records = CSVRecords(bytes)
    guard records.next() else {
      throw LatencyError(
        .row, "the table is empty",
        remedy:
          "give a line of names: name,params_json,precision,batch, and a row for each operator")
    }
    let columns = (0..<records.count).map { records.text($0) }
    func column(_ wanted: String) throws(LatencyError) -> Int {
      guard let place = columns.firstIndex(of: wanted) else {
        throw LatencyError(
          .row, "the table has no column \(wanted)",
          remedy: "its first line names the columns: name,params_json,precision,batch")
      }
      return place
    }
    self.columns = columns
    name = try column("name")
    parameters = try column("params_json")
    precision = try column("precision")
    batch = columns.firstIndex(of: "batch")
    self.records = records
  }

  /// Goes to the next row; false where there is none.
  public mutating func next() -> Bool { records.next() }

  /// The name of the operator of the row at hand.
  public mutating func operatorName() -> String {
    let bytes = Array(records[name])
    if let known = names[bytes] { return known }
    let text = String(decoding: bytes, as: UTF8.self)
    if names.count < 10_000 { names[bytes] = text }
    return text
  }

  /// The operator of the row at hand.
  ///
  /// - Throws: ``LatencyError`` that says what is wrong with the row.
  public mutating func row() throws(LatencyError) -> OperatorRow {
    try readSizes()
    return try OperatorRow(
      name: operatorName(), sizes, format: try format(), batch: try batchSize() ?? 1)
  }

  /// The whole network that the row at hand names, where its name is not an operator's.
  ///
  /// - Throws: ``LatencyError`` that says what is wrong with the row.
  public mutating func network() throws(LatencyError) -> NetworkRow? {
    let name = operatorName()
    guard !OperatorNames.contain(name) else { return nil }
    try readSizes()
    // ncnn's benchmark states width, height and channels.
    let picture = try sizes.sizes("input_whc")
    return NetworkRow(
      name: name, batch: try batchSize(), width: picture.count == 3 ? picture[0] : nil,
      height: picture.count == 3 ? picture[1] : nil, format: try format())
  }

  private mutating func readSizes() throws(LatencyError) {
    if records.isBroken || records.count < columns.count {
      throw LatencyError(
        .row,
        records.isBroken
          ? "a quotation mark is not closed"
          : "it has \(records.count) fields, and the table has \(columns.count) columns",
        remedy: "quote params_json, with its own quotation marks doubled")
    }
    try sizes.read(records[parameters])
  }

  private mutating func format() throws(LatencyError) -> NumberFormat {
    let bytes = Array(records[precision])
    if let known = formats[bytes] { return known }
    let text = String(decoding: bytes, as: UTF8.self)
    guard let format = NumberFormat(tableName: text) else {
      throw LatencyError(
        .row, "the precision \"\(text.prefix(40))\" is not known",
        remedy: "give one of \(NumberFormat.tableNames.joined(separator: ", "))")
    }
    formats[bytes] = format
    return format
  }

  /// The samples that the row states, if it does.
  private func batchSize() throws(LatencyError) -> Int? {
    guard let batch, !records[batch].isEmpty else { return nil }
    guard let size = Int(records.text(batch)), size >= 0, size <= 1 << 40 else {
      throw LatencyError(
        .row, "the batch \"\(records.text(batch).prefix(40))\" is no number of samples",
        remedy: "give a whole number, or leave it empty")
    }
    return size
  }
}
