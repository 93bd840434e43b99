import Glibc

/// The program's standard error.
enum StandardError {
  /// Writes one line; where nobody reads it, nothing happens.
  static func write(_ line: String) {
    signal(SIGPIPE, SIG_IGN)
    _ = StandardOutput.write(line + "\n", to: STDERR_FILENO)
  }
}
