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
    let parts = document.blocks.map(part)
    let capacity = parts.reduce(0) { $0 + $1.capacity + 1 }
    return String(unsafeUninitializedCapacity: capacity) { bytes in
      var writer = ByteWriter(bytes)
      for (place, part) in parts.enumerated() {
        if place > 0 { writer.append("\n") }
        switch part {
        case .text(let text): writer.append(text)
        case .table(let table): table.write(to: &writer)
        }
      }
      return writer.count
    }
  }

  /// A block that is ready to be written.
  private enum Part {
    case text(String)
    case table(TextTable)

    /// The bytes that it takes at most.
    var capacity: Int {
      switch self {
      case .text(let text): text.utf8.count
      case .table(let table): table.capacity
      }
    }
  }

  private func part(_ block: Document.Block) -> Part {
    switch block {
    case .heading(let title): .text(bold(Self.printable(title)) + "\n")
    case .paragraph(let sentence): .text(Self.printable(sentence) + "\n")
    case .facts(let facts): .text(text(of: facts))
    case .table(let table): .table(TextTable(table, isBold: style.isBold))
    case .chart(let lines): .text(lines.map { Self.printable($0) + "\n" }.joined())
    }
  }

  private func text(of facts: [Document.Fact]) -> String {
    let width = facts.map(\.name.columns).max() ?? 0
    return facts.map { fact in
      Self.padded(fact.name, to: width, .left) + "  " + Self.printable(fact.value) + "\n"
    }.joined()
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
