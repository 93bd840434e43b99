import ModelGraph

extension ONNXTensor {
  /// A floating-point tensor of more elements than this is a weight: its values are not read. The
  /// scales of a Resize, one for each axis, are the longest that shapes depend on.
  private static let mostFloats = 16

  /// Its values where they are few, stored here, and of a type that shapes may depend on.
  func contents(elementCount: Int) throws(WireReader.Malformed) -> TensorContents? {
    guard !isExternal, let type = elementType, elementCount <= TensorContents.largestCount else {
      return nil
    }
    if type.isInteger, type.bits >= 8 {
      let values = if let raw { integers(in: raw, type) } else { try typedIntegers() }
      return values.count == elementCount ? .integers(values) : nil
    }
    guard type == .float32 || type == .float64, elementCount <= Self.mostFloats else { return nil }
    let values = if let raw { floats(in: raw, type) } else { try typedFloats() }
    return values.count == elementCount ? .floats(values) : nil
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
    default: numbers(in: raw, UInt8.self).map { Int($0) }
    }
  }

  private func floats(in raw: UnsafeRawBufferPointer, _ type: ElementType) -> [Double] {
    type == .float64
      ? numbers(in: raw, UInt64.self).map { Double(bitPattern: $0) }
      : numbers(in: raw, UInt32.self).map { Double(Float(bitPattern: $0)) }
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

  /// int32_data (5), int64_data (7) and uint64_data (11).
  private func typedIntegers() throws(WireReader.Malformed) -> [Int] {
    var values: [Int] = []
    for field in typed where [5, 7, 11].contains(field.number) { try field.append(to: &values) }
    return values
  }

  /// float_data (4) and double_data (10).
  private func typedFloats() throws(WireReader.Malformed) -> [Double] {
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
