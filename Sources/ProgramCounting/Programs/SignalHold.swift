import CProgramCounting
import Glibc

/// Signals that are held back as long as this lives, to be passed on. A class, since it lets them
/// through at its end.
package final class SignalHold {
  private(set) var signals = rl_signals()
  /// Whether a program is to get the default action of SIGPIPE back, which this program ignores.
  let restoresPipe: Bool

  /// Holds them back from here on.
  package init() {
    restoresPipe = rl_pipe_signal_is_default()
    rl_hold_signals(&signals)
  }

  deinit { rl_let_signals(&signals) }

  /// Waits for a signal, or until the time of the monotonic clock in nanoseconds; nil at that time.
  func wait(until time: UInt64) -> Int32? {
    let now = Clock.nanoseconds()
    // Another thread of this process may have taken the signal: no wait is longer than this.
    let most: UInt64 = 100_000_000
    let rest = time > now ? min(time - now, most) : 0
    let number = rl_wait_for_signal(&signals, Int64(rest))
    return number > 0 ? number : nil
  }
}
