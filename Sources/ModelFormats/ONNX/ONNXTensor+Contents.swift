import ModelGraph

extension ONNXTensor {
  /// A floating-point tensor of more elements than this is a weight: its values are not read. The
  /// scales of a Resize, one for each axis, are the longest that shapes depend on.
  static let mostFloats = 16

  /// Its values where they are few, stored here, and of a type that shapes may depend on.
  func contents(
    elementCount: Int, mostFloats: Int = Self.mostFloats
  ) throws(WireReader.Malformed) -> TensorContents? {
    let isStored = raw != nil || !typed.isEmpty || elementCount == 0
    guard isStored, !isExternal, let type = elementType,
      elementCount <= TensorContents.largestCount
    else { return nil }
    if type.isInteger {
      let values =
        if type.bits < 8 {
          try narrowIntegers(type, elementCount)
        } else if let raw {
          integers(in: raw, type)
        } else {
          try typedIntegers(atMost: elementCount)
        }
      return .integers(try checked(values, elementCount))
    }
    if type == .string { return try texts(elementCount) }
    guard type.isFloatingPoint, elementCount <= mostFloats else { return nil }
    if type.bits <= 8 {
      return .floats(try checked(narrowFloats(type, elementCount), elementCount))
    }
    let values = if let raw { floats(in: raw, type) } else { try typedFloats(type, elementCount) }
    return .floats(try checked(values, elementCount))
  }

  /// Texts of more bytes than this in all are data: they are not read.
  private static let longestTexts = 1 << 16

  /// string_data (6), where that is short.
  private func texts(_ count: Int) throws(WireReader.Malformed) -> TensorContents? {
    let fields = typed.filter { $0.number == 6 }
    guard fields.count == count,
      fields.reduce(0, { $0 + min($1.byteCount, Self.longestTexts + 1) }) <= Self.longestTexts
    else { return nil }
    var texts: [String] = []
    for field in fields { texts.append(try field.text()) }
    return .strings(texts)
  }

  private func checked<Number>(
    _ values: [Number], _ count: Int
  ) throws(WireReader.Malformed) -> [Number] {
    guard values.count == count else { throw otherValues(than: count) }
    return values
  }

  private func otherValues(than count: Int) -> WireReader.Malformed {
    WireReader.Malformed(
      what: "it does not hold the \(count) values that its dimensions ask for",
      address: typed.first?.address ?? UInt(bitPattern: raw?.baseAddress))
  }

  private func integers(in raw: UnsafeRawBufferPointer, _ type: ElementType) -> [Int] {
    switch type {
    case .int64: numbers(in: raw, Int64.self).map { Int($0) }
    case .int32: numbers(in: raw, Int32.self).map { Int($0) }
    case .int16: numbers(in: raw, Int16.self).map { Int($0) }
    case .int8: numbers(in: raw, Int8.self).map { Int($0) }
    case .uint64: numbers(in: raw, UInt64.self).map { Int(clamping: $0) }
    case .uint32: numbers(in: raw, UInt32.self).map { Int($0) }
    case .uint16: numbers(in: raw, UInt16.self).map { Int($0) }
    case .bool: raw.map { $0 == 0 ? 0 : 1 }
    default: numbers(in: raw, UInt8.self).map { Int($0) }
    }
  }

  private func floats(in raw: UnsafeRawBufferPointer, _ type: ElementType) -> [Double] {
    switch type {
    case .float64: numbers(in: raw, UInt64.self).map { Double(bitPattern: $0) }
    case .float32: numbers(in: raw, UInt32.self).map { Double(Float(bitPattern: $0)) }
    default: numbers(in: raw, UInt16.self).map { Self.number(ofHalf: $0, type) }
    }
  }

  /// The number that 16 bits are in IEEE 754's binary16, or in bfloat16, the upper half of binary32.
  private static func number(ofHalf bits: UInt16, _ type: ElementType) -> Double {
    type == .float16
      ? Double(Float16(bitPattern: bits)) : Double(Float(bitPattern: UInt32(bits) << 16))
  }

  /// Every whole number of the width of `Number`; none where the bytes do not divide.
  private func numbers<Number: FixedWidthInteger>(
    in raw: UnsafeRawBufferPointer, _ type: Number.Type
  ) -> [Number] {
    let size = MemoryLayout<Number>.size
    guard raw.count % size == 0 else { return [] }
    return stride(from: 0, to: raw.count, by: size).map {
      Number(littleEndian: raw.loadUnaligned(fromByteOffset: $0, as: Number.self))
    }
  }

  /// int32_data (5), int64_data (7) and uint64_data (11); a list that is too long is not walked.
  func typedIntegers(atMost count: Int) throws(WireReader.Malformed) -> [Int] {
    var values: [Int] = []
    for field in typed where [5, 7, 11].contains(field.number) {
      guard field.byteCount <= 10 * count, values.count <= count else {
        throw otherValues(than: count)
      }
      try field.append(to: &values)
    }
    return values
  }

  /// float_data (4) and double_data (10); the 16-bit types lie in int32_data (5), as their bits.
  private func typedFloats(
    _ type: ElementType, _ count: Int
  ) throws(WireReader.Malformed) -> [Double] {
    if type == .float16 || type == .bfloat16 {
      return try typedIntegers(atMost: count).map {
        Self.number(ofHalf: UInt16(truncatingIfNeeded: $0), type)
      }
    }
    var values: [Double] = []
    for field in typed {
      switch (field.number, field.value) {
      case (4, _): try field.append(to: &values)
      case (10, .fixed64(let bits)): values.append(Double(bitPattern: bits))
      case (10, .bytes(let bytes)):
        values += numbers(in: bytes, UInt64.self).map { Double(bitPattern: $0) }
      default: break
      }
    }
    return values
  }
}
