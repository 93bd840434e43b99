/// The type of one element of a tensor, as model files name them.
public enum ElementType: String, Sendable, CaseIterable, Codable {
  case float64, float32, tfloat32, float16, bfloat16, float8, float6, float4
  /// The kinds of 8-bit and 6-bit floating point that ONNX tells apart: bits of the exponent and of
  /// the mantissa, `fn` with no infinities, `fnuz` with no negative zero either.
  case float8e4m3fn, float8e4m3fnuz, float8e5m2, float8e5m2fnuz, float8e8m0, float6e2m3, float6e3m2
  case int64, int32, int16, int8, int4, int2
  case uint64, uint32, uint16, uint8, uint4, uint2
  case bool, string, complex64, complex128

  /// The width of a stored element, in bits.
  ///
  /// `tfloat32` is stored as a 32-bit float (NVIDIA A100 white paper, "TF32 Tensor Cores"); a `bool`
  /// takes a byte, as in ONNX and PyTorch; a `string` counts as a 64-bit reference, its characters
  /// are not model data.
  public var bits: Int {
    switch self {
    case .complex128: 128
    case .float64, .int64, .uint64, .complex64, .string: 64
    case .float32, .tfloat32, .int32, .uint32: 32
    case .float16, .bfloat16, .int16, .uint16: 16
    case .float8, .float8e4m3fn, .float8e4m3fnuz, .float8e5m2, .float8e5m2fnuz, .float8e8m0, .int8,
      .uint8, .bool:
      8
    case .float6, .float6e2m3, .float6e3m2: 6
    case .float4, .int4, .uint4: 4
    case .int2, .uint2: 2
    }
  }

  /// Whether values of this type are real floating-point numbers: the tensors that a change of
  /// precision applies to.
  public var isFloatingPoint: Bool {
    switch self {
    case .float64, .float32, .tfloat32, .float16, .bfloat16, .float8, .float6, .float4,
      .float8e4m3fn, .float8e4m3fnuz, .float8e5m2, .float8e5m2fnuz, .float8e8m0, .float6e2m3,
      .float6e3m2:
      true
    default: false
    }
  }

  /// Whether values of this type are integers or truth values: the ones that shapes are computed of.
  public var isInteger: Bool {
    switch self {
    case .int64, .int32, .int16, .int8, .int4, .int2, .uint64, .uint32, .uint16, .uint8, .uint4,
      .uint2, .bool:
      true
    default: false
    }
  }
}

extension ElementType {
  /// The type that ONNX numbers `code` (onnx.proto, `TensorProto.DataType`); nil for 0, which names
  /// none, and for a number that ONNX does not define.
  public init?(onnxCode code: Int) {
    guard Self.onnxTypes.indices.contains(code), let type = Self.onnxTypes[code] else { return nil }
    self = type
  }

  /// By number, from 0 (undefined).
  private static let onnxTypes: [ElementType?] = [
    nil, .float32, .uint8, .int8, .uint16, .int16, .int32, .int64, .string, .bool, .float16,
    .float64, .uint32, .uint64, .complex64, .complex128, .bfloat16, .float8e4m3fn,
    .float8e4m3fnuz, .float8e5m2, .float8e5m2fnuz, .uint4, .int4, .float4, .float8e8m0, .uint2,
    .int2, .float6e2m3, .float6e3m2,
  ]
}
