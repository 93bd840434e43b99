public import ModelGraph
import Roofline

/// A row of a table that names a whole network, whose graph stands in a file.
public struct NetworkRow: Sendable, Hashable {
  /// The network, as the table names it.
  public var name: String
  /// The samples that go through together; nil: as its graph has it.
  public var batch: Int?
  /// The width of its pictures, in elements; nil: as its graph has it.
  public var width: Int?
  /// The height of its pictures, in elements; nil: as its graph has it.
  public var height: Int?
  /// The types that the row states.
  public var format: NumberFormat

  /// A row of these.
  public init(
    name: String, batch: Int? = nil, width: Int? = nil, height: Int? = nil, format: NumberFormat
  ) {
    self.name = name
    self.batch = batch
    self.width = width
    self.height = height
    self.format = format
  }

  /// The type that the row states for what is in floating point.
  public var elementType: ElementType { format.arithmetic.elementType }
}
