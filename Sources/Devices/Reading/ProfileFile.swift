import Glibc

/// The bytes of a profile on disk.
enum ProfileFile {
  /// No profile comes near this size: the largest shipped one has some 8 kB.
  static let largest = 16 << 20

  /// The whole file, as text.
  ///
  /// - Throws: ``DeviceError`` for what ``bytes(path:)`` refuses, and for what is not UTF-8.
  static func text(path: String) throws(DeviceError) -> String {
    guard let text = String(validating: try bytes(path: path), as: UTF8.self) else {
      throw notText(path)
    }
    return text
  }

  /// The error for a file that is not UTF-8.
  static func notText(_ path: String) -> DeviceError {
    DeviceError(.file, "not a text in UTF-8", file: path, remedy: "give a profile as JSON5 text")
  }

  /// The whole file.
  ///
  /// - Throws: ``DeviceError`` for a file that is missing, unreadable, empty, not a regular file, or
  ///   larger than ``largest``.
  static func bytes(path: String) throws(DeviceError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw cannotRead(path) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw cannotRead(path) }
    let size = try checkedSize(status, path: path)
    return try read(descriptor, size: size, path: path)
  }

  private static func checkedSize(_ status: stat, path: String) throws(DeviceError) -> Int {
    let fault: String
    switch status.st_mode & S_IFMT {
    case S_IFDIR: fault = "a directory"
    case S_IFREG where status.st_size == 0: fault = "an empty file"
    case S_IFREG where status.st_size > largest: fault = "larger than \(largest >> 20) MiB"
    case S_IFREG: return Int(status.st_size)
    default: fault = "not a regular file"
    }
    throw DeviceError(.file, fault, file: path, remedy: "give the path of a device profile")
  }

  private static func read(
    _ descriptor: Int32, size: Int, path: String
  ) throws(DeviceError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: size)
    var done = 0
    while done < size {
      let count = bytes.withUnsafeMutableBytes { buffer in
        read(descriptor, buffer: UnsafeMutableRawBufferPointer(rebasing: buffer[done...]))
      }
      if count == 0 { break }
      if count > 0 {
        done += count
      } else if errno != EINTR {
        throw cannotRead(path)
      }
    }
    return Array(bytes.prefix(done))
  }

  private static func read(_ descriptor: Int32, buffer: UnsafeMutableRawBufferPointer) -> Int {
    Glibc.read(descriptor, buffer.baseAddress, buffer.count)
  }

  private static func cannotRead(_ path: String) -> DeviceError {
    DeviceError(
      .file, "cannot be read: \(String(cString: strerror(errno)))", file: path,
      remedy: "check the path and its permissions")
  }
}
