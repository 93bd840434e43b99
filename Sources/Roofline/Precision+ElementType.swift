public import Devices
public import ModelGraph

extension Precision {
  /// The precision in which elements of `type` are reckoned, or nil for integers wider than eight
  /// bits, truth values and text, for which datasheets state no rate.
  public init?(_ type: ElementType) {
    switch type {
    case .float64, .complex128: self = .fp64
    case .float32, .complex64: self = .fp32
    case .tfloat32: self = .tf32
    case .float16: self = .fp16
    case .bfloat16: self = .bf16
    case .float8, .float8e4m3fn, .float8e4m3fnuz, .float8e5m2, .float8e5m2fnuz, .float8e8m0:
      self = .fp8
    case .float6, .float6e2m3, .float6e3m2: self = .fp6
    case .float4: self = .fp4
    case .int8, .uint8: self = .int8
    case .int4, .uint4, .int2, .uint2: self = .int4
    case .int64, .int32, .int16, .uint64, .uint32, .uint16, .bool, .string: return nil
    }
  }

  /// What a floating-point tensor is stored as in this precision.
  public var elementType: ElementType {
    switch self {
    case .fp64: .float64
    case .fp32: .float32
    case .tf32: .tfloat32
    case .fp16: .float16
    case .bf16: .bfloat16
    case .fp8: .float8
    case .fp6: .float6
    case .fp4: .float4
    case .int8: .int8
    case .int4: .int4
    }
  }
}
