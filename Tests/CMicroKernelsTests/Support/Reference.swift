/// What a kernel must leave in its registers, worked out one lane at a time in ordinary arithmetic.
struct Reference {
  var kernel: Kernel
  var iterations: Int
  var before: Registers
  /// The width of a vector in bytes.
  var width: Int
  /// The distance from one slot to the next.
  var slotBytes = 64

  /// The faults of `after`, one line each; none where every lane is right.
  func faults(of after: Registers) -> [String] {
    switch (kernel.form, kernel.precision) {
    case ("dot", "int8"): dot(after, products: 4, from: UInt8.self, Int8.self)
    case ("dot", "bf16"): bfloatDot(after)
    case ("tile product", "int8"): tiles(after, Int8.self, as: Int32.self) { Int32($0) }
    case ("tile product", "bf16"): tiles(after, BFloat16.self, as: Float.self) { $0.value }
    case ("2x8x2 product", _): pairs(after, Int8.self, as: Int32.self) { Int32($0) }
    case ("2x4x2 product", _): pairs(after, BFloat16.self, as: Float.self) { $0.value }
    case (_, "fp64"): lanes(after, of: Double.self)
    case (_, "fp32"): lanes(after, of: Float.self)
    case (_, "fp16"): lanes(after, of: Float16.self)
    default: ["no reference for \(kernel.form) in \(kernel.precision)"]
    }
  }

  private func compare<T: Equatable>(
    _ after: Registers, _ type: T.Type, lanes: Int, stride: Int? = nil, accumulators: Int? = nil,
    expected: (_ slot: Int, _ lane: Int, _ start: T) -> T
  ) -> [String] {
    (0..<(accumulators ?? kernel.accumulators)).flatMap { slot in
      (0..<lanes).compactMap { lane in
        let bytes = stride ?? slotBytes
        let wanted = expected(
          slot, lane, before.lane(lane, of: slot, as: T.self, slotBytes: bytes))
        let found = after.lane(lane, of: slot, as: T.self, slotBytes: bytes)
        return found == wanted ? nil : "accumulator \(slot), lane \(lane): \(found), not \(wanted)"
      }
    }
  }

  /// Element-wise arithmetic in `T`.
  private func lanes<T: BinaryFloatingPoint>(_ after: Registers, of type: T.Type) -> [String] {
    let isScalar = kernel.unit == "scalar"
    let half = kernel.accumulators / 2
    return compare(after, T.self, lanes: isScalar ? 1 : width / MemoryLayout<T>.size) {
      slot, lane, start in
      let m = before.lane(lane, of: Registers.multiplicand, as: T.self, slotBytes: slotBytes)
      let a = before.lane(lane, of: Registers.addend, as: T.self, slotBytes: slotBytes)
      var x = start
      for _ in 0..<iterations {
        switch kernel.form {
        case "mul+add": x = x * m + a
        case "fma" where kernel.isSum: x = x.addingProduct(m, a)
        case "fma": x = a.addingProduct(x, m)
        case "fma+add" where slot < half:
          x = a.addingProduct(x, m)
          x = a.addingProduct(x, m)
        default: x = (x + a) - a
        }
      }
      return x
    }
  }

  /// Sums of products of bytes that wrap around in 32 bits; NEON takes both factors as signed.
  private func dot(
    _ after: Registers, products: Int, from left: UInt8.Type, _ right: Int8.Type
  ) -> [String] {
    compare(after, Int32.self, lanes: width / 4) { _, lane, start in
      (0..<iterations * products).reduce(start) { sum, step in
        let at = lane * products + step % products
        let b = before.lane(at, of: Registers.addend, as: Int8.self)
        let unsigned = Int32(before.lane(at, of: Registers.multiplicand, as: UInt8.self))
        let signed = Int32(before.lane(at, of: Registers.multiplicand, as: Int8.self))
        return sum &+ (kernel.isARM ? signed : unsigned) * Int32(b)
      }
    }
  }

  /// Sums of two products of small whole numbers, which fp32 holds exactly.
  private func bfloatDot(_ after: Registers) -> [String] {
    compare(after, Float.self, lanes: width / 4) { _, lane, start in
      let step = (0..<2).reduce(Float(0)) { sum, part in
        let a = before.lane(lane * 2 + part, of: Registers.multiplicand, as: BFloat16.self).value
        let b = before.lane(lane * 2 + part, of: Registers.addend, as: BFloat16.self).value
        return sum + a * b
      }
      return start + step * Float(iterations)
    }
  }

