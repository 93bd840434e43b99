/// The kind of unit that does arithmetic in a device.
public enum ComputeUnit: String, Sendable, Hashable, CaseIterable, Codable {
  /// One operation an instruction and lane of its own: a microcontroller, a core without SIMD.
  case scalar
  /// SIMD lanes: AVX, NEON, a GPU's ordinary ALUs.
  case vector
  /// A unit that multiplies matrices: tensor cores, a systolic array, AMX tiles.
  case matrix
}
