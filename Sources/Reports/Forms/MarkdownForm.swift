/// A report as GitHub-flavoured Markdown.
enum MarkdownForm {
  /// The whole text.
  static func text(of document: Document) -> String {
    document.blocks.map(text).joined(separator: "\n")
  }

  private static func text(of block: Document.Block) -> String {
    switch block {
    case .heading(let title): "## \(escaped(title))\n"
    case .paragraph(let sentence): escaped(sentence) + "\n"
    case .facts(let facts):
      facts.map { "- **\(escaped($0.name))**: \(escaped($0.value))\n" }.joined()
    case .table(let table): text(of: table)
    // Indented, so that no line of it can end the block.
    case .chart(let lines): lines.map { "    \(TextForm.printable($0))\n" }.joined()
    }
  }

  private static func text(of table: Table) -> String {
    let heads = line(table.columns.map { escaped($0.name) })
    let rule = line(table.columns.map { $0.alignment == .left ? ":---" : "---:" })
    let rows = table.rows.map { line($0.map(escaped)) }
    let total = (table.total ?? []).map { $0.isEmpty ? "" : "**\(escaped($0))**" }
    return ([heads, rule] + rows + (total.isEmpty ? [] : [line(total)])).joined()
  }

  private static func line(_ cells: [String]) -> String {
    "| " + cells.joined(separator: " | ") + " |\n"
  }

  /// Text with every character that Markdown or HTML would read as more than itself put out of force.
  private static func escaped(_ text: String) -> String {
    var clean = ""
    for character in TextForm.printable(text) {
      switch character {
      case "&": clean += "&amp;"
      case "<": clean += "&lt;"
      case ">": clean += "&gt;"
      case "\\", "|", "*", "_", "`", "[", "]", "#", "~": clean += "\\\(character)"
      default: clean.append(character)
      }
    }
    return clean
  }
}
