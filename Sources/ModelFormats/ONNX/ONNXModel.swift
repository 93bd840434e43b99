import ModelGraph

/// A ModelProto, as far as a graph is made of it. Source of the field numbers: onnx/onnx,
/// `onnx.proto`.
struct ONNXModel {
  var irVersion: Int?
  var graph: ONNXGraph?
  /// The version of each domain's operators; ONNX's own domain is the empty one.
  var operatorSets: [String: Int] = [:]
  /// Operators that the model defines itself.
  var functions: [ONNXFunction] = []

  init(
    _ bytes: UnsafeRawBufferPointer, forget: () -> Void
  ) throws(WireReader.Malformed) {
    var reader = WireReader(bytes)
    while let field = try reader.next() {
      switch field.number {
      case 1: irVersion = try field.integer()
      case 7:
        // A message that comes twice is one message whose repeated fields go on.
        if graph == nil { graph = ONNXGraph() }
        try graph?.read(field.message(), forget: forget)
      case 8:
        let (domain, version) = try Self.operatorSet(field.message())
        operatorSets[domain] = version
      case 25: functions.append(try ONNXFunction(field.message()))
      default: break
      }
    }
  }

  static func operatorSet(
    _ bytes: UnsafeRawBufferPointer
  ) throws(WireReader.Malformed) -> (domain: String, version: Int) {
    var reader = WireReader(bytes)
    var domain = ""
    var version = 0
    while let field = try reader.next() {
      switch field.number {
      case 1: domain = canonicalDomain(try field.text())
      case 2: version = try field.integer()
      default: break
      }
    }
    return (domain, version)
  }

  /// `ai.onnx` is the long name of the empty domain.
  static func canonicalDomain(_ domain: String) -> String {
    domain == "ai.onnx" ? "" : domain
  }
}

/// A GraphProto.
struct ONNXGraph {
  var name = ""
  /// The bytes of each node, which is read when its turn comes: there may be very many.
  var nodes: [UnsafeRawBufferPointer] = []
  var initializers: [ONNXTensor] = []
  var sparseInitializers: [ONNXSparseTensor] = []
  var inputs: [ONNXValue] = []
  var outputs: [ONNXValue] = []
  var values: [ONNXValue] = []

  /// So many bytes are walked over before what was looked at may be forgotten.
  private static let rememberedBytes: UInt = 1 << 20

  /// Adds what the bytes of a message hold.
  mutating func read(
    _ bytes: UnsafeRawBufferPointer, forget: () -> Void = {}
  ) throws(WireReader.Malformed) {
    var reader = WireReader(bytes)
    var forgotten = UInt(bitPattern: bytes.baseAddress)
    while let field = try reader.next() {
      if field.address &- forgotten > Self.rememberedBytes {
        forget()
        forgotten = field.address
      }
      switch field.number {
      case 1: nodes.append(try field.message())
      case 2: name = try field.text()
      case 5: initializers.append(try ONNXTensor(field.message()))
      case 11: inputs.append(try ONNXValue(field.message()))
      case 12: outputs.append(try ONNXValue(field.message()))
      case 13: values.append(try ONNXValue(field.message()))
      case 15: sparseInitializers.append(try ONNXSparseTensor(field.message()))
      default: break
      }
    }
  }
}
