import ModelGraph

extension OperatorDescription {
  /// The description of an operator of ONNX's default domain, whose newest version is `version`.
  static func onnx(
    _ type: String, _ version: Int, macs: String = "", otherFlops: String = "",
    transcendentals: String = "", bytes: String = "", paper: String? = nil
  ) -> OperatorDescription {
    let specification = "ONNX operator specification, \(type)-\(version)"
    return OperatorDescription(
      OperatorName(type), macs: macs, otherFlops: otherFlops, transcendentals: transcendentals,
      bytes: bytes, source: paper.map { "\(specification); \($0)" } ?? specification)
  }
}

extension ElementType {
  /// The type that ONNX numbers `code` (`TensorProto.DataType`); nil for an unknown number.
  init?(onnxCode code: Int) {
    guard Self.onnxTypes.indices.contains(code), let type = Self.onnxTypes[code] else { return nil }
    self = type
  }

  /// By number, from 0 (undefined). The five 8-bit floats, and the 8-bit scale E8M0, are of one
  /// width here. Source: ONNX, `onnx.proto`, `TensorProto.DataType`.
  private static let onnxTypes: [ElementType?] = [
    nil, .float32, .uint8, .int8, .uint16, .int16, .int32, .int64, .string, .bool, .float16,
    .float64, .uint32, .uint64, .complex64, .complex128, .bfloat16, .float8, .float8, .float8,
    .float8, .uint4, .int4, .float4, .float8, .uint2, .int2,
  ]
}
