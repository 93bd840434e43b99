import Glibc

/// `rsvg-convert` of librsvg, which makes pixels of a drawing.
enum PNGConverter {
  private static let program = "rsvg-convert"

  /// Fails where the program is not installed.
  static func check() throws(CleanFailure) {
    let folders = (Environment.variable("PATH") ?? "/usr/bin:/bin").split(separator: ":")
    guard folders.contains(where: { access("\($0)/\(program)", X_OK) == 0 }) else {
      throw CleanFailure(
        "PNG is made by \(program), which is not installed: apt-get install librsvg2-bin, or write "
          + "an .svg")
    }
  }

  /// Draws `svg` at twice its size into the file at `path`.
  static func convert(_ svg: String, to path: String) throws(CleanFailure) {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw failure(errno) }
    // So that the program does not hold the end that it waits on.
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    var process = pid_t()
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawn_file_actions_adddup2(&actions, ends[0], STDIN_FILENO)
    let words = [program, "--zoom=2", "--output", path]
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    let status = posix_spawnp(&process, program, &actions, nil, &arguments, environ)
    for argument in arguments { free(argument) }
    posix_spawn_file_actions_destroy(&actions)
    close(ends[0])
    guard status == 0 else {
      close(ends[1])
      throw failure(status)
    }
    signal(SIGPIPE, SIG_IGN)
    let isWritten = StandardOutput.write(svg, to: ends[1])
    close(ends[1])
    var result: Int32 = 0
    while waitpid(process, &result, 0) < 0 && errno == EINTR {}
    guard isWritten, result == 0 else {
      throw CleanFailure("\(program) failed; write an .svg, and see what it says of that")
    }
  }

  private static func failure(_ number: Int32) -> CleanFailure {
    CleanFailure("\(program) cannot be started: \(String(cString: strerror(number)))")
  }
}
