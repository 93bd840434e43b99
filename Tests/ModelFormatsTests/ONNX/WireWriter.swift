/// Writes one protobuf message, field by field, as a test asks for it: also one that is wrong.
///
/// Source: Protocol Buffers documentation, "Encoding".
struct WireWriter {
  private(set) var bytes: [UInt8] = []

  /// A number without a key: an element of a packed list.
  mutating func bare(_ value: UInt64) {
    var rest = value
    while rest > 0x7F {
      bytes.append(UInt8(rest & 0x7F) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  /// The key of a field.
  mutating func key(_ field: Int, wireType: Int) {
    bare(UInt64(field << 3 | wireType))
  }

  /// A signed number of any width.
  mutating func number(_ field: Int, _ value: Int) {
    key(field, wireType: 0)
    bare(UInt64(bitPattern: Int64(value)))
  }

  /// A 32-bit floating-point number.
  mutating func float(_ field: Int, _ value: Float) {
    key(field, wireType: 5)
    fixed(value.bitPattern)
  }

  /// Bytes, a message or a packed list.
  mutating func bytes(_ field: Int, _ content: some Collection<UInt8>) {
    key(field, wireType: 2)
    bare(UInt64(content.count))
    bytes += content
  }

  /// A text.
  mutating func text(_ field: Int, _ text: String) {
    bytes(field, text.utf8)
  }

  /// A message that `write` fills.
  mutating func message(_ field: Int, _ write: (inout WireWriter) -> Void) {
    bytes(field, WireWriter.bytes(write))
  }

  /// Signed numbers as one packed field.
  mutating func packed(_ field: Int, _ values: [Int]) {
    message(field) { list in
      for value in values { list.bare(UInt64(bitPattern: Int64(value))) }
    }
  }

  /// Numbers of fixed width as they lie in memory, little-endian.
  mutating func fixed(_ value: some FixedWidthInteger) {
    withUnsafeBytes(of: value.littleEndian) { bytes += $0 }
  }

  /// What was written is followed by `more`, whatever that is.
  mutating func raw(_ more: [UInt8]) {
    bytes += more
  }

  /// The bytes of a message that `write` fills.
  static func bytes(_ write: (inout WireWriter) -> Void) -> [UInt8] {
    var writer = WireWriter()
    write(&writer)
    return writer.bytes
  }
}
