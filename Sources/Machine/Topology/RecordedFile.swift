import Glibc

/// A file that a user names, read whole and bounded.
enum RecordedFile {
  /// The largest file, in bytes: a machine of 1,024 processing units takes 1 MB.
  static let mostBytes = 64 << 20

  /// Whether there is something at a path.
  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// The text of a regular file.
  static func text(path: String) throws(MachineError) -> String {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else {
      throw MachineError(
        .file, "cannot be opened: \(HwlocTopology.reason())", location: path,
        remedy: "name a file that `lstopo machine.xml` wrote")
    }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw MachineError(.file, "is no regular file", location: path)
    }
    guard status.st_size <= mostBytes, let bytes = Bytes.read(file, most: mostBytes) else {
      throw MachineError(
        .file, "has more than \(mostBytes) bytes, or cannot be read", location: path)
    }
    guard !bytes.contains(0), let text = String(validating: bytes, as: UTF8.self) else {
      throw MachineError(.file, "is no text in UTF-8", location: path)
    }
    return text
  }
}

/// Reading of open files.
enum Bytes {
  /// All that an open file has; nil where it cannot be read or has more than `most` bytes.
  static func read(_ file: Int32, most: Int) -> [UInt8]? {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = Glibc.read(file, &buffer, buffer.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0, bytes.count + count <= most else { return nil }
      if count == 0 { return bytes }
      bytes += buffer.prefix(count)
    }
  }
}
