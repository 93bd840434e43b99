import Gzip
import Testing

@Suite("Reading what is within gzip")
struct GzipReaderTests {
  /// The longest run of bytes that one stored block holds.
  private static let longestBlock = 65_535

  /// A gzip file (RFC 1952) of stored blocks (RFC 1951, section 3.2.4), which compress nothing: header,
  /// blocks, CRC-32, length.
  static func member(of contents: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
    var rest = contents[...]
    repeat {
      let block = rest.prefix(longestBlock)
      rest = rest.dropFirst(block.count)
      let length = UInt16(block.count)
      bytes += [rest.isEmpty ? 1 : 0] + littleEndian(length) + littleEndian(~length) + block
    } while !rest.isEmpty
    return bytes + littleEndian(checksum(contents)) + littleEndian(UInt32(contents.count))
  }

  private static func littleEndian(_ value: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
  }

  /// CRC-32 as RFC 1952, section 8, defines it.
  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~UInt32(0)) { sum, byte in
      (0..<8).reduce(sum ^ UInt32(byte)) { value, _ in
        value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1
      }
    }
  }

  /// All that comes out, in pieces of `size` bytes.
  private static func expand(_ bytes: [UInt8], piece size: Int) throws(GzipError) -> [UInt8] {
    var output: [UInt8] = []
    let source = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 1)
    defer {
      source.deallocate()
      buffer.deallocate()
    }
    source.copyBytes(from: bytes)
    var reader = try GzipReader(UnsafeRawBufferPointer(source))
    while case let count = try reader.read(into: buffer), count > 0 {
      output += buffer.prefix(count)
    }
    return output
  }

  private static let contents = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 8) }

  @Test("the contents come out whole, in pieces of any size", arguments: [1_000, 65_535, 1 << 20])
  func pieces(size: Int) throws {
    let bytes = Self.member(of: Self.contents)
    #expect(try Self.expand(bytes, piece: size) == Self.contents)
  }

  @Test("one byte at a time, and nothing at all")
  func small() throws {
    #expect(try Self.expand(Self.member(of: [1, 2, 3]), piece: 1) == [1, 2, 3])
    #expect(try Self.expand(Self.member(of: []), piece: 16) == [])
  }

  @Test("members that follow each other are one, and what fills a block behind them is not read")
  func members() throws {
    let bytes = Self.member(of: [1, 2]) + Self.member(of: []) + Self.member(of: [3])
    #expect(try Self.expand(bytes, piece: 16) == [1, 2, 3])
    #expect(try Self.expand(bytes + [0, 0, 0, 0], piece: 16) == [1, 2, 3])
  }

  @Test("a file that is cut off anywhere says so, and never crashes")
  func truncated() {
    let bytes = Self.member(of: [1, 2, 3, 4])
    for length in 0..<bytes.count {
      let error = #expect(throws: GzipError.self) {
        try Self.expand(Array(bytes.prefix(length)), piece: 16)
      }
      #expect(error == .cutOff(byte: length))
    }
  }

  @Test("every damaged byte of the contents and of their checksum is found")
  func damaged() {
    let bytes = Self.member(of: [1, 2, 3, 4])
    // After the header of ten bytes; of those, most are free.
    for place in 10..<bytes.count {
      var other = bytes
      other[place] ^= 0xFF
      #expect(throws: GzipError.self, "byte \(place)") { try Self.expand(other, piece: 16) }
    }
  }

  @Test("what is no gzip is damaged from the first byte on")
  func foreign() {
    let error = #expect(throws: GzipError.self) {
      try Self.expand(Array("[net]\nwidth=4".utf8), piece: 16)
    }
    guard case .damaged = error else {
      Issue.record("not damaged: \(String(describing: error))")
      return
    }
  }
}
