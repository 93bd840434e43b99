/// A FunctionProto: an operator that the model defines by nodes. Source of the field numbers: onnx/onnx,
/// `onnx.proto`.
struct ONNXFunction {
  /// By what a node names a function.
  struct Name: Hashable, CustomStringConvertible {
    var domain: String
    var type: String
    var overload: String

    /// `domain.type:overload`, without what is empty.
    var description: String {
      (domain.isEmpty ? "" : "\(domain).") + type + (overload.isEmpty ? "" : ":\(overload)")
    }
  }

  var name = Name(domain: "", type: "", overload: "")
  var inputs: [String] = []
  var outputs: [String] = []
  /// The settings that a call may leave out, with their values.
  var defaults: [ONNXAttribute] = []
  var nodes: [ONNXNode] = []
  /// The version of each domain's operators that its nodes mean.
  var operatorSets: [String: Int] = [:]

  init(_ bytes: UnsafeRawBufferPointer) throws(WireReader.Malformed) {
    var reader = WireReader(bytes)
    while let field = try reader.next() {
      switch field.number {
      case 1: name.type = try field.text()
      case 4: inputs.append(try field.text())
      case 5: outputs.append(try field.text())
      case 7: nodes.append(try ONNXNode(field.message()))
      case 9:
        let (domain, version) = try ONNXModel.operatorSet(field.message())
        operatorSets[domain] = version
      case 10: name.domain = ONNXModel.canonicalDomain(try field.text())
      case 11: defaults.append(try ONNXAttribute(field.message()))
      case 13: name.overload = try field.text()
      default: break
      }
    }
  }
}
