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

  /// The ways that a loop of known count proved, the first to be taken first.
  package var ways: [Way]
  /// Why there is none.
  package var refusal: CounterRefusal?

  /// A loop of known count on each way; a few milliseconds.
  package static func trying(files: SystemFiles = SystemFiles()) -> CounterAccess {
    var ways: [Way] = []
    let kernel = kernelTrial()
    // PAPI uses the kernel: without the one there is not the other, and PAPI takes long to start.
    var papiReason: String?
    if case .success = kernel {
      switch CounterTrial.run() {
      case .believed: ways.append(.papi)
      case .refused(let reason): papiReason = reason
      }
      ways.append(.kernel)
      return CounterAccess(ways: ways, refusal: nil)
    }
    if case .refused(let reason) = CounterTrial.run() { papiReason = reason }
    guard case .failure(let failure) = kernel else { return CounterAccess(ways: ways) }
    return CounterAccess(
      ways: [],
      refusal: CounterRefusal(
        papiReason: papiReason, kernelReason: failure.reason, errorNumber: failure.number,
        paranoid: files.number("/proc/sys/kernel/perf_event_paranoid"),
        hypervisor: Virtualization.reading(files)))
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
