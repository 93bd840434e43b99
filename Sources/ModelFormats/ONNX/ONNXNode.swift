/// A NodeProto. Source of the field numbers: onnx/onnx, `onnx.proto`.
struct ONNXNode {
  var name = ""
  var type = ""
  var domain = ""
  /// Which of several functions of one name is meant.
  var overload = ""
  var inputs: [String] = []
  var outputs: [String] = []
  var attributes: [ONNXAttribute] = []

  init(_ bytes: UnsafeRawBufferPointer) throws(WireReader.Malformed) {
    var reader = WireReader(bytes)
    while let field = try reader.next() {
      switch field.number {
      case 1: inputs.append(try field.text())
      case 2: outputs.append(try field.text())
      case 3: name = try field.text()
      case 4: type = try field.text()
      case 5: attributes.append(try ONNXAttribute(field.message()))
      case 7: domain = try field.text()
      case 8: overload = try field.text()
      default: break
      }
    }
  }
}

/// An AttributeProto. Source of the field numbers: onnx/onnx, `onnx.proto`.
struct ONNXAttribute {
  /// A text of more bytes than this is data (a compiled engine, for instance): it is not read.
  private static let longestText = 1 << 16

  var name = ""
  /// AttributeProto.AttributeType; 0 where an old exporter left it out.
  var type = 0
  var integer: Int?
  var float: Double?
  var text: String?
  var tensor: ONNXTensor?
  var sparseTensor: ONNXSparseTensor?
  var integers: [Int] = []
  var floats: [Double] = []
  var texts: [String] = []
  /// The bytes of a graph, which is read where it is known what its names mean.
  var graph: UnsafeRawBufferPointer?
  /// In the body of a function: the setting of the call whose value this one takes.
  var reference = ""
  /// What else it holds, by name: a type, a list of graphs.
  var other: String?

  init(_ bytes: UnsafeRawBufferPointer) throws(WireReader.Malformed) {
    var reader = WireReader(bytes)
    while let field = try reader.next() {
      switch field.number {
      case 1: name = try field.text()
      case 2: float = try field.float()
      case 3: integer = try field.integer()
      case 4: try readText(field)
      case 5: tensor = try ONNXTensor(field.message())
      case 6: graph = try field.message()
      case 7: try field.append(to: &floats)
      case 8: try field.append(to: &integers)
      case 9: texts.append(try field.text())
      case 10: other = "tensors"
      case 11: other = "graphs"
      case 14, 15: other = "type"
      case 20: type = try field.integer()
      case 21: reference = try field.text()
      case 22: sparseTensor = try ONNXSparseTensor(field.message())
      case 23: other = "sparse tensors"
      default: break
      }
    }
  }

  private mutating func readText(_ field: WireReader.Field) throws(WireReader.Malformed) {
    let length = try field.message().count
    if length <= Self.longestText {
      text = try field.text()
    } else {
      other = "a text of \(length) bytes"
    }
  }
}

/// A SparseTensorProto: the values that are not zero, and where they stand in a dense tensor.
struct ONNXSparseTensor {
  var values: ONNXTensor?
  var indices: ONNXTensor?
  /// Of the dense tensor.
  var dimensions: [Int] = []

  init(_ bytes: UnsafeRawBufferPointer) throws(WireReader.Malformed) {
    var reader = WireReader(bytes)
    while let field = try reader.next() {
      switch field.number {
      case 1: values = try ONNXTensor(field.message())
      case 2: indices = try ONNXTensor(field.message())
      case 3: try field.append(to: &dimensions)
      default: break
      }
    }
  }
}
