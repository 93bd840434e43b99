/// A protobuf message taken apart into its fields, and those that look like messages taken apart too:
/// what a test changes a leaf of, so that the lengths around it are right again.
struct WireTree {
  /// What a field holds.
  enum Value {
    case varint(UInt64)
    case fixed([UInt8], wireType: Int)
    case bytes([UInt8])
    case message(WireTree)
  }

  /// One field.
  struct Field {
    var number: Int
    var value: Value
  }

  /// The fields in order.
  var fields: [Field] = []

  /// The fields of a message; nil where the bytes are none.
  init?(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      guard let key = Self.varint(&rest), (1..<100).contains(key >> 3),
        let value = Self.value(&rest, wireType: Int(key & 7))
      else { return nil }
      fields.append(Field(number: Int(key >> 3), value: value))
    }
  }

  private static func value(_ rest: inout ArraySlice<UInt8>, wireType: Int) -> Value? {
    switch wireType {
    case 0: return varint(&rest).map(Value.varint)
    case 1, 5:
      let size = wireType == 1 ? 8 : 4
      guard rest.count >= size else { return nil }
      defer { rest = rest.dropFirst(size) }
      return .fixed(Array(rest.prefix(size)), wireType: wireType)
    case 2:
      guard let length = varint(&rest), length <= rest.count else { return nil }
      let content = Array(rest.prefix(Int(length)))
      rest = rest.dropFirst(Int(length))
      if !content.isEmpty, let message = WireTree(content) { return .message(message) }
      return .bytes(content)
    default: return nil
    }
  }

  private static func varint(_ rest: inout ArraySlice<UInt8>) -> UInt64? {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while let byte = rest.popFirst(), shift < 64 {
      value |= UInt64(byte & 0x7F) << shift
      if byte & 0x80 == 0 { return value }
      shift += 7
    }
    return nil
  }

  /// The message, written again.
  var bytes: [UInt8] {
    WireWriter.bytes { writer in
      for field in fields {
        let number = field.number
        switch field.value {
        case .varint(let value):
          writer.key(number, wireType: 0)
          writer.bare(value)
        case .fixed(let content, let wireType):
          writer.key(number, wireType: wireType)
          writer.raw(content)
        case .bytes(let content): writer.bytes(number, content)
        case .message(let message): writer.bytes(number, message.bytes)
        }
      }
    }
  }
}
