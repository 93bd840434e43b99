/// A report as people read it, before it takes a form.
public struct Document: Sendable {
  /// One part of a report.
  public enum Block: Sendable {
    /// A title.
    case heading(String)
    /// A sentence or two.
    case paragraph(String)
    /// Names with their values.
    case facts([Fact])
    /// Rows under columns.
    case table(Table)
    /// Lines of characters that stand under each other: a chart.
    case chart([String])
  }

  /// A name with its value.
  public struct Fact: Sendable {
    /// The name.
    public var name: String
    /// The value.
    public var value: String

    /// `name` with `value`.
    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// The parts, in order.
  public var blocks: [Block]

  /// A report of these parts.
  public init(_ blocks: [Block]) {
    self.blocks = blocks
  }
}

/// Rows under columns.
public struct Table: Sendable {
  /// The side to which a column's cells are pushed.
  public enum Alignment: Sendable {
    case left, right
  }

  /// A column's head.
  public struct Column: Sendable {
    /// Its name.
    public var name: String
    /// The side of its cells.
    public var alignment: Alignment

    /// A column of text.
    public static func text(_ name: String) -> Column { Column(name: name, alignment: .left) }
    /// A column of numbers.
    public static func number(_ name: String) -> Column { Column(name: name, alignment: .right) }
  }

  /// The columns.
  public var columns: [Column]
  /// The rows' cells, as many in each as there are columns.
  package private(set) var cells: Cells
  /// A last row that sums the others, where there is one.
  public var total: [String]?

  /// A table of `rows`.
  public init(columns: [Column], rows: [[String]], total: [String]? = nil) {
    self.init(columns: columns, cells: Cells(rows), total: total)
  }

  /// A table of very many rows.
  package init(columns: [Column], cells: Cells, total: [String]? = nil) {
    self.columns = columns
    self.cells = cells
    self.total = total
  }

  /// The rows, as many cells in each as there are columns.
  public var rows: [[String]] { cells.rows }
}

/// A report as programs read it row by row: raw numbers in SI base units.
public struct Records: Sendable {
  /// The names of the fields.
  public var fields: [String]
  /// The rows, as many cells in each as there are fields.
  public var rows: [[String]]

  /// Records of `fields`.
  public init(fields: [String], rows: [[String]]) {
    self.fields = fields
    self.rows = rows
  }
}
