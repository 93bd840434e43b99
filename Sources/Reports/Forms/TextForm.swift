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
    func line(_ cells: [String]) -> String {
      let parts = zip(cells, zip(widths, table.columns)).map { cell, column in
        Self.padded(cell, to: column.0, column.1.alignment)
      }
      return Self.trimmed(parts.joined(separator: "  "))
    }
    var lines = [bold(line(heads))]
    lines += body.prefix(table.rows.count).map(line)
    if table.total != nil, let total = body.last {
      lines.append(String(repeating: "─", count: widths.reduce(-2) { $0 + $1 + 2 }))
      lines.append(bold(line(total)))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func bold(_ text: String) -> String {
    style.isBold ? "\u{1B}[1m\(text)\u{1B}[0m" : text
  }

  private static func padded(_ text: String, to width: Int, _ side: Table.Alignment) -> String {
    let space = String(repeating: " ", count: max(0, width - text.columns))
    return side == .left ? text + space : space + text
  }

  private static func trimmed(_ line: String) -> String {
    var line = Substring(line)
    while line.last == " " { line.removeLast() }
    return String(line)
  }

  /// Text of a file as one line that cannot steer a terminal.
  package static func printable(_ text: String) -> String { text.singleLine }
}
