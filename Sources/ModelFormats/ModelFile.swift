import Glibc
import Gzip

/// A model file that is mapped into memory, read-only, for as long as this value lives.
///
/// Nothing is read until it is looked at: of a file of many gigabytes only the pages that a reader
/// touches are loaded. Opening never waits, and refuses what is no regular file (a pipe, a device).
package struct ModelFile: ~Copyable {
  /// The path as the user gave it.
  package let path: String
  private let base: UnsafeMutableRawPointer
  /// The size of the file, in bytes; never zero.
  package let byteCount: Int

  /// Opens and maps the file at `path`.
  package init(path: String) throws(FormatError) {
    let descriptor = try Self.open(path)
    defer { close(descriptor) }
    let size = try Self.size(of: descriptor, path: path)
    try self.init(descriptor: descriptor, size: size, path: path)
  }

  /// Maps an open file of `size` bytes, which may then be closed; `path` is what messages name.
  init(descriptor: Int32, size: Int, path: String) throws(FormatError) {
    guard let mapped = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), mapped != MAP_FAILED
    else {
      throw Self.failure(path, "cannot be mapped: \(Self.reason)", "check the file system")
    }
    self.path = path
    base = mapped
    byteCount = size
  }

  deinit {
    munmap(base, byteCount)
  }

  /// Calls `body` with the bytes of the file, which are valid until it returns.
  package borrowing func withBytes<Result, Failure: Error>(
    _ body: (RawSpan) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(RawSpan(_unsafeStart: UnsafeRawPointer(base), byteCount: byteCount))
  }

  /// Gives back the memory of what was looked at so far; what is looked at again is loaded again. A look at
  /// one byte loads the pages around it, so that a walk over a file ends up with most of it in memory.
  package borrowing func forgetPages() {
    madvise(base, byteCount, MADV_DONTNEED)
  }

  /// Whether the file begins as a gzip file does (RFC 1952, section 2.3.1: ID1, ID2 and CM).
  package var isCompressed: Bool {
    withBytes { bytes in bytes.withUnsafeBytes { GzipReader.recognises($0) } }
  }

  /// The last component of the path, without the extension of what it is compressed with: `yolov3.cfg`,
  /// also of `yolov3.cfg.gz`.
  package var fileName: String {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let isGzip = name.lowercased().hasSuffix(".gz") && name.utf8.count > 3
    return isGzip ? String(name.dropLast(3)) : name
  }

  /// The name of the file without its extension, for a model that does not name itself: `yolov3`.
  package var modelName: String {
    guard let dot = fileName.lastIndex(of: "."), dot != fileName.startIndex else { return fileName }
    return String(fileName[..<dot])
  }

  /// The extension in lower case, without its dot: `cfg`; empty where there is none.
  package var fileExtension: String {
    guard let dot = fileName.lastIndex(of: "."), dot != fileName.startIndex else { return "" }
    return fileName[dot...].dropFirst().lowercased()
  }

  /// The size of the regular file at `path`, which is not opened; nil where there is none.
  static func size(path: String) -> Int? {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return status.st_size
  }

  private static func open(_ path: String) throws(FormatError) -> Int32 {
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw failure(path, "is no path", "give the path of a model file")
    }
    // Without O_NONBLOCK opening a pipe would wait for somebody to write into it.
    let descriptor = Glibc.open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor < 0 else { return descriptor }
    switch errno {
    case ENOENT, ENOTDIR:
      throw failure(path, "does not exist", "check the path")
    case EACCES, EPERM:
      throw failure(path, "may not be read", "check its permissions (chmod +r)")
    default:
      throw failure(path, "cannot be opened: \(reason)", "check the path")
    }
  }

  /// The size of an open file, which must be a regular one with something in it.
  private static func size(of descriptor: Int32, path: String) throws(FormatError) -> Int {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw failure(path, "cannot be examined: \(reason)", "check the file system")
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw failure(path, "is a directory", "give the path of a model file in it")
    default: throw failure(path, "is not a regular file", "copy what it gives into a file first")
    }
    guard status.st_size > 0 else {
      throw failure(path, "is empty", "check that it was written or downloaded in full")
    }
    return status.st_size
  }

  private static func failure(_ path: String, _ what: String, _ remedy: String) -> FormatError {
    FormatError(.file, what, location: path.isEmpty ? "\"\"" : path, remedy: remedy)
  }

  private static var reason: String { String(cString: strerror(errno)) }
}
