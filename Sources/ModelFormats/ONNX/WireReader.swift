/// Reads the fields of one protobuf message, in the order of the bytes, without copying any.
///
/// Source: Protocol Buffers documentation, "Encoding". Every step checks its bounds; a length that
/// leaves the message is an error. The bytes must outlive the reader.
struct WireReader {
  /// Why bytes are no protobuf message.
  struct Malformed: Error {
    /// What is wrong.
    let what: String
    /// The place in memory of the byte where that shows.
    let address: UInt
  }

  /// One field of a message.
  struct Field {
    /// Its number in the message's definition.
    let number: Int
    /// What it holds.
    let value: Value
    /// The place in memory where it begins.
    let address: UInt
  }

  /// What a field holds, by its wire type.
  enum Value {
    case varint(UInt64)
    case fixed64(UInt64)
    case fixed32(UInt32)
    case bytes(UnsafeRawBufferPointer)
  }

  private let bytes: UnsafeRawBufferPointer
  private var offset = 0

  /// A reader at the beginning of a message.
  init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
  }

  /// The next field, or nil at the end of the message.
  mutating func next() throws(Malformed) -> Field? {
    guard offset < bytes.count else { return nil }
    let start = address
    let key = try varint()
    let number = key >> 3
    guard number > 0, number < 1 << 29 else { throw malformed("a field has the number \(number)") }
    return Field(number: Int(number), value: try value(ofType: key & 7), address: start)
  }

  /// The next of a run of varints without keys (a packed field), or nil at its end.
  mutating func nextPackedVarint() throws(Malformed) -> UInt64? {
    offset < bytes.count ? try varint() : nil
  }

  private mutating func value(ofType type: UInt64) throws(Malformed) -> Value {
    switch type {
    case 0: return .varint(try varint())
    case 1: return .fixed64(try fixed(UInt64.self))
    case 2:
      let length = try varint()
      guard length <= UInt64(bytes.count - offset) else {
        throw malformed("a field of \(length) bytes has only \(bytes.count - offset)")
      }
      let start = offset
      offset += Int(length)
      return .bytes(UnsafeRawBufferPointer(rebasing: bytes[start..<offset]))
    case 5: return .fixed32(try fixed(UInt32.self))
    // 3 and 4 are groups, which no message of ONNX ever had.
    default: throw malformed("a field has the wire type \(type)")
    }
  }

  private mutating func varint() throws(Malformed) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while offset < bytes.count, shift < 64 {
      let byte = bytes[offset]
      offset += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte & 0x80 == 0 { return value }
      shift += 7
    }
    throw malformed("a number is cut off or too long")
  }

  private mutating func fixed<Number: FixedWidthInteger>(
    _ type: Number.Type
  ) throws(Malformed) -> Number {
    let size = MemoryLayout<Number>.size
    guard bytes.count - offset >= size else { throw malformed("a number is cut off") }
    defer { offset += size }
    return Number(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Number.self))
  }

  private var address: UInt { UInt(bitPattern: bytes.baseAddress) &+ UInt(offset) }

  private func malformed(_ what: String) -> Malformed { Malformed(what: what, address: address) }
}

extension WireReader.Field {
  /// The bytes that its value takes in the file, the length of a list or message not counted.
  var byteCount: Int {
    switch value {
    case .varint(let bits): max(1, (64 - bits.leadingZeroBitCount + 6) / 7)
    case .fixed64: 8
    case .fixed32: 4
    case .bytes(let bytes): bytes.count
    }
  }

  /// The bytes of a field that is a message, a text or a packed list.
  func message() throws(WireReader.Malformed) -> UnsafeRawBufferPointer {
    guard case .bytes(let bytes) = value else { throw unexpected("a message") }
    return bytes
  }

  /// A text; what is not UTF-8 is repaired.
  func text() throws(WireReader.Malformed) -> String {
    String(decoding: try message(), as: UTF8.self)
  }

  /// A signed number of 64 bits.
  func integer() throws(WireReader.Malformed) -> Int {
    guard case .varint(let bits) = value else { throw unexpected("a number") }
    return Int(Int64(bitPattern: bits))
  }

  /// A floating-point number of 32 bits.
  func float() throws(WireReader.Malformed) -> Double {
    guard case .fixed32(let bits) = value else { throw unexpected("a 32-bit number") }
    return Double(Float(bitPattern: bits))
  }

  /// Appends the signed numbers of a repeated field, packed or not.
  func append(to list: inout [Int]) throws(WireReader.Malformed) {
    guard case .bytes(let bytes) = value else { return list.append(try integer()) }
    var packed = WireReader(bytes)
    while let bits = try packed.nextPackedVarint() { list.append(Int(Int64(bitPattern: bits))) }
  }

  /// Appends the 32-bit floating-point numbers of a repeated field, packed or not.
  func append(to list: inout [Double]) throws(WireReader.Malformed) {
    guard case .bytes(let bytes) = value else { return list.append(try float()) }
    guard bytes.count % 4 == 0 else { throw unexpected("a list of 32-bit numbers") }
    for offset in stride(from: 0, to: bytes.count, by: 4) {
      let bits = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
      list.append(Double(Float(bitPattern: bits)))
    }
  }

  private func unexpected(_ expected: String) -> WireReader.Malformed {
    WireReader.Malformed(what: "field \(number) does not hold \(expected)", address: address)
  }
}
