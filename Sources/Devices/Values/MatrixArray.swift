/// The size of a systolic array: the multipliers of a matrix unit.
public struct MatrixArray: Sendable, Hashable {
  /// Its rows; a whole number.
  public var rows: Sourced
  /// Its columns; a whole number.
  public var columns: Sourced

  /// An array of rows and columns.
  public init(rows: Sourced, columns: Sourced) {
    self.rows = rows
    self.columns = columns
  }
}

extension MatrixArray: Codable {
  enum CodingKeys: String, CodingKey, CaseIterable { case rows, columns }

  /// Reads the object; a key that is not known is an error.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.strictContainer(CodingKeys.self)
    rows = try fields.decode(Sourced.self, forKey: .rows)
    columns = try fields.decode(Sourced.self, forKey: .columns)
  }
}
