import Glibc
import Gzip

extension ModelFile {
  /// What a model within gzip may expand to: a protobuf message, which ONNX is, ends at 2 GiB.
  /// Source: Protocol Buffers documentation, "Proto Limits".
  static let mostExpandedBytes = 1 << 31

  /// The file that is within this one, mapped from a temporary file that no other program sees and that
  /// is gone with the value: the memory never holds more of it than a reader touches.
  ///
  /// - Throws: ``FormatError`` where it is damaged, cut off, or expands to more than `limit` bytes, and
  ///   where the temporary folder has no room.
  package borrowing func expanded(
    atMost limit: Int = mostExpandedBytes
  ) throws(FormatError) -> ModelFile {
    let temporary = try TemporaryFile(for: path)
    let written = try withBytes { (span: RawSpan) throws(FormatError) -> Int in
      try span.withUnsafeBytes { (bytes: UnsafeRawBufferPointer) throws(FormatError) -> Int in
        try Self.expand(bytes, into: temporary, atMost: limit, path: path)
      }
    }
    guard written > 0 else {
      throw FormatError(
        .file, "holds nothing within its gzip", location: path,
        remedy: "check that it was written or downloaded in full")
    }
    return try ModelFile(descriptor: temporary.descriptor, size: written, path: path)
  }

  private static func expand(
    _ bytes: UnsafeRawBufferPointer, into file: borrowing TemporaryFile, atMost limit: Int,
    path: String
  ) throws(FormatError) -> Int {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    defer { buffer.deallocate() }
    var written = 0
    do throws(GzipError) {
      var reader = try GzipReader(bytes)
      while true {
        let count = try reader.read(into: buffer)
        if count == 0 { return written }
        written += count
        if written > limit || !file.append(UnsafeRawBufferPointer(buffer), count) { break }
      }
    } catch {
      throw FormatError(
        .syntax, error.description, location: path,
        remedy: "fetch it again, or check it with gzip -t")
    }
    guard written > limit else { throw file.failure(path: path) }
    throw FormatError(
      .unsupported, "expands to more than \(limit) bytes, which no model within gzip does",
      location: path, remedy: "unpack it with gunzip if it is to be trusted")
  }
}

/// A file without a name, for what is expanded.
struct TemporaryFile: ~Copyable {
  let descriptor: Int32
  private let folder: String

  /// Made in TMPDIR, else in /tmp; `path` is what messages name.
  init(for path: String) throws(FormatError) {
    folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(folder)/ridgeline-XXXXXX".utf8CString)
    descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw failure(path: path) }
    unlink(template)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  /// Appends the first `count` bytes of `bytes`; false where that fails.
  borrowing func append(_ bytes: UnsafeRawBufferPointer, _ count: Int) -> Bool {
    var done = 0
    while done < count {
      let written = write(descriptor, bytes.baseAddress?.advanced(by: done), count - done)
      if written < 0 && errno == EINTR { continue }
      if written <= 0 { return false }
      done += written
    }
    return true
  }

  /// Why the last operation failed.
  borrowing func failure(path: String) -> FormatError {
    FormatError(
      .file, "cannot be expanded in \(folder): \(String(cString: strerror(errno)))",
      location: path, remedy: "make room there, or name another folder in TMPDIR")
  }
}
