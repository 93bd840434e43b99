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
    // Bytes, since a table may have very many lines.
    var text: [UInt8] = []
    for (place, block) in document.blocks.enumerated() {
      if place > 0 { text.append(UInt8(ascii: "\n")) }
      switch block {
      case .heading(let title): text += (bold(Self.printable(title)) + "\n").utf8
      case .paragraph(let sentence): text += (Self.printable(sentence) + "\n").utf8
      case .facts(let facts): text += self.text(of: facts).utf8
      case .table(let table): append(table, to: &text)
      case .chart(let lines): for line in lines { text += (Self.printable(line) + "\n").utf8 }
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  private func text(of facts: [Document.Fact]) -> String {
    let width = facts.map(\.name.columns).max() ?? 0
    return facts.map { fact in
      Self.padded(fact.name, to: width, .left) + "  " + Self.printable(fact.value) + "\n"
    }.joined()
  }

  private func append(_ table: Table, to text: inout [UInt8]) {
    let heads = table.columns.map(\.name)
    var rows = table.rows + (table.total.map { [$0] } ?? [])
    let widths = Self.widths(of: heads, &rows)
    let columns = zip(widths, table.columns).map { (width: $0, side: $1.alignment) }
    func appendBold(_ cells: [String]) {
      var line: [UInt8] = []
      Self.append(cells, in: columns, to: &line)
      text += (bold(String(decoding: line.dropLast(), as: UTF8.self)) + "\n").utf8
    }
    appendBold(heads)
    let width = widths.reduce(-2) { $0 + $1 + 2 }
    text.reserveCapacity(text.count + (width + 4) * (rows.count + 4))
    for row in rows.prefix(table.rows.count) { Self.append(row, in: columns, to: &text) }
    if table.total != nil, let total = rows.last {
      text += (String(repeating: "─", count: width) + "\n").utf8
      appendBold(total)
    }
  }

  /// How wide each column is; cells become what can be printed.
  private static func widths(of heads: [String], _ rows: inout [[String]]) -> [Int] {
    var widths = heads.map(\.columns)
    for row in rows.indices {
      for column in rows[row].indices where column < widths.count {
        let plain = rows[row][column].plainColumns
        if plain == nil { rows[row][column] = printable(rows[row][column]) }
        widths[column] = max(widths[column], plain ?? rows[row][column].columns)
      }
    }
    return widths
  }

  /// Adds a line of cells, each as wide as its column, without the spaces at the end.
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
      for _ in 0..<pending { line.append(UInt8(ascii: " ")) }
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
