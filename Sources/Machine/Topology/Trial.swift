import CHwloc
import Glibc

/// A trial in a child process, bounded in memory and processor time.
enum Trial {
  /// The most memory of the child, in bytes: a guess at what no sane topology needs.
  private static let mostBytes: rlim_t = 2 << 30
  /// The most processor time of the child, in seconds: a guess likewise; 1,024 units take 0.1 s.
  private static let mostSeconds: rlim_t = 2

  /// Runs `body` in a child; it has passed where the child gets a value.
  static func run<Value>(_ body: () -> Value?) throws(MachineError) {
    let child = ridgeline_fork()
    if child == 0 {
      limit()
      _exit(body() == nil ? 1 : 0)
    }
    guard child > 0 else {
      throw MachineError(.topology, "cannot be tried in a child process: \(HwlocTopology.reason())")
    }
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0 {
      guard errno == EINTR else {
        throw MachineError(.topology, "the child process that tried it is lost")
      }
    }
    if status != 0 { throw failure(status) }
  }

  private static func failure(_ status: Int32) -> MachineError {
    let signal = status & 0x7f
    return switch signal {
    case 0: MachineError(.topology, "hwloc cannot read a topology from it")
    case SIGXCPU, SIGKILL: MachineError(.topology, "is too large to be a machine")
    default: MachineError(.topology, "hwloc fails on it (signal \(signal))")
    }
  }

  /// Bounds the child, lets it dump no core, and keeps what hwloc says off the terminal.
  private static func limit() {
    let limits: [(__rlimit_resource, rlim_t)] = [
      (RLIMIT_DATA, mostBytes), (RLIMIT_CPU, mostSeconds), (RLIMIT_CORE, 0),
    ]
    for (resource, most) in limits {
      var limit = rlimit(rlim_cur: most, rlim_max: most)
      setrlimit(__rlimit_resource_t(resource.rawValue), &limit)
    }
    for signal in [SIGSEGV, SIGABRT, SIGBUS, SIGILL, SIGFPE, SIGTRAP] {
      Glibc.signal(signal, SIG_DFL)
    }
    let null = open("/dev/null", O_WRONLY)
    if null >= 0 { dup2(null, STDERR_FILENO) }
  }
}
