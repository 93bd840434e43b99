import ModelGraph

/// The cells of a table, row after row in one text: those of a large network are a million and more.
package struct Cells: Sendable {
  /// Where a row begins.
  private struct Row {
    var text: Int
    var cell: Int
  }

  private var text: [UInt8] = []
  private var starts: [Row] = []
  /// Where each cell ends, from the beginning of its row on.
  private var ends: [UInt32] = []

  /// The cells of rows.
  package init(_ rows: [[String]] = []) {
    for row in rows {
      beginRow()
      for cell in row { append(cell) }
    }
  }

  /// Keeps room for so many rows of so many cells.
  mutating func reserve(rows: Int, of cells: Int) {
    starts.reserveCapacity(rows)
    ends.reserveCapacity(rows * cells)
    text.reserveCapacity(rows * cells * 8)
  }

  /// The cells that follow are those of another row.
  package mutating func beginRow() { starts.append(Row(text: text.count, cell: ends.count)) }

  /// Adds a cell to the last row; what would steer a terminal is written out.
  package mutating func append(_ cell: String) {
    append { $0.append(contentsOf: cell.singleLine.utf8) }
  }

  /// Adds the cell that `write` writes, which has nothing in it that would steer a terminal.
  mutating func append(_ write: (inout [UInt8]) -> Void) {
    write(&text)
    ends.append(UInt32(clamping: text.count - (starts.last?.text ?? 0)))
  }

  /// The number of rows.
  package var count: Int { starts.count }

  /// The bytes of all cells.
  var byteCount: Int { text.count }

  /// The rows, cell by cell.
  package var rows: [[String]] {
    var rows: [[String]] = []
    for row in 0..<count {
      var cells: [String] = []
      forEachCell(in: row) { cells.append(String(decoding: $1, as: UTF8.self)) }
      rows.append(cells)
    }
    return rows
  }

  /// Calls `body` with the place and the text of each cell of a row, in order.
  func forEachCell(in row: Int, _ body: (Int, UnsafeBufferPointer<UInt8>) -> Void) {
    let first = starts[row].cell
    let last = row + 1 < starts.count ? starts[row + 1].cell : ends.count
    text.withUnsafeBufferPointer { text in
      var start = starts[row].text
      for cell in first..<last {
        let end = starts[row].text + Int(ends[cell])
        body(cell - first, UnsafeBufferPointer(rebasing: text[start..<end]))
        start = end
      }
    }
  }
}
