import Glibc

/// A file that is written whole or not at all.
struct OutputFile {
  /// Where it goes.
  let path: String

  /// Sees to it that the file can be written, before work that takes long is done for it.
  func check() throws(CleanFailure) {
    var status = stat()
    guard stat(path, &status) != 0 || status.st_mode & S_IFMT == S_IFREG else {
      if status.st_mode & S_IFMT == S_IFDIR { throw isFolder }
      return
    }
    let draft = "\(path).\(getpid()).part"
    let file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard file >= 0 else { throw failure() }
    close(file)
    unlink(draft)
  }

  private var isFolder: CleanFailure {
    CleanFailure("\(path) is a directory; give a file's name")
  }

  /// Writes `text` beside the file and moves it into place; a pipe or a device is written directly.
  func write(_ text: String) throws(CleanFailure) {
    try deliver(filling: { (target, flags, mode) throws(CleanFailure) in
      try fill(target, with: text, flags: flags, mode: mode)
    })
  }

  /// Lets `make` make a file beside the target and moves it into place.
  func write(making make: (String) throws(CleanFailure) -> Void) throws(CleanFailure) {
    try deliver(filling: { (target, _, _) throws(CleanFailure) in try make(target) })
  }

  private func deliver(
    filling fill: (String, Int32, mode_t) throws(CleanFailure) -> Void
  ) throws(CleanFailure) {
    var status = stat()
    let exists = stat(path, &status) == 0
    if exists && status.st_mode & S_IFMT == S_IFDIR {
      throw isFolder
    }
    if exists && status.st_mode & S_IFMT != S_IFREG {
      return try fill(path, O_WRONLY, 0)
    }
    let draft = "\(path).\(getpid()).part"
    try Self.uninterrupted { () throws(CleanFailure) in
      do throws(CleanFailure) {
        let mode = exists ? status.st_mode & 0o777 : 0o666
        try fill(draft, O_WRONLY | O_CREAT | O_EXCL, mode)
        guard rename(draft, path) == 0 else { throw failure() }
      } catch {
        unlink(draft)
        throw error
      }
    }
  }

  private func fill(
    _ target: String, with text: String, flags: Int32, mode: mode_t
  ) throws(CleanFailure) {
    let file = open(target, flags | O_CLOEXEC, mode)
    guard file >= 0 else { throw failure() }
    let isWritten = StandardOutput.write(text, to: file)
    let reason = errno
    guard close(file) == 0, isWritten else {
      errno = isWritten ? errno : reason
      throw failure()
    }
  }

  private func failure() -> CleanFailure {
    CleanFailure(
      "cannot write \(path): \(String(cString: strerror(errno))); choose another file")
  }

  /// Holds back Ctrl-C and its like until `body` is done, so that no half-written file stays.
  private static func uninterrupted(
    _ body: () throws(CleanFailure) -> Void
  ) throws(CleanFailure) {
    var held = sigset_t()
    var before = sigset_t()
    sigemptyset(&held)
    for signal in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&held, signal) }
    sigprocmask(SIG_BLOCK, &held, &before)
    defer { sigprocmask(SIG_SETMASK, &before, nil) }
    try body()
  }
}
