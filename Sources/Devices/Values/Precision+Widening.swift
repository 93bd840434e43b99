extension Precision {
  /// The formats that hold every value of this one exactly, the nearest first.
  ///
  /// A device that lacks a precision can always compute in one of these: the conversion loses
  /// nothing. The reason of each step, by significant bits and exponent range:
  ///
  /// | from | to | why it is exact |
  /// | --- | --- | --- |
  /// | fp4 (E2M1) | fp6, fp8 | 2 significant bits, up to 6: within E3M2 and E2M3, E4M3 and E5M2 |
  /// | fp6 (E3M2, E2M3) | fp8 | E3M2 within E5M2, E2M3 within E4M3 |
  /// | fp8 (E4M3, E5M2) | fp16, bf16 | 4 and 3 significant bits, exponents within −16…15 |
  /// | fp16 | tf32 | 11 significant bits each; fp16's subnormals are normal in 8 exponent bits |
  /// | bf16 | tf32 | 8 of 11 significant bits, the same exponents |
  /// | tf32 | fp32 | 11 of 24 significant bits, the same exponents |
  /// | fp32 | fp64 | 24 of 53 significant bits, 8 of 11 exponent bits |
  /// | int4 | int8, fp8 | −8…7: 3 significant bits suffice |
  /// | int8 | fp16, bf16 | −128…127: 8 significant bits, which bf16 has |
  ///
  /// Sources of the formats: IEEE 754-2019; OCP Microscaling Formats v1.0 (fp8, fp6, fp4); NVIDIA
  /// A100 white paper (tf32).
  public var exactlyWider: [Precision] {
    switch self {
    case .fp4: [.fp6, .fp8, .fp16, .bf16, .tf32, .fp32, .fp64]
    case .fp6: [.fp8, .fp16, .bf16, .tf32, .fp32, .fp64]
    case .int4: [.int8, .fp8, .fp16, .bf16, .tf32, .fp32, .fp64]
    case .fp8, .int8: [.fp16, .bf16, .tf32, .fp32, .fp64]
    case .fp16, .bf16: [.tf32, .fp32, .fp64]
    case .tf32: [.fp32, .fp64]
    case .fp32: [.fp64]
    case .fp64: []
    }
  }
}