  /// Products of AMX tiles: `c[m][n] += a[m][k, t] * b[k][n, t]` over rows k of b and its parts t.
  private func tiles<Element, Sum: Numeric & Equatable>(
    _ after: Registers, _ element: Element.Type, as sum: Sum.Type, widen: (Element) -> Sum
  ) -> [String] {
    let parts = 4 / MemoryLayout<Element>.size
    return compare(after, Sum.self, lanes: 256, stride: 1024) { _, lane, start in
      let (m, n) = (lane / 16, lane % 16)
      let step = (0..<16 * parts).reduce(Sum.zero) { sum, at in
        let (k, t) = (at / parts, at % parts)
        let a = before.lane(k * parts + t, of: 96 + m, as: Element.self)
        let b = before.lane(n * parts + t, of: 112 + k, as: Element.self)
        return sum + widen(a) * widen(b)
      }
      return (0..<iterations).reduce(start) { sum, _ in sum + step }
    }
  }

  /// Products of matrices of two rows: `c[i][j] += a[i][k] * b[j][k]`.
  private func pairs<Element, Sum: Numeric & Equatable>(
    _ after: Registers, _ element: Element.Type, as sum: Sum.Type, widen: (Element) -> Sum
  ) -> [String] {
    let depth = 8 / MemoryLayout<Element>.size
    return compare(after, Sum.self, lanes: 4) { _, lane, start in
      let step = (0..<depth).reduce(Sum.zero) { sum, k in
        let a = before.lane(
          lane / 2 * depth + k, of: Registers.multiplicand, as: Element.self)
        let b = before.lane(lane % 2 * depth + k, of: Registers.addend, as: Element.self)
        return sum + widen(a) * widen(b)
      }
      return (0..<iterations).reduce(start) { sum, _ in sum + step }
    }
  }
}

extension Kernel {
  /// Whether it is of AArch64.
  var isARM: Bool { ["NEON", "SVE", "A64"].contains { isa.hasPrefix($0) } }
  /// Whether its fused multiply-add adds to the accumulator rather than multiplying it.
  var isSum: Bool { isARM && unit == "vector" }

  /// The width of its vectors in bytes, where the table alone says it.
  var vectorBytes: Int {
    if isa.hasPrefix("AVX-512") { return 64 }
    return isa.hasPrefix("AVX") ? 32 : 16
  }

  /// Operations that one iteration does, by the definition of its instructions.
  func operations(width: Int) -> Int {
    let bytes = ["fp64": 8, "fp32": 4, "fp16": 2, "bf16": 2, "int8": 1][precision] ?? 0
    let lanes = unit == "scalar" ? 1 : width / max(bytes, 1)
    switch form {
    case "tile product": return accumulators * 2 * 16 * 16 * (64 / max(bytes, 1))
    case "2x8x2 product": return accumulators * 2 * 2 * 8 * 2
    case "2x4x2 product": return accumulators * 2 * 2 * 4 * 2
    // Half of the accumulators are multiplied and added to twice, half added to twice.
    case "fma+add": return accumulators / 2 * (2 * 2 + 2) * lanes
    // A product and a sum of each element: also in a dot product, whose result has fewer lanes.
    default: return accumulators * 2 * lanes
    }
  }

  /// Registers whose lanes all differ, in the kernel's precision: small whole numbers for what is
  /// summed exactly, else numbers that stay near one.
  func registers(slotBytes: Int = 64) -> Registers {
    var registers = Registers()
    let operands = Registers.multiplicand..<Registers.addend + 1
    switch (form, precision) {
    case ("tile product", "int8"):
      registers.fill(0..<96) { slot, lane in Int32(slot * 7 + lane) }
      registers.fill(96..<128) { slot, lane in Int8(truncatingIfNeeded: slot * 5 + lane * 3) }
    case ("tile product", _):
      registers.fill(0..<96) { slot, lane in Float(slot + lane) }
      registers.fill(96..<128) { slot, lane in BFloat16((slot * 5 + lane * 3) % 15 - 7) }
    case (_, "int8"):
      registers.fill(0..<24) { slot, lane in Int32(slot * 1_000_003 - lane) }
      registers.fill(operands) { slot, lane in UInt8(truncatingIfNeeded: slot * 77 + lane * 41) }
    case (_, "bf16"):
      registers.fill(0..<24) { slot, lane in Float(slot - lane) }
      registers.fill(operands) { slot, lane in BFloat16((slot * 5 + lane * 3) % 15 - 7) }
    case (_, "fp64"): registers.fillNearOne(Double.self, slotBytes: slotBytes)
    case (_, "fp32"): registers.fillNearOne(Float.self, slotBytes: slotBytes)
    default:
      registers.fill(0..<32, slotBytes: slotBytes) { slot, lane in Float16((slot + lane) % 5 - 2) }
    }
    return registers
  }
}

extension Registers {
  /// Accumulators and addends around one, multiplicands around three quarters.
  mutating func fillNearOne<T: BinaryFloatingPoint>(_ type: T.Type, slotBytes: Int) {
    fill(0..<32, slotBytes: slotBytes) { slot, lane in
      let value = 1 + T(slot) / 37 - T(lane) / 41
      return slot == Registers.multiplicand ? value / 3 : value
    }
  }
}
