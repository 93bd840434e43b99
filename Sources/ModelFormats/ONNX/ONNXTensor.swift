import ModelGraph

/// A TensorProto: its name, type and dimensions, and how its values are stored; large values are
/// measured and never looked at.
///
/// Source of the field numbers: onnx/onnx, `onnx.proto`, message TensorProto.
struct ONNXTensor {
  var name = ""
  var dimensions: [Int] = []
  var dataType = 0
  /// Whether the values lie in another file (data_location EXTERNAL, or external_data given).
  var isExternal = false
  /// The path of the other file, from the model's folder on, where this one says.
  var externalLocation = ""
  /// The byte of the other file at which the values begin.
  var externalOffset = 0
  /// The bytes that the values take in the other file, where this one says.
  var externalLength: Int?
  /// The bytes of raw_data, where it is there.
  var raw: UnsafeRawBufferPointer?
  /// The typed fields as they lie in the file, in order; of an unpacked list only the beginning.
  var typed: [WireReader.Field] = []
  /// The bytes of float_data and double_data, whose values have a fixed width.
  var typedFloatBytes: Int?

  init(_ bytes: UnsafeRawBufferPointer) throws(WireReader.Malformed) {
    var reader = WireReader(bytes)
    while let field = try reader.next() {
      switch field.number {
      case 1: try field.append(to: &dimensions)
      case 2: dataType = try field.integer()
      case 4, 10:
        typedFloatBytes = (typedFloatBytes ?? 0) + field.byteCount
        keep(field)
      case 5, 6, 7, 11: keep(field)
      case 8: name = try field.text()
      case 9: raw = try field.message()
      case 13:
        isExternal = true
        try readExternal(field.message())
      case 14: isExternal = try field.integer() == 1
      default: break
      }
    }
  }

  /// The type of its elements, or nil where the file gives a number that ONNX does not define.
  var elementType: ElementType? { ElementType(onnxCode: dataType) }

  /// The bytes of its values as they lie in the file, where they are here and of a fixed width.
  var storedBytes: Int? {
    switch elementType {
    case nil, .string: nil
    case .float32, .float64, .complex64, .complex128: raw?.count ?? typedFloatBytes
    default: raw?.count
    }
  }

  /// An unpacked list is a field for each value: one more than is ever looked at is enough.
  private mutating func keep(_ field: WireReader.Field) {
    if typed.count <= TensorContents.largestCount { typed.append(field) }
  }

  /// One entry of external_data.
  private mutating func readExternal(
    _ bytes: UnsafeRawBufferPointer
  ) throws(WireReader.Malformed) {
    var reader = WireReader(bytes)
    var key = ""
    var value = ""
    while let field = try reader.next() {
      switch field.number {
      case 1: key = try field.text()
      case 2: value = try field.text()
      default: break
      }
    }
    switch key {
    case "location": externalLocation = value
    case "offset": externalOffset = Int(value) ?? 0
    case "length": externalLength = Int(value)
    default: break
    }
  }
}
