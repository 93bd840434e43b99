import CProgramCounting
import Glibc

/// A program that is to be run.
package struct Program: Sendable, Hashable {
  /// Its name or path, and its arguments.
  package var arguments: [String]
  /// The processing units that it may run on; empty: those of this process.
  package var units: [Int]
  /// Variables that it gets beside those of this process.
  package var variables: [String: String]

  /// A program.
  package init(arguments: [String], units: [Int] = [], variables: [String: String] = [:]) {
    self.arguments = arguments
    self.units = units
    self.variables = variables
  }
}

/// A program in a process of its own that has not been executed yet. A class, since it ends a process
/// that was not let go.
final class HeldProgram {
  private var child = rl_child()
  private var isHeld = false
  private let name: String
  private let signals: SignalHold
  /// The terminal that it has the foreground of; -1 for none.
  let terminal: Int32

  /// The number of its process, which is also that of its group.
  var pid: Int32 { child.pid }

  /// Makes the process.
  init(_ program: Program, signals: SignalHold) throws(CountingError) {
    guard let name = program.arguments.first else { throw CountingError("no program is named") }
    self.name = name
    self.signals = signals
    let owns = isatty(STDIN_FILENO) == 1 && tcgetpgrp(STDIN_FILENO) == getpgrp()
    terminal = owns ? STDIN_FILENO : -1
    let arguments = CStrings(program.arguments)
    let environment = CStrings(Self.environment(with: program.variables))
    let units = program.units.map { Int32(clamping: $0) }
    var mask = signals.signals.before
    var held = rl_child()
    let status = withUnsafePointer(to: &mask) { mask in
      units.withUnsafeBufferPointer { units in
        var description = rl_program(
          file: arguments.pointers[0], arguments: arguments.pointers,
          environment: environment.pointers, units: units.baseAddress,
          unit_count: Int32(units.count), terminal: terminal,
          restores_pipe_signal: signals.restoresPipe, mask: mask)
        return rl_hold_program(&description, &held)
      }
    }
    guard status == 0 else {
      throw CountingError("no process can be made: \(String(cString: strerror(status)))")
    }
    child = held
    isHeld = true
  }

  deinit {
    if isHeld { rl_abandon_program(&child) }
  }

  /// Lets it execute the program.
  ///
  /// - Throws: ``CountingError`` where that fails; the process has ended then.
  func release() throws(CountingError) {
    var reason: Int32 = 0
    isHeld = false
    let start = rl_release_program(&child, &reason)
    guard start != RL_STARTED else { return }
    var status: Int32 = 0
    while waitpid(child.pid, &status, 0) < 0 && errno == EINTR {}
    rl_give_terminal(terminal, getpgrp())
    let words = String(cString: strerror(reason))
    if start == RL_NOT_BOUND {
      throw CountingError("cannot bind \(name) to its processing units: \(words)")
    }
    let isMissing = reason == ENOENT
    throw CountingError(
      "cannot run \(name): \(words); "
        + (isMissing ? "check its name and the PATH" : "check that it is an executable file"),
      exitCode: isMissing ? 127 : 126)
  }

  private static func environment(with variables: [String: String]) -> [String] {
    var lines: [String] = []
    var place = environ
    while let line = place.pointee {
      let text = String(cString: line)
      let name = text.prefix { $0 != "=" }
      if variables[String(name)] == nil { lines.append(text) }
      place += 1
    }
    return lines + variables.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
  }
}

/// Texts as C takes them. A class, since it frees them.
private final class CStrings {
  /// The texts, ended by nil.
  let pointers: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
  private let count: Int

  init(_ texts: [String]) {
    count = texts.count
    pointers = .allocate(capacity: texts.count + 1)
    for (index, text) in texts.enumerated() { pointers[index] = strdup(text) }
    pointers[texts.count] = nil
  }

  deinit {
    for index in 0..<count { free(pointers[index]) }
    pointers.deallocate()
  }
}
