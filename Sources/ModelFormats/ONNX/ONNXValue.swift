import ModelGraph

/// A ValueInfoProto: a value's name, and its type as far as the file states it. Source of the field
/// numbers: onnx/onnx, `onnx.proto`, messages ValueInfoProto, TypeProto and TensorShapeProto.
struct ONNXValue {
  var name = ""
  /// What kind of value it is.
  var kind = Tensor.Kind.tensor
  /// TensorProto.DataType, of a sequence that of its tensors; 0 where the file states none.
  var dataType = 0
  /// The dimensions; nil where the file states none, or the value is no tensor, nor may be one.
  var shape: [Dimension]?

  init(_ bytes: UnsafeRawBufferPointer) throws(WireReader.Malformed) {
    var reader = WireReader(bytes)
    while let field = try reader.next() {
      switch field.number {
      case 1: name = try field.text()
      case 2: try readType(field.message())
      default: break
      }
    }
  }

  /// Types may stand this deep within one another: an optional of a sequence of tensors is three.
  private static let deepest = 4

  /// A TypeProto: a dense tensor's (1) or a sparse one's (8), which are written alike; a sequence's
  /// (4), a map's (5) or an optional's (9).
  private mutating func readType(
    _ bytes: UnsafeRawBufferPointer, depth: Int = 0
  ) throws(WireReader.Malformed) {
    var reader = WireReader(bytes)
    while let field = try reader.next() {
      switch field.number {
      case 1: try readTensorType(field.message())
      case 8:
        if depth == 0 { kind = .sparseTensor }
        try readTensorType(field.message())
      case 4:
        kind = kind == .optional ? .optionalSequence : .sequence
        try readElementType(field.message(), depth: depth + 1)
        shape = nil
      case 5: kind = .map
      case 9:
        kind = .optional
        try readElementType(field.message(), depth: depth + 1)
      default: break
      }
    }
  }

  /// The type within a sequence or an optional.
  private mutating func readElementType(
    _ bytes: UnsafeRawBufferPointer, depth: Int
  ) throws(WireReader.Malformed) {
    var reader = WireReader(bytes)
    while let field = try reader.next() {
      if field.number == 1, depth < Self.deepest { try readType(field.message(), depth: depth) }
    }
  }

  private mutating func readTensorType(
    _ bytes: UnsafeRawBufferPointer
  ) throws(WireReader.Malformed) {
    var tensor = WireReader(bytes)
    while let part = try tensor.next() {
      switch part.number {
      case 1: dataType = try part.integer()
      case 2: shape = try Self.shape(part.message())
      default: break
      }
    }
  }

  private static func shape(
    _ bytes: UnsafeRawBufferPointer
  ) throws(WireReader.Malformed) -> [Dimension] {
    var dimensions: [Dimension] = []
    var reader = WireReader(bytes)
    while let field = try reader.next() {
      guard field.number == 1 else { continue }
      dimensions.append(try dimension(field.message()))
    }
    return dimensions
  }

  private static func dimension(
    _ bytes: UnsafeRawBufferPointer
  ) throws(WireReader.Malformed) -> Dimension {
    var reader = WireReader(bytes)
    var dimension = Dimension.unknown
    while let field = try reader.next() {
      switch field.number {
      case 1: dimension = .fixed(try field.integer())
      case 2:
        let symbol = try field.text()
        dimension = symbol.isEmpty ? .unknown : .symbol(symbol)
      default: break
      }
    }
    return dimension
  }
}
