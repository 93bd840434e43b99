import CProgramCounting
import Glibc
package import Machine

/// Whether the processor's events can be counted here: proven, not believed.
package struct CounterAccess: Sendable, Hashable {
  /// How they are counted.
  package enum Way: String, Sendable, Hashable {
    /// Through PAPI.
    case papi = "PAPI"
    /// Through `perf_event_open`, the kernel's own interface.
    case kernel = "perf_event_open"
  }

  /// Why there is no way; nil where `perf_event_open` has counted a loop of known count right.
  package var refusal: CounterRefusal?

  /// The ways that a loop of known count proved, the first to be taken first. The first call starts
  /// PAPI, which takes longer than all else that is done before a program runs.
  package var ways: [Way] {
    guard refusal == nil else { return [] }
    return PAPITrial.refusal == nil ? [.papi, .kernel] : [.kernel]
  }

  /// A loop of known count through the kernel, a millisecond. PAPI uses the kernel: without the one there
  /// is not the other.
  package static func trying(files: SystemFiles = SystemFiles()) -> CounterAccess {
    guard case .failure(let failure) = kernelTrial() else { return CounterAccess(refusal: nil) }
    return CounterAccess(
      refusal: CounterRefusal(
        kernelReason: failure.reason, errorNumber: failure.number,
        paranoid: files.number("/proc/sys/kernel/perf_event_paranoid"),
        files: files))
  }

  private struct Failure: Error {
    let number: Int32
    let reason: String
  }

  /// Counts a loop's instructions: PERF_TYPE_HARDWARE, PERF_COUNT_HW_INSTRUCTIONS.
  private static func kernelTrial() -> Result<Void, Failure> {
    let file = rl_event_open(0, 1, 0, -1, Int32(RL_EVENT_USER_ONLY.rawValue))
    guard file >= 0 else {
      return .failure(Failure(number: -file, reason: String(cString: strerror(-file))))
    }
    defer { close(file) }
    let passes: UInt64 = 1_000_000
    rl_event_start(file)
    rl_known_loop(passes)
    rl_event_stop(file)
    var count = rl_event_count()
    let expected = passes * UInt64(rl_known_loop_instructions())
    guard rl_event_read(file, &count), expected > 0 else {
      return .failure(Failure(number: 0, reason: "no loop of known count for this processor"))
    }
    let isRight = count.value >= expected / 100 * 99 && count.value <= expected / 100 * 101
    return isRight
      ? .success(())
      : .failure(
        Failure(
          number: 0, reason: "\(count.value) instructions were counted in a loop of \(expected)"))
  }
}

/// What a loop of known count says of PAPI here; it runs when it is first asked for.
enum PAPITrial {
  /// Why PAPI does not count, in its own words; nil where it does.
  static let refusal: String? =
    if case .refused(let reason) = CounterTrial.run() { reason } else { nil }
}
