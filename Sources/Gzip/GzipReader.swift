import CZlib

/// Expands what is within gzip (RFC 1952), piece by piece: no more of it is in memory than the piece
/// that is asked for. Files of several members, one after another, are one.
///
/// It says nothing of how much comes out: whoever reads sets the limit. The compressed bytes must outlive
/// the reader.
package struct GzipReader: ~Copyable {
  /// zlib keeps the place of its stream, which therefore must not move.
  private let stream: UnsafeMutablePointer<z_stream>
  private let source: UnsafeRawBufferPointer
  /// Compressed bytes that zlib was given.
  private var given = 0
  private var isAtEnd = false

  /// Begins at the first byte.
  package init(_ source: UnsafeRawBufferPointer) throws(GzipError) {
    self.source = source
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    guard ridgeline_begin_gzip(stream) == Z_OK else {
      stream.deallocate()
      throw .outOfMemory
    }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  /// Whether bytes begin as a gzip file does: ID1, ID2 and CM of RFC 1952, section 2.3.1.
  package static func recognises(_ start: UnsafeRawBufferPointer) -> Bool {
    start.count > 2 && start.prefix(3).elementsEqual([0x1F, 0x8B, 0x08])
  }

  /// The compressed bytes that were used up so far.
  package var position: Int { given - Int(stream.pointee.avail_in) }

  /// Fills `buffer` as far as there is something: how many bytes came, 0 at the end.
  package mutating func read(
    into buffer: UnsafeMutableRawBufferPointer
  ) throws(GzipError) -> Int {
    guard let base = buffer.baseAddress, !isAtEnd else { return 0 }
    let room = UInt32(clamping: buffer.count)
    stream.pointee.next_out = base.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_out = room
    while stream.pointee.avail_out > 0 && !isAtEnd { try step() }
    return Int(room - stream.pointee.avail_out)
  }

  private mutating func step() throws(GzipError) {
    feed()
    let before = (stream.pointee.avail_in, stream.pointee.avail_out)
    switch inflate(stream, Z_NO_FLUSH) {
    case Z_STREAM_END: endMember()
    case Z_OK where (stream.pointee.avail_in, stream.pointee.avail_out) != before: break
    case Z_OK, Z_BUF_ERROR: throw .cutOff(byte: position)
    case Z_MEM_ERROR: throw .outOfMemory
    default:
      let what = stream.pointee.msg.map { String(cString: $0) } ?? "unknown contents"
      throw .damaged(what, byte: position)
    }
  }

  /// Gives zlib more, where it has used up what it had.
  private mutating func feed() {
    guard stream.pointee.avail_in == 0, given < source.count, let base = source.baseAddress else {
      return
    }
    let next = UnsafeMutableRawPointer(mutating: base + given)
    let count = UInt32(clamping: source.count - given)
    stream.pointee.next_in = next.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_in = count
    given += Int(count)
  }

  /// Another member may follow; anything else, such as zeros that fill a block of a tape, does not count.
  private mutating func endMember() {
    let rest = UnsafeRawBufferPointer(rebasing: source[position...])
    guard Self.recognises(rest) else {
      isAtEnd = true
      return
    }
    isAtEnd = inflateReset(stream) != Z_OK
  }
}
