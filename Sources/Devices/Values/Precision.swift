/// A number format that arithmetic runs in, as profiles and datasheets name it.
///
/// Integer formats are rated like the others: operations a second, a multiply–accumulate being two.
public enum Precision: String, Sendable, Hashable, CaseIterable, Codable {
  case fp64, fp32, tf32, fp16, bf16, fp8, fp6, fp4, int8, int4

  /// The width of a stored value, in bits; `tf32` is stored as a 32-bit float (NVIDIA A100 white
  /// paper, "TF32 Tensor Cores").
  public var bits: Int {
    switch self {
    case .fp64: 64
    case .fp32, .tf32: 32
    case .fp16, .bf16: 16
    case .fp8, .int8: 8
    case .fp6: 6
    case .fp4, .int4: 4
    }
  }
}
