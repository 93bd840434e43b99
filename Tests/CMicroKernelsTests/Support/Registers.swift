import CMicroKernels

/// The registers of a kernel, byte by byte.
struct Registers: Sendable {
  /// The slots, one behind the other.
  var bytes: [UInt8]

  /// Where a kernel with vectors finds its constant operands.
  static let multiplicand = Int(RL_MULTIPLICAND)
  static let addend = Int(RL_ADDEND)

  init(repeating byte: UInt8 = 0) {
    bytes = Array(repeating: byte, count: Int(RL_REGISTERS_BYTES))
  }

  /// The lane of a slot; slots of SVE are as wide as its vectors.
  func lane<T>(_ lane: Int, of slot: Int, as type: T.Type, slotBytes: Int = 64) -> T {
    bytes.withUnsafeBytes {
      $0.loadUnaligned(fromByteOffset: slot * slotBytes + lane * MemoryLayout<T>.size, as: T.self)
    }
  }

  /// Fills lanes with what `value` says for the slot and lane.
  mutating func fill<T>(
    _ slots: Range<Int>, slotBytes: Int = 64, with value: (_ slot: Int, _ lane: Int) -> T
  ) {
    let lanes = slotBytes / MemoryLayout<T>.size
    bytes.withUnsafeMutableBytes { bytes in
      for slot in slots {
        for lane in 0..<lanes {
          bytes.storeBytes(
            of: value(slot, lane), toByteOffset: slot * slotBytes + lane * MemoryLayout<T>.size,
            as: T.self)
        }
      }
    }
  }
}

/// A bfloat16: the upper half of a 32-bit float.
struct BFloat16 {
  var bits: UInt16

  init(_ value: Int) { bits = UInt16(Float(value).bitPattern >> 16) }
  var value: Float { Float(bitPattern: UInt32(bits) << 16) }
}

extension Registers {
  /// Fills a slot as a measurement does: one half for the multiplicand, one for all else.
  mutating func fillWorking(_ slot: Int, precision: String) {
    let isFactor = slot == Registers.multiplicand
    switch precision {
    case "fp64": fill(slot..<slot + 1) { _, _ in isFactor ? 0.5 : 1.0 }
    case "fp32": fill(slot..<slot + 1) { _, _ in Float(isFactor ? 0.5 : 1) }
    case "fp16": fill(slot..<slot + 1) { _, _ in Float16(isFactor ? 0.5 : 1) }
    case "bf16" where slot < 30: fill(slot..<slot + 1) { _, _ in Float(1) }
    case "bf16": fill(slot..<slot + 1) { _, _ in BFloat16(1) }
    default: fill(slot..<slot + 1) { _, _ in UInt8(1) }
    }
  }
}
