import CHwloc
import Glibc

/// A trial of a topology in a child process, bounded in memory and time.
enum Trial {
  /// The most memory of the child, in bytes: a guess at what no sane topology needs.
  private static let mostBytes: rlim_t = 2 << 30
  /// The most processor time of the child, in seconds: a guess likewise; 1,024 units take 0.1 s.
  private static let mostSeconds: rlim_t = 2
  /// The most time of the child in all, in seconds, also on a machine that is busy with other work.
  private static let patience: UInt32 = 10
  /// How often a child is made: one may wait for ever for a lock that a thread of its parent held.
  private static let tries = 3

  /// Passes where hwloc loads `source` in a child.
  static func run(_ source: TopologySource) throws(MachineError) {
    try HwlocTopology.requireLibrary()
    var status: Int32 = 0
    for _ in 0..<tries {
      status = source.withText {
        ridgeline_try(source.kind, $0, mostBytes, mostSeconds, patience)
      }
      if status != SIGALRM { break }
    }
    if status == 0 { return }
    guard status > 0 else {
      throw MachineError(.topology, "cannot be tried in a child process: \(HwlocTopology.reason())")
    }
    throw failure(status)
  }

  private static func failure(_ status: Int32) -> MachineError {
    let signal = status & 0x7f
    return switch signal {
    case 0: MachineError(.topology, "hwloc cannot read a topology from it")
    case SIGXCPU, SIGKILL, SIGALRM: MachineError(.topology, "is too large to be a machine")
    default: MachineError(.topology, "hwloc fails on it (signal \(signal))")
    }
  }
}
