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
  /// The bytes of raw_data, where it is there.
  var raw: UnsafeRawBufferPointer?
  /// The typed fields as they lie in the file, in order: their field's number and bytes or number.
  var typed: [WireReader.Field] = []

  init(_ bytes: UnsafeRawBufferPointer) throws(WireReader.Malformed) {
    var reader = WireReader(bytes)
    while let field = try reader.next() {
      switch field.number {
      case 1: try field.append(to: &dimensions)
      case 2: dataType = try field.integer()
      case 8: name = try field.text()
      case 9: raw = try field.message()
      case 13: isExternal = true
      case 14: isExternal = try field.integer() == 1
      case 4, 5, 7, 10, 11: typed.append(field)
      default: break
      }
    }
  }

  /// The type of its elements, or nil where the file gives a number that ONNX does not define.
  var elementType: ElementType? { ElementType(onnx: dataType) }
}

extension ElementType {
  /// The type that ONNX gives this number (onnx.proto, TensorProto.DataType).
  init?(onnx number: Int) {
    switch number {
    case 1: self = .float32
    case 2: self = .uint8
    case 3: self = .int8
    case 4: self = .uint16
    case 5: self = .int16
    case 6: self = .int32
    case 7: self = .int64
    case 8: self = .string
    case 9: self = .bool
    case 10: self = .float16
    case 11: self = .float64
    case 12: self = .uint32
    case 13: self = .uint64
    case 14: self = .complex64
    case 15: self = .complex128
    case 16: self = .bfloat16
    case 17...20, 24: self = .float8
    case 21: self = .uint4
    case 22: self = .int4
    case 23: self = .float4
    case 25: self = .uint2
    case 26: self = .int2
    default: return nil
    }
  }
}
