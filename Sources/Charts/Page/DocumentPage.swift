public import Reports

/// A report and a drawing as one HTML file, which fetches nothing and runs nothing.
///
/// Its Content-Security-Policy names the hash of its style and allows nothing else; names from files are
/// only ever text in it. The same report always gives the same text.
public struct DocumentPage: Sendable {
  /// The whole file.
  public let text: String

  /// A page.
  ///
  /// - Parameters:
  ///   - document: the report; the heading that it begins with is the page's title.
  ///   - drawing: an SVG that stands above it, as this package draws them; nil for none.
  ///   - command: what the user typed to make the page.
  public init(_ document: Document, drawing: String? = nil, command: String) {
    var blocks = document.blocks[...]
    var title = "Ridgeline"
    if case .heading(let first)? = blocks.first {
      title = first
      blocks = blocks.dropFirst()
    }
    text = PageTemplate.document(
      title: Markup.text(TextMetrics.shortened(title, to: 1000, size: 12)),
      drawing: drawing.map { "<figure>\n\($0)</figure>" } ?? "",
      body: Self.sections(of: blocks), command: Markup.text(command))
  }

  /// The blocks, each heading with what follows it as a section; what comes before the first is none.
  private static func sections(of blocks: ArraySlice<Document.Block>) -> String {
    var text = "<div>\n"
    var end = "</div>"
    for block in blocks {
      if case .heading(let title) = block {
        text += "\(end)\n<section>\n<h2>\(Markup.text(title))</h2>\n"
        end = "</section>"
      } else {
        text += markup(of: block)
      }
    }
    return text + end
  }

  private static func markup(of block: Document.Block) -> String {
    switch block {
    case .heading(let title): "<h2>\(Markup.text(title))</h2>\n"
    case .paragraph(let sentence): "<p>\(Markup.text(sentence))</p>\n"
    case .chart(let lines): "<pre>\(lines.map(Markup.text).joined(separator: "\n"))</pre>\n"
    case .facts(let facts):
      "<dl>\n"
        + facts.map {
          "<dt>\(Markup.text($0.name))</dt><dd><bdi>\(Markup.text($0.value))</bdi></dd>\n"
        }.joined() + "</dl>\n"
    case .table(let table): markup(of: table)
    }
  }

  private static func markup(of table: Table) -> String {
    let heads = table.columns.map { column in
      "<th scope=\"col\"\(role(of: column))>\(Markup.text(column.name))</th>"
    }
    let body = table.rows.map { row(of: $0, table.columns, isTotal: false) }
    let total = table.total.map { "<tfoot>\(row(of: $0, table.columns, isTotal: true))</tfoot>\n" }
    return "<div class=\"scroll\" tabindex=\"0\">\n<table>\n"
      + "<thead><tr>\(heads.joined())</tr></thead>\n"
      + "<tbody>\n\(body.joined(separator: "\n"))\n</tbody>\n\(total ?? "")</table>\n</div>\n"
  }

  private static func row(of cells: [String], _ columns: [Table.Column], isTotal: Bool) -> String {
    let cells = zip(cells, columns).map { cell, column in
      let text = Markup.text(cell)
      let inner = column.alignment == .left ? "<bdi>\(text)</bdi>" : text
      return "<td\(role(of: column))>\(isTotal ? "<strong>\(inner)</strong>" : inner)</td>"
    }
    return "<tr>\(cells.joined())</tr>"
  }

  private static func role(of column: Table.Column) -> String {
    column.alignment == .right ? " class=\"number\"" : ""
  }
}
