import Glibc

/// The program's standard output.
enum StandardOutput {
  /// Writes all of `text`; a reader that has gone away (`| head`) is no error.
  static func write(
    _ text: String, toReport file: Int32 = STDOUT_FILENO
  ) throws(CleanFailure) {
    signal(SIGPIPE, SIG_IGN)
    if !write(text, to: file) && errno != EPIPE {
      throw CleanFailure("cannot write the report: \(String(cString: strerror(errno)))")
    }
  }

  /// Writes all of `text` to an open file; false, with `errno` set, where that fails.
  static func write(_ text: String, to file: Int32) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      var rest = bytes[...]
      while !rest.isEmpty {
        let part = UnsafeBufferPointer(rebasing: rest)
        let count = Glibc.write(file, part.baseAddress, part.count)
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else { return false }
        rest = rest.dropFirst(count)
      }
      return true
    }
  }
}
