/// A table as plain text: each column as wide as its widest cell.
struct TextTable {
  private let cells: Cells
  private let heads: Cells
  private let total: Cells
  private let columns: [(width: Int, side: Table.Alignment)]
  private let isBold: Bool

  /// A table; heads and totals bold or not.
  init(_ table: Table, isBold: Bool) {
    cells = table.cells
    heads = Cells([table.columns.map(\.name)])
    total = Cells(table.total.map { [$0] } ?? [])
    self.isBold = isBold
    var widths = table.columns.map { _ in 0 }
    for cells in [heads, cells, total] { Self.widen(&widths, to: cells) }
    columns = zip(widths, table.columns).map { ($0, $1.alignment) }
  }

  private static func widen(_ widths: inout [Int], to cells: Cells) {
    for row in 0..<cells.count {
      cells.forEachCell(in: row) { column, text in
        if column < widths.count { widths[column] = max(widths[column], columns(of: text)) }
      }
    }
  }

  /// The columns that a terminal gives a text.
  private static func columns(of text: UnsafeBufferPointer<UInt8>) -> Int {
    String.plainColumns(text) ?? String(decoding: text, as: UTF8.self).columns
  }

  /// The columns of a whole line.
  private var width: Int { columns.reduce(-2) { $0 + $1.width + 2 } }

  /// The bytes that it takes at most: lines of spaces, the cells, and a rule of three bytes a column.
  var capacity: Int {
    let lines = cells.count + heads.count + total.count + 3
    let bytes = cells.byteCount + heads.byteCount + total.byteCount
    return lines * (max(width, 0) + 1 + Self.boldBytes) + bytes
  }

  private static let boldStart = "\u{1B}[1m"
  private static let boldEnd = "\u{1B}[0m"
  private static let boldBytes = boldStart.utf8.count + boldEnd.utf8.count

  /// Writes the lines.
  func write(to writer: inout ByteWriter) {
    write(heads, 0, isBold: isBold, to: &writer)
    for row in 0..<cells.count { write(cells, row, isBold: false, to: &writer) }
    guard total.count > 0 else { return }
    for _ in 0..<max(width, 0) { writer.append("─") }
    writer.append("\n")
    write(total, 0, isBold: isBold, to: &writer)
  }

  /// Writes a line of cells, each as wide as its column, without the spaces at the end.
  private func write(_ cells: Cells, _ row: Int, isBold: Bool, to writer: inout ByteWriter) {
    if isBold { writer.append(Self.boldStart) }
    var pending = 0
    cells.forEachCell(in: row) { place, text in
      guard place < columns.count else { return }
      let isLeft = columns[place].side == .left
      let space = max(0, columns[place].width - Self.columns(of: text))
      pending += (place > 0 ? 2 : 0) + (isLeft ? 0 : space)
      if !text.isEmpty {
        writer.append(spaces: pending)
        writer.append(text)
        pending = 0
      }
      pending += isLeft ? space : 0
    }
    if isBold { writer.append(Self.boldEnd) }
    writer.append("\n")
  }
}

/// Writes bytes one after another into memory that has room for all of them; what has none is left out.
struct ByteWriter {
  private let bytes: UnsafeMutableBufferPointer<UInt8>
  /// How many are written.
  private(set) var count = 0

  /// None yet.
  init(_ bytes: UnsafeMutableBufferPointer<UInt8>) {
    self.bytes = bytes
  }

  /// Writes a text.
  mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { append($0) }
  }

  /// Writes bytes.
  mutating func append(_ text: UnsafeBufferPointer<UInt8>) {
    guard let end = bytes.baseAddress?.advanced(by: count), let start = text.baseAddress,
      text.count <= bytes.count - count
    else { return }
    end.update(from: start, count: text.count)
    count += text.count
  }

  /// Writes so many spaces.
  mutating func append(spaces: Int) {
    guard let end = bytes.baseAddress?.advanced(by: count), spaces <= bytes.count - count else {
      return
    }
    end.update(repeating: UInt8(ascii: " "), count: spaces)
    count += spaces
  }
}
