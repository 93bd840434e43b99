import ModelGraph

/// How a terminal shows text.
public struct TextStyle: Sendable {
  /// Whether heads may be bold: on a terminal, where NO_COLOR is not set.
  public var isBold: Bool

  /// A style; plain unless said otherwise.
  public init(isBold: Bool = false) {
    self.isBold = isBold
  }
}

/// A report as plain text with aligned columns.
package struct TextForm {
  let style: TextStyle

  /// The whole text.
  func text(of document: Document) -> String {
    document.blocks.map(text).joined(separator: "\n")
  }

  private func text(of block: Document.Block) -> String {
    switch block {
    case .heading(let title): bold(Self.printable(title)) + "\n"
    case .paragraph(let sentence): Self.printable(sentence) + "\n"
    case .facts(let facts): text(of: facts)
    case .table(let table): text(of: table)
    case .chart(let lines): lines.map { Self.printable($0) + "\n" }.joined()
    }
  }

  private func text(of facts: [Document.Fact]) -> String {
    let width = facts.map(\.name.columns).max() ?? 0
    return facts.map { fact in
      Self.padded(fact.name, to: width, .left) + "  " + Self.printable(fact.value) + "\n"
    }.joined()
  }

  private func text(of table: Table) -> String {
    let heads = table.columns.map(\.name)
    let body = (table.rows + (table.total.map { [$0] } ?? [])).map { $0.map(Self.printable) }
    var widths = heads.map(\.columns)
    for row in body {
      for (column, cell) in row.enumerated() where column < widths.count {
        widths[column] = max(widths[column], cell.columns)
      }
    }
    let columns = zip(widths, table.columns).map { (width: $0, side: $1.alignment) }
    func lines(of rows: some Sequence<[String]>) -> String {
      var bytes: [UInt8] = []
      for row in rows { Self.append(row, in: columns, to: &bytes) }
      return String(decoding: bytes, as: UTF8.self)
    }
    func line(_ cells: [String]) -> String { String(lines(of: [cells]).dropLast()) }
    var text = bold(line(heads)) + "\n" + lines(of: body.prefix(table.rows.count))
    if table.total != nil, let total = body.last {
      text += String(repeating: "─", count: widths.reduce(-2) { $0 + $1 + 2 }) + "\n"
      text += bold(line(total)) + "\n"
    }
    return text
  }

  /// Adds a line of cells, each as wide as its column, without the spaces at the end: bytes, since a
  /// table may have very many lines.
  private static func append(
    _ cells: [String], in columns: [(width: Int, side: Table.Alignment)], to line: inout [UInt8]
  ) {
    var pending = 0
    for (place, (cell, column)) in zip(cells, columns).enumerated() {
      let space = max(0, column.width - cell.columns)
      pending += (place > 0 ? 2 : 0) + (column.side == .left ? 0 : space)
      guard !cell.isEmpty else {
        pending += column.side == .left ? space : 0
        continue
      }
      line.append(contentsOf: repeatElement(UInt8(ascii: " "), count: pending))
      line.append(contentsOf: cell.utf8)
      pending = column.side == .left ? space : 0
    }
    line.append(UInt8(ascii: "\n"))
  }

  private func bold(_ text: String) -> String {
    style.isBold ? "\u{1B}[1m\(text)\u{1B}[0m" : text
  }

  private static func padded(_ text: String, to width: Int, _ side: Table.Alignment) -> String {
    let space = String(repeating: " ", count: max(0, width - text.columns))
    return side == .left ? text + space : space + text
  }

  /// Text of a file as one line that cannot steer a terminal.
  package static func printable(_ text: String) -> String { text.singleLine }
}
