import ModelGraph

/// Values of less than a byte, which are packed, and floating-point numbers of a byte or less.
extension ONNXTensor {
  /// The bits of `count` elements of `width` bits each, packed from the lowest bit of the first byte on;
  /// none where the bytes are not as many as that takes.
  static func unpacked(_ bytes: some Collection<UInt8>, width: Int, count: Int) -> [UInt8] {
    guard bytes.count == (count * width + 7) / 8 else { return [] }
    let bytes = Array(bytes)
    return (0..<count).map { place in
      let (byte, shift) = (place * width).quotientAndRemainder(dividingBy: 8)
      let upper = byte + 1 < bytes.count ? UInt16(bytes[byte + 1]) << 8 : 0
      let bits = (UInt16(bytes[byte]) | upper) >> UInt16(shift)
      return UInt8(truncatingIfNeeded: bits & ((1 << UInt16(width)) - 1))
    }
  }

  /// The bits of the elements of a type of at most 8 bits, from raw_data or int32_data, where each entry
  /// is one byte of packed elements, but for 6-bit types one element.
  func narrowBits(
    _ type: ElementType, _ count: Int
  ) throws(WireReader.Malformed) -> [UInt8] {
    if let raw { return Self.unpacked(raw, width: type.bits, count: count) }
    let entries = try typedIntegers(atMost: count).map { UInt8(truncatingIfNeeded: $0) }
    return type.bits == 6 ? entries : Self.unpacked(entries, width: type.bits, count: count)
  }

  /// The integers of a type of less than 8 bits, in two's complement where it has a sign.
  func narrowIntegers(_ type: ElementType, _ count: Int) throws(WireReader.Malformed) -> [Int] {
    let isSigned = type == .int4 || type == .int2
    return try narrowBits(type, count).map { bits in
      let value = Int(bits)
      return isSigned && value >> (type.bits - 1) == 1 ? value - 1 << type.bits : value
    }
  }

  /// The numbers of a floating-point type of at most 8 bits.
  func narrowFloats(_ type: ElementType, _ count: Int) throws(WireReader.Malformed) -> [Double] {
    guard let form = NarrowFloat(type) else { return [] }
    return try narrowBits(type, count).map(form.number)
  }
}

/// A floating-point type of at most 8 bits.
///
/// Sources: OCP Microscaling Formats (MX) 1.0, section 5.3, for 4, 6 and E8M0; Micikevicius et al., "FP8
/// formats for deep learning", arXiv:2209.05433, for E4M3FN and E5M2; Noune et al., arXiv:2206.02915, for
/// the kinds without a negative zero.
struct NarrowFloat {
  private let exponentBits: Int
  private let mantissaBits: Int
  private let bias: Int
  private let special: Special

  /// Which bits are no number.
  private enum Special {
    /// None.
    case none
    /// All ones behind the sign are NaN.
    case allOnes
    /// The highest exponent is infinity, or NaN with a mantissa.
    case highestExponent
    /// Negative zero is NaN.
    case negativeZero
  }

  /// The form of `type`; nil where it is another.
  init?(_ type: ElementType) {
    switch type {
    case .float8e4m3fn: self.init(4, 3, bias: 7, .allOnes)
    case .float8e4m3fnuz: self.init(4, 3, bias: 8, .negativeZero)
    case .float8e5m2: self.init(5, 2, bias: 15, .highestExponent)
    case .float8e5m2fnuz: self.init(5, 2, bias: 16, .negativeZero)
    case .float8e8m0: self.init(8, 0, bias: 127, .allOnes)
    case .float6e2m3: self.init(2, 3, bias: 1, .none)
    case .float6e3m2: self.init(3, 2, bias: 3, .none)
    case .float4: self.init(2, 1, bias: 1, .none)
    default: return nil
    }
  }

  private init(_ exponentBits: Int, _ mantissaBits: Int, bias: Int, _ special: Special) {
    self.exponentBits = exponentBits
    self.mantissaBits = mantissaBits
    self.bias = bias
    self.special = special
  }

  /// The number that `bits` are.
  func number(_ bits: UInt8) -> Double {
    let magnitudeBits = exponentBits + mantissaBits
    let magnitude = Int(bits) & (1 << magnitudeBits - 1)
    let sign: Double = Int(bits) >> magnitudeBits & 1 == 1 ? -1 : 1
    let exponent = magnitude >> mantissaBits
    let mantissa = magnitude & (1 << mantissaBits - 1)
    switch special {
    case .none: break
    case .allOnes where magnitude == 1 << magnitudeBits - 1: return .nan
    case .negativeZero where magnitude == 0 && sign < 0: return .nan
    case .highestExponent where exponent == 1 << exponentBits - 1:
      return mantissa == 0 ? sign * .infinity : .nan
    default: break
    }
    // E8M0 has no zero and nothing below its normal numbers.
    let isNormal = exponent > 0 || mantissaBits == 0
    let significand = (isNormal ? 1 : 0) + Double(mantissa) / Double(1 << mantissaBits)
    let power = (isNormal ? exponent : 1) - bias
    return sign * significand * Double(sign: .plus, exponent: power, significand: 1)
  }
}
