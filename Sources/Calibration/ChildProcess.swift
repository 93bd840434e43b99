import Glibc

/// A program that runs beside this one, whose output is read line by line.
struct ChildProcess {
  private let process: pid_t
  private let output: Int32

  /// How often it is asked whether it should stop, in milliseconds.
  private static let patience: Int32 = 100

  /// Runs `arguments`, of which the first is found in PATH; its standard error goes to `log`.
  ///
  /// - Parameters:
  ///   - line: called with each line that it writes.
  ///   - shouldStop: whether it is to be ended early.
  /// - Returns: its exit status; 128 and the signal where one ended it.
  /// - Throws: ``CalibrationError`` where it cannot be started, and where it was ended early.
  static func run(
    _ arguments: [String], log: String, line: (String) -> Void, shouldStop: () -> Bool
  ) throws(CalibrationError) -> Int32 {
    let child = try ChildProcess(starting: arguments, log: log)
    let isDone = child.read(line, shouldStop: shouldStop)
    if !isDone { kill(child.process, SIGKILL) }
    let status = child.wait()
    guard isDone else {
      throw CalibrationError.interrupted
    }
    return status
  }

  private init(starting arguments: [String], log: String) throws(CalibrationError) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw Self.failure(arguments, errno) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
    posix_spawn_file_actions_addopen(&actions, 2, log, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    var started = pid_t()
    var words = arguments.map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    let status = posix_spawnp(&started, arguments[0], &actions, nil, &words, environ)
    close(ends[1])
    guard status == 0 else {
      close(ends[0])
      throw Self.failure(arguments, status)
    }
    (process, output) = (started, ends[0])
  }

  private static func failure(_ arguments: [String], _ code: Int32) -> CalibrationError {
    CalibrationError(
      .program, "\(arguments[0]) cannot be run: \(String(cString: strerror(code)))",
      remedy: "install Python 3 with onnxruntime and numpy, or name one with --python")
  }

  /// Reads all that it writes; false where it is to be ended before.
  private func read(_ line: (String) -> Void, shouldStop: () -> Bool) -> Bool {
    defer { close(output) }
    var rest: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while !shouldStop() {
      var waiting = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
      guard poll(&waiting, 1, Self.patience) > 0 else { continue }
      let count = Glibc.read(output, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return true }
      rest += buffer[..<count]
      while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
        line(String(decoding: rest[..<end], as: UTF8.self))
        rest.removeSubrange(...end)
      }
    }
    return false
  }

  private func wait() -> Int32 {
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    let signal = status & 0x7F
    return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
  }
}
