import ModelGraph

/// A value that an ONNX test set stores for one input: a TensorProto, a SequenceProto or an
/// OptionalProto. The file does not say which: the graph's input does.
///
/// Source of the field numbers: onnx/onnx, `onnx.proto` and `onnx-data.proto`.
struct ONNXInputFile {
  /// Sequences may stand this deep within one another.
  private static let deepest = 4

  /// The name of the value; empty where the file states none.
  var name = ""
  /// The value.
  var value: InputValue

  /// Reads the message that an input of `kind` is stored as.
  init(_ bytes: UnsafeRawBufferPointer, kind: Tensor.Kind, elementType: ElementType?)
    throws(WireReader.Malformed)
  {
    switch kind {
    case .sequence: (name, value) = try Self.sequence(bytes, depth: 0)
    case .optional, .optionalSequence:
      (name, value) = try Self.optional(bytes, elementType: elementType ?? .float32)
    default: (name, value) = try Self.tensor(bytes)
    }
  }

  private static func tensor(
    _ bytes: UnsafeRawBufferPointer
  ) throws(WireReader.Malformed) -> (String, InputValue) {
    let tensor = try ONNXTensor(bytes)
    guard let type = tensor.elementType else {
      throw malformed("the data type \(tensor.dataType) is unknown", bytes)
    }
    guard tensor.dimensions.allSatisfy({ $0 >= 0 }),
      let count = tensor.dimensions.elementCount.value
    else { throw malformed("the dimensions \(tensor.dimensions) cannot be", bytes) }
    let contents = try tensor.contents(
      elementCount: count, mostFloats: TensorContents.largestCount)
    return (tensor.name, .tensor(type, shape: tensor.dimensions, contents: contents))
  }

  /// A SequenceProto: the name (1), the kind of its elements (2), and these: tensors (3), sparse
  /// tensors (4), sequences (5), maps (6) or optionals (7).
  private static func sequence(
    _ bytes: UnsafeRawBufferPointer, depth: Int
  ) throws(WireReader.Malformed) -> (String, InputValue) {
    var reader = WireReader(bytes)
    var name = ""
    var elements: [InputValue] = []
    var type: ElementType?
    while let field = try reader.next() {
      switch field.number {
      case 1: name = try field.text()
      case 3: elements.append(try tensor(field.message()).1)
      case 5 where depth < deepest:
        elements.append(try sequence(field.message(), depth: depth + 1).1)
      case 4, 5, 6, 7: throw malformed("it holds what is no tensor", bytes)
      default: break
      }
    }
    if case .tensor(let first, _, _)? = elements.first { type = first }
    return (name, .sequence(elements, of: type ?? .float32))
  }

  /// An OptionalProto: the name (1), the kind of its value (2), and the value: a tensor (3) or a
  /// sequence (5), or none.
  private static func optional(
    _ bytes: UnsafeRawBufferPointer, elementType: ElementType
  ) throws(WireReader.Malformed) -> (String, InputValue) {
    var reader = WireReader(bytes)
    var name = ""
    var value = InputValue.absent(of: elementType)
    while let field = try reader.next() {
      switch field.number {
      case 1: name = try field.text()
      case 3: value = try tensor(field.message()).1
      case 5: value = try sequence(field.message(), depth: 0).1
      case 4, 6, 7: throw malformed("it holds what is no tensor", bytes)
      default: break
      }
    }
    return (name, value)
  }

  private static func malformed(
    _ what: String, _ bytes: UnsafeRawBufferPointer
  ) -> WireReader.Malformed {
    WireReader.Malformed(what: what, address: UInt(bitPattern: bytes.baseAddress))
  }
}
